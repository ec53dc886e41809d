import { type AgeHeader, readAgeHeader, type Stanza } from './age-header.ts';
import { readEncapsulation } from './encapsulation.ts';
import type { Bytes } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { digest } from './hash.ts';
import { STANZA_COUNTS } from './stanza-count.ts';
import { type WitnessedItem, wholeCommitment, witnessBinding } from './witness-commitment.ts';
import { WitnessError } from './witness-error.ts';

/** Types of the stanzas of a witnessed header; the last two are also the info of their encryption. */
export const WITNESS = 'tocsin/witness/1';
export const TRUSTEE = `${WITNESS}/trustee`;
export const READER = `${WITNESS}/reader`;
/** Most trustees of a roster, so that a header never comes near the longest that is read. */
export const MAX_TRUSTEES = 32;

const HASH_BYTES = 32;
const WRAPPED_KEY_BYTES = 16 + 16;
const TRUSTEE_BODY_BYTES = 32 + (32 + 1) + 16; // salt, share with its place, tag
const READER_BODY_BYTES = 32 + 16;

/** An encapsulation and what is sealed under it. */
export interface SealedPart {
  enc: Uint8Array;
  ct: Uint8Array;
}

/** The header of a witnessed file as it stands there, nothing of it authenticated. */
export interface WitnessedHeader extends AgeHeader {
  t: number;
  n: number;
  /** The file key under the key that reader's and trustees' secrets give together. */
  wrapped: Uint8Array;
  secretCommitment: Uint8Array;
  shareCommitments: Uint8Array[];
  /** One for each place of the roster, in its order. */
  trustees: SealedPart[];
  readers: SealedPart[];
}

/**
 * Reads the header of a witnessed file, or the header alone (docs/spec/sealed-file.md): stanza W, T_1 to T_n in order,
 * then one of the five counts of reader stanzas, and nothing else. Throws MALFORMED_FILE.
 */
export function readWitnessedHeader(file: Uint8Array): WitnessedHeader {
  const header = readAgeHeader(file);
  const [first, ...rest] = header.stanzas;
  const lock = readLock(first);
  const readers = rest.slice(lock.n);
  if (rest.length < lock.n || !STANZA_COUNTS.some((count) => count === readers.length)) {
    throw malformed('number of stanzas');
  }
  const trustees = rest.slice(0, lock.n).map((stanza, i) => {
    return readSealed(stanza, [TRUSTEE, String(i + 1)], TRUSTEE_BODY_BYTES);
  });
  return {
    ...header,
    ...lock,
    trustees,
    readers: readers.map((stanza) => readSealed(stanza, [READER], READER_BODY_BYTES)),
  };
}

/**
 * What the parts of this header are bound to, if it is the one that the ledger names for the item.
 * Throws HEADER_HASH_MISMATCH or WITNESS_MISMATCH.
 */
export function ensureWitness(header: WitnessedHeader, item: WitnessedItem & { headerHash: string }): Bytes {
  if (digest(header.bytes) !== item.headerHash) throw new EnvelopeError('HEADER_HASH_MISMATCH');
  const { t, n, cm } = item.witness;
  const commitment = wholeCommitment(header.secretCommitment, header.shareCommitments);
  if (t !== header.t || n !== header.n || cm !== commitment) {
    throw new WitnessError('WITNESS_MISMATCH');
  }
  return witnessBinding(item);
}

function readLock(stanza: Stanza | undefined) {
  const [type, threshold, count, ...surplus] = stanza?.args ?? [];
  if (stanza === undefined || type !== WITNESS || surplus.length > 0) throw malformed('not a witness stanza');
  const [t, n] = [readCount(threshold), readCount(count)];
  if (t > n) throw malformed('threshold');
  const { body } = stanza;
  if (body.length !== WRAPPED_KEY_BYTES + HASH_BYTES * (1 + n)) throw malformed('witness stanza length');
  const hash = (place: number) => body.subarray(WRAPPED_KEY_BYTES + HASH_BYTES * place).subarray(0, HASH_BYTES);
  return {
    t,
    n,
    wrapped: body.subarray(0, WRAPPED_KEY_BYTES),
    secretCommitment: hash(0),
    shareCommitments: Array.from({ length: n }, (_, i) => hash(i + 1)),
  };
}

// The one decimal form, so that no two headers say the same.
function readCount(text: string | undefined): number {
  if (text === undefined || !/^[1-9]\d?$/.test(text)) throw malformed('count');
  const count = Number(text);
  if (count < 2 || count > MAX_TRUSTEES) throw malformed('count');
  return count;
}

function readSealed({ args, body }: Stanza, expected: readonly string[], length: number): SealedPart {
  const share = args[expected.length];
  const isExpected = expected.every((arg, i) => args[i] === arg) && args.length === expected.length + 1;
  if (!isExpected || share === undefined || body.length !== length) throw malformed('not the stanza expected here');
  return { enc: readEncapsulation(share), ct: body };
}

function malformed(detail: string): EnvelopeError {
  return new EnvelopeError('MALFORMED_FILE', detail);
}
