import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError } from './error.ts';
import { pathFrom } from './file.ts';
import type { IdentityFiles } from './host-identity.ts';

/** One agency's gateway: where its files are and where it listens. Paths are absolute once read. */
export interface GatewayConfig {
  readonly agency: string;
  /** Data folder: the local view. */
  readonly folder: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly tls: IdentityFiles;
  /** By which the gateway submits to the ledger. */
  readonly identity: IdentityFiles;
  /** Folder of unit keys, `<unit>.<epoch>.age`. */
  readonly seal: string;
  /** Folder of the agencies' roots, the founding bundle: needed to take part in a founding. */
  readonly roots?: string | null;
  /** Serves the console too, on the same port; default: no. */
  readonly console?: boolean;
  /** File for the log; standard error when null. */
  readonly log: string | null;
  /** What makes it a trustee; a gateway without it serves direct files only. */
  readonly witness?: WitnessConfig;
}

/** A gateway's part as a trustee. */
export interface WitnessConfig {
  /** Key and certificate of the automated officer of role `gateway`. */
  readonly steward: IdentityFiles;
  /** Folder of trustee keys, `<unit>.<epoch>.age`. */
  readonly trustee: string;
  /** Where it listens to other gateways; 0 takes any free port. */
  readonly host: string;
  readonly port: number;
}

/** One agency's way to a channel of Fabric: through its own peer, by mutual TLS. */
export interface FabricChoice {
  readonly channel: string;
  readonly chaincode: string;
  readonly peer: {
    /** `host:port`. */
    readonly address: string;
    /** Name in the peer's TLS certificate. */
    readonly serverName: string;
    /** PEM file of the authority that signed the peer's TLS certificate. */
    readonly authority: string;
  };
  /** By which the gateway proves itself to its peer. */
  readonly tls: IdentityFiles;
}

/** A ledger in this process's folder that several gateways may share, or one agency's own peer. */
export type LedgerChoice = { readonly embedded: string } | { readonly fabric: FabricChoice };

/** What one process serves: a ledger, and the gateways on it. */
export interface ServeConfig {
  readonly ledger: LedgerChoice;
  readonly gateways: readonly GatewayConfig[];
}

const texts = ['agency', 'folder', 'host', 'seal'] as const;

/** Reads a configuration; its paths begin at its own folder. @throws CliError INPUT_UNREADABLE, INPUT_MALFORMED */
export async function readServeConfig(path: string): Promise<ServeConfig> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError('INPUT_UNREADABLE', 'gateway configuration', error);
  });
  try {
    const value = JSON.parse(text) as ServeConfig;
    const at = (name: string) => pathFrom(dirname(path), name);
    const ledger = chosen(value.ledger, at);
    // A peer serves its own agency alone.
    const most = 'fabric' in ledger ? 1 : Number.POSITIVE_INFINITY;
    if (value.gateways.length === 0 || value.gateways.length > most) throw new TypeError('gateways');
    return { ledger, gateways: value.gateways.map((each) => placed(each, at)) };
  } catch (error) {
    throw new CliError('INPUT_MALFORMED', 'gateway configuration', error);
  }
}

function chosen(ledger: LedgerChoice, at: (path: string) => string): LedgerChoice {
  if ('embedded' in ledger === 'fabric' in ledger) throw new TypeError('one ledger');
  if ('embedded' in ledger) return { embedded: at(text(ledger.embedded)) };
  const { channel, chaincode, peer, tls } = ledger.fabric;
  const { address, serverName, authority } = peer;
  if (!/^[^\s:]+:[1-9][0-9]{0,4}$/.test(text(address))) throw new TypeError('peer.address');
  return {
    fabric: {
      channel: text(channel),
      chaincode: text(chaincode),
      peer: { address, serverName: text(serverName), authority: at(text(authority)) },
      tls: { key: at(text(tls.key)), chain: at(text(tls.chain)) },
    },
  };
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new TypeError('text');
  return value;
}

function placed(gateway: GatewayConfig, at: (path: string) => string): GatewayConfig {
  const { folder, tls, identity, seal, roots = null, log = null, port, witness, console: screen = false } = gateway;
  const named = [tls.key, tls.chain, identity.key, identity.chain, ...texts.map((name) => gateway[name])];
  if (!named.every((value) => typeof value === 'string') || !Number.isInteger(port)) throw new TypeError('member');
  const pair = ({ key, chain }: IdentityFiles) => ({ key: at(key), chain: at(chain) });
  if (roots !== null && typeof roots !== 'string') throw new TypeError('roots');
  if (typeof screen !== 'boolean') throw new TypeError('console');
  const given = (path: string | null) => (path === null ? null : at(path));
  const places = { folder: at(folder), seal: at(seal), roots: given(roots), log: given(log) };
  const files = { ...gateway, ...places, tls: pair(tls), identity: pair(identity) };
  return witness === undefined ? files : { ...files, witness: trusteeIn(witness, at) };
}

function trusteeIn({ steward, trustee, host, port }: WitnessConfig, at: (path: string) => string): WitnessConfig {
  if (!Number.isInteger(port)) throw new TypeError('witness.port');
  const key = { key: at(text(steward.key)), chain: at(text(steward.chain)) };
  return { steward: key, trustee: at(text(trustee)), host: text(host), port };
}
