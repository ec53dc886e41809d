import { type Bytes, concat, toHex, utf8 } from '../encoding.ts';
import { sha256 } from '../hash.ts';
import { CompactRange } from '../log/compact-range.ts';
import { Prover } from '../log/prove.ts';
import { leafHash } from '../log/tree-hash.ts';
import { verifyInclusion } from '../log/verify-proof.ts';
import { randomBytes } from '../random.ts';
import { BlindError } from './blind-error.ts';
import { type Blinded, blindInput } from './oprf.ts';

const LABEL = utf8('tocsin/batch/1');
/** Elements of a batch come in multiples of this: how many keys a name has stays unknown. */
export const BATCH_STEP = 8;
/** Most elements of one batch. */
export const MAX_BATCH = 64;
const SALT_BYTES = 32;

/** One blinded element as the trustees see it: the salt opens the commitment to it. */
export interface Committed {
  readonly element: Bytes;
  /** 32 bytes. */
  readonly salt: Bytes;
}

/** One element as the asker keeps it, to finish the check and to open it to an auditor. */
export interface Kept extends Committed, Blinded {
  /** What was asked about; random for one that fills the batch up. */
  readonly input: Bytes;
}

/** Inputs blinded, each committed to under its own salt, filled up with elements that ask about nothing. */
export function blindBatch(inputs: readonly Uint8Array[]): Kept[] {
  const size = Math.max(1, Math.ceil(inputs.length / BATCH_STEP)) * BATCH_STEP;
  if (size > MAX_BATCH) throw new RangeError('too many inputs for one batch');
  const filled = [...inputs, ...Array.from({ length: size - inputs.length }, () => randomBytes(32))];
  return filled.map((input) => ({ ...blindInput(input), input: input as Bytes, salt: randomBytes(SALT_BYTES) }));
}

const leafOf = ({ salt, element }: Committed): Bytes => leafHash(sha256(concat(LABEL, salt, element))) as Bytes;

/** Root of the batch's tree (RFC 6962), hex: what `check.batch` puts on the ledger. */
export function batchRoot(batch: readonly Committed[]): string {
  return toHex(treeOf(batch).root(batch.length));
}

/** Refuses elements that are not the whole batch that the ledger names. @throws BlindError BAD_BATCH */
export function ensureBatch(
  batch: readonly Committed[],
  named: { readonly count: number; readonly root: string },
): void {
  const sound = batch.length === named.count && batch.every(({ salt }) => salt.length === SALT_BYTES);
  if (!sound || batchRoot(batch) !== named.root) throw new BlindError('BAD_BATCH');
}

/** One element opened to an auditor: what was asked about, and everything that proves it. */
export interface Opened {
  readonly index: number;
  readonly input: Uint8Array;
  readonly blind: Uint8Array;
  readonly salt: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Opens one element of a batch. The others stay hidden. */
export function openElement(batch: readonly Kept[], index: number): Opened {
  const one = batch[index];
  if (one === undefined) throw new RangeError('no such element');
  const { input, blind, salt } = one;
  return { index, input, blind, salt, proof: treeOf(batch).inclusion(index, batch.length) };
}

/** Whether an opening is of the batch that the ledger names: nobody finds two that are. */
export function isOpening(opened: Opened, named: { readonly count: number; readonly root: Uint8Array }): boolean {
  try {
    const { element } = blindInput(opened.input, opened.blind);
    const leaf = leafOf({ element, salt: opened.salt as Bytes });
    const { index, proof } = opened;
    verifyInclusion({ leaf, index, size: named.count, proof, root: named.root });
    return opened.salt.length === SALT_BYTES;
  } catch {
    return false;
  }
}

function treeOf(batch: readonly Committed[]): Prover {
  const nodes = new Map<string, Uint8Array>();
  const range = new CompactRange();
  for (const one of batch) {
    for (const { level, index, hash } of range.append(leafOf(one))) nodes.set(`${level}/${index}`, hash);
  }
  return new Prover({ node: (level, index) => nodes.get(`${level}/${index}`) as Uint8Array });
}
