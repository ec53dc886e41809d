import { isDeepStrictEqual } from 'node:util';
import { answerOf, itemOf, type Judgement, judgeTogether, readSubmitted, SEALED_COLLECTION } from '@tocsin/chaincode';
import { digest } from '@tocsin/envelope/verify';
import type { EndorserTransaction } from '@tocsin/fabric-block';
import { type Agency, agencyKey } from '@tocsin/record';
import { CHAINCODE } from './chaincode-definition.ts';
import { changes, hex, type NamespaceFootprint } from './verify-export-footprint.ts';
import { asDoubt, Doubt } from './verify-export-result.ts';
import type { ReplayedState } from './verify-export-state.ts';

/**
 * Judges a call of the chaincode again, at its ledger time, against the state before it, and compares what it wrote.
 * @returns how many statements changed anything
 * @throws Doubt statement, writes, root
 */
export async function ensureLawful(
  transaction: EndorserTransaction,
  footprint: readonly NamespaceFootprint[],
  state: ReplayedState,
  rootOf: (agency: string) => string | undefined,
): Promise<number> {
  const effect = footprint.find(({ namespace }) => namespace === CHAINCODE);
  if (transaction.function !== 'submit') {
    if (effect !== undefined && changes(effect)) throw new Doubt('writes', 'a question that changes state');
    return 0;
  }
  const judgements = await judged(transaction, effect, state);
  ensureWritten(judgements, effect);
  ensureAnswered(judgements, transaction);
  ensureRoots(judgements, rootOf);
  return judgements.filter(({ already }) => !already).length;
}

async function judged(
  { arguments: given, creator, id: transaction, at }: EndorserTransaction,
  effect: NamespaceFootprint | undefined,
  state: ReplayedState,
): Promise<readonly Judgement[]> {
  try {
    const statements = given.map((argument) => utf8.decode(argument));
    const files = statements.map(fileNamedIn);
    const sealed = sealedFiles(files, effect);
    const handed = statements.map((statement, i) => ({ statement, delivered: deliveredOf(files[i] ?? null, sealed) }));
    const read = async (keys: readonly string[]) => keys.map((key) => state.read(key));
    const by = { submitter: creator.mspid, transaction, now: at, clock: at };
    return await judgeTogether(handed, { ...by, state: { read } });
  } catch (error) {
    throw asDoubt('statement', error);
  }
}

/** A sealed file as a statement names it. The block tells of it the hash alone; its size is the author's word. */
interface NamedFile {
  /** SHA-256 of the item, hex: its key in the collection. */
  readonly key: string;
  readonly hash: string;
  readonly size: number;
}

function fileNamedIn(jws: string): NamedFile | null {
  const { statement } = readSubmitted(jws);
  const sealed = 'sealed' in statement ? statement.sealed : null;
  return sealed === null ? null : { key: digest(itemOf(statement)), hash: sealed.hash, size: sealed.size };
}

/** Hashes of the sealed files by key; each MUST be one that a statement names. What is purged, the rules alone know. */
function sealedFiles(files: readonly (NamedFile | null)[], effect: NamespaceFootprint | undefined) {
  const collections = effect?.collections.filter((one) => one.writes.length > 0 || one.odd) ?? [];
  const ours = collections.every((one) => one.collection === SEALED_COLLECTION && !one.odd);
  const written = collections.flatMap(({ writes }) => writes.filter(({ purged }) => !purged));
  const named = new Map(files.flatMap((file) => (file === null ? [] : [[file.key, file.hash] as const])));
  const hashes = new Map(written.map(({ key, value }) => [key, hex(value ?? new Uint8Array())]));
  if (!ours || hashes.size !== written.length || [...hashes].some(([key, hash]) => named.get(key) !== hash))
    throw new Doubt('writes', 'another sealed file than the statement names');
  return hashes;
}

function deliveredOf(file: NamedFile | null, sealed: ReadonlyMap<string, string>) {
  if (file === null || !sealed.has(file.key)) return null;
  return { hash: file.hash, size: file.size };
}

/** Exactly what the rules write into public state, by key, and the purges that they demand, no more and no fewer. */
function ensureWritten(judgements: readonly Judgement[], effect: NamespaceFootprint | undefined): void {
  const found =
    effect?.writes.map(({ key, value }) => [key, value === null ? null : utf8.decode(value)] as const) ?? [];
  const expected = new Map(judgements.flatMap(({ writes }) => writes.map(({ key, value }) => [key, value] as const)));
  if (effect?.odd || found.length !== expected.size || !isDeepStrictEqual(new Map(found), expected))
    throw new Doubt('writes', 'the rules write something else');
  const files = effect?.collections.some(({ writes }) => writes.length > 0) ?? false;
  if (files && judgements.some(({ already }) => already))
    throw new Doubt('writes', 'a file of a statement applied before');
  const purged = effect?.collections.flatMap(({ writes }) => writes.filter((write) => write.purged)) ?? [];
  const gone = judgements.flatMap(({ purges }) => purges.map((item) => digest(item)));
  if (!isDeepStrictEqual(purged.map(({ key }) => key).sort(), gone.sort()))
    throw new Doubt('writes', 'other files are purged than the rules demand');
}

/** The answer tells readers whose write is whose: it must say what the rules say. */
function ensureAnswered(judgements: readonly Judgement[], { response }: EndorserTransaction): void {
  if (Buffer.compare(answerOf(judgements), response.payload) !== 0)
    throw new Doubt('writes', 'the answer is another one');
}

/** Where the ledger registers another root than the trusted one, somebody is being impersonated. */
function ensureRoots(judgements: readonly Judgement[], rootOf: (agency: string) => string | undefined): void {
  const prefix = agencyKey('');
  const writes = judgements.flatMap((one) => one.writes);
  for (const { key, value } of writes.filter((one) => one.key.startsWith(prefix))) {
    const { code, root } = JSON.parse(value) as Agency;
    const trusted = rootOf(code);
    if (trusted === undefined || trusted !== root)
      throw new Doubt('root', `the ledger registers another root for ${key}`);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
