import { fromBase64url } from '@tocsin/envelope/verify';
import {
  type AgencyCode,
  gatewayKey,
  type Network,
  networkKey,
  rosterKey,
  type StateKey,
  type StateKind,
  type StateOf,
} from '@tocsin/record';
import type { Quorum } from './cosigners.ts';

type Read = <K extends StateKind>(key: StateKey<K>) => Promise<StateOf[K] | undefined>;

/** Who vouches, as public state says. */
export interface Standing {
  readonly agencies: readonly AgencyCode[];
  /** Published key of each, base64url; null where its gateway is not published. */
  readonly keys: readonly (string | null)[];
}

/** Who vouches, as public state says that is read key by key. */
export const quorumFrom = async (read: Read): Promise<Quorum> => quorumOf(await standingOf(read));

/** A majority of those whose gateways are published. */
export function quorumOf({ agencies, keys }: Standing): Quorum {
  const members = agencies.flatMap((agency, i) => {
    const key = keys[i];
    return typeof key === 'string' ? [{ agency, publicKey: fromBase64url(key) }] : [];
  });
  return { members, needed: Math.floor(members.length / 2) + 1 };
}

/** Reads it key by key. */
export async function standingOf(read: Read): Promise<Standing> {
  const network = await read(networkKey);
  const roster = network?.roster === undefined ? undefined : await read(rosterKey(String(network.roster)));
  const agencies = agenciesOf(network, roster);
  const gateways = await Promise.all(agencies.map((agency) => read(gatewayKey(agency))));
  return { agencies, keys: gateways.map((gateway) => gateway?.cosigner ?? null) };
}

/** The trustees of the roster in force; before there is one, every active member. */
export function agenciesOf(network: Network | undefined, roster: StateOf['roster'] | undefined): AgencyCode[] {
  const active = (network?.members ?? []).filter(({ status }) => status === 'active').map(({ code }) => code);
  return roster === undefined ? active : roster.trustees.map(({ agency }) => agency);
}
