import { toBase64url } from '@tocsin/envelope';
import { type Committed, type Ledger, type Membership, networkKey, type StatementId } from '@tocsin/record';
import type { LedgerSource } from '../ledger-source.ts';
import { membershipOf } from '../membership.ts';
import { type Body, signed } from '../statement.ts';
import { networkName } from './cast.ts';
import type { Staged } from './stage.ts';

/**
 * Founds the network: the first agency's registrar writes the founding statement, each other registrar signs it.
 * Gateways cannot carry this, for they know officers from the ledger only.
 */
export async function found(source: LedgerSource, staged: readonly Staged[]): Promise<void> {
  const lines = await Promise.all(
    staged.map(async (agency) => ({ agency, line: await source.connect(agency.gateway) })),
  );
  const [first, ...others] = lines;
  if (first === undefined) throw new RangeError('no agencies');
  const body = { name: networkName, members: staged.map(memberOf) };
  let { block } = await submitted(first, null, 'network.found/1', body);
  const network = await first.line.state(networkKey);
  if (network === undefined) throw new Error('the founding statement left no network');
  const { id, digest } = network;
  for (const other of others) {
    await reaches(other.line, block);
    ({ block } = await submitted(other, id, 'network.sign/1', { digest }));
  }
  await Promise.all(lines.map(({ line }) => reaches(line, block)));
}

/** Resolves once this agency's own way to the ledger has come to a block: each peer commits in its own time. */
async function reaches(line: Ledger, block: string): Promise<void> {
  const done = new AbortController();
  for await (const { number } of line.blocks(BigInt(block), done.signal)) if (number >= BigInt(block)) break;
  done.abort();
}

async function submitted<T extends 'network.found/1' | 'network.sign/1'>(
  { agency, line }: { readonly agency: Staged; readonly line: Ledger },
  network: StatementId | null,
  typ: T,
  body: Body<T>,
): Promise<Committed> {
  const author = { agency: agency.player.code, network, signer: registrarOf(agency).signer, clock: () => new Date() };
  const { jws } = await signed(author, typ, body);
  return line.submit(jws, null);
}

function registrarOf({ devices }: Staged) {
  const device = devices.get('registrar');
  if (device === undefined) throw new RangeError('an agency without a registrar');
  return device;
}

function memberOf(agency: Staged): Membership {
  const { code, class: agencyClass, country, names } = agency.player;
  const [registrar] = registrarOf(agency).chain;
  if (registrar === undefined) throw new RangeError('a registrar without a certificate');
  const { root, issuing } = agency.authority.bundle;
  return membershipOf({ code, class: agencyClass, country, names, root, issuing, registrar });
}

/** An officer's certificate as the ledger takes it. */
export const certificateOf = ({ chain: [own] }: { readonly chain: readonly Uint8Array[] }): string => {
  if (own === undefined) throw new RangeError('an officer without a certificate');
  return toBase64url(own);
};
