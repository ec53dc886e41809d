import { isDeepStrictEqual } from 'node:util';
import { type Judgement, judge, readSubmitted, SEALED_COLLECTION } from '@tocsin/chaincode';
import { digest } from '@tocsin/envelope/verify';
import type { EndorserTransaction } from '@tocsin/fabric-block';
import { type Agency, agencyKey, type Delivered, type Sealed, type Statement } from '@tocsin/record';
import { CHAINCODE } from './chaincode-definition.ts';
import { changes, hex, type NamespaceFootprint } from './verify-export-footprint.ts';
import { asDoubt, Doubt } from './verify-export-result.ts';
import type { ReplayedState } from './verify-export-state.ts';

/**
 * Judges a call of the chaincode again, at its ledger time, against the state before it, and compares what it wrote.
 * @returns whether it changed anything
 * @throws Doubt statement, writes, root
 */
export async function ensureLawful(
  transaction: EndorserTransaction,
  footprint: readonly NamespaceFootprint[],
  state: ReplayedState,
  rootOf: (agency: string) => string | undefined,
): Promise<boolean> {
  const effect = footprint.find(({ namespace }) => namespace === CHAINCODE);
  if (transaction.function !== 'submit') {
    if (effect !== undefined && changes(effect)) throw new Doubt('writes', 'a question that changes state');
    return false;
  }
  const { judgement, sealed } = await judged(transaction, effect, state);
  ensureWritten(judgement, sealed, effect);
  ensureRoots(judgement, rootOf);
  return !judgement.already;
}

async function judged(
  { arguments: [argument], creator, id: transaction, at }: EndorserTransaction,
  effect: NamespaceFootprint | undefined,
  state: ReplayedState,
): Promise<{ judgement: Judgement; sealed: Sealed | null }> {
  try {
    const statement = utf8.decode(argument);
    const sealed = sealedIn(readSubmitted(statement).statement);
    const read = async (keys: readonly string[]) => keys.map((key) => state.read(key));
    const by = { submitter: creator.mspid, transaction, now: at, clock: at };
    const delivered = deliveredWith(sealed, effect);
    if (sealed !== null && delivered !== null && delivered.hash !== sealed.hash)
      throw new Doubt('writes', 'another sealed file than the statement names');
    const judgement = await judge({ statement, delivered, ...by, state: { read } });
    return { judgement, sealed };
  } catch (error) {
    throw asDoubt('statement', error);
  }
}

const sealedIn = (statement: Statement): Sealed | null => ('sealed' in statement ? statement.sealed : null);

/** The block tells of a sealed file its hash alone. Its size is the author's word, which the hash confirms to whoever has it. */
function deliveredWith(sealed: Sealed | null, effect: NamespaceFootprint | undefined): Delivered | null {
  const [write] = effect?.collections.flatMap(({ writes }) => writes) ?? [];
  if (write === undefined) return null;
  return { hash: hex(write.value ?? new Uint8Array()), size: sealed?.size ?? 0 };
}

/** Exactly what the rules write: public state by key, and the sealed file's hash under the hash of its item. */
function ensureWritten(judgement: Judgement, sealed: Sealed | null, effect: NamespaceFootprint | undefined): void {
  const { id, already, writes } = judgement;
  const found =
    effect?.writes.map(({ key, value }) => [key, value === null ? null : utf8.decode(value)] as const) ?? [];
  const expected = new Map(writes.map(({ key, value }) => [key, value]));
  if (effect?.odd || found.length !== expected.size || !isDeepStrictEqual(new Map(found), expected))
    throw new Doubt('writes', 'the rules write something else');
  const files = already || sealed === null ? [] : [{ key: digest(id), value: sealed.hash }];
  const collections = effect?.collections.filter((one) => one.writes.length > 0 || one.odd) ?? [];
  const hashed = collections.flatMap((one) =>
    one.writes.map(({ key, value }) => ({ key, value: value && hex(value) })),
  );
  const ours = collections.every((one) => one.collection === SEALED_COLLECTION && !one.purges && !one.odd);
  if (!ours || !isDeepStrictEqual(hashed, files))
    throw new Doubt('writes', 'another sealed file than the statement names');
}

/** Where the ledger registers another root than the trusted one, somebody is being impersonated. */
function ensureRoots({ writes }: Judgement, rootOf: (agency: string) => string | undefined): void {
  const prefix = agencyKey('');
  for (const { key, value } of writes.filter((one) => one.key.startsWith(prefix))) {
    const { code, root } = JSON.parse(value) as Agency;
    const trusted = rootOf(code);
    if (trusted === undefined || trusted !== root)
      throw new Doubt('root', `the ledger registers another root for ${key}`);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
