import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, equalBytes, fromUtf8, toHex, utf8 } from '../encoding.ts';
import { randomBytes } from '../random.ts';
import { BlindError } from './blind-error.ts';
import { aead } from './group.ts';

const MAGIC = utf8('tocsin/table/1\n');
const TAG_BYTES = 16;
const SEALED_BYTES = 160;
/** Bytes of a row: where it is found, and what is sealed there. */
export const ROW_BYTES = TAG_BYTES + SEALED_BYTES;
const PLAIN_BYTES = SEALED_BYTES - aead.nonceBytes - aead.tagBytes;
/** Longest text of a row, bytes of UTF-8. */
export const MAX_ROW_TEXT = PLAIN_BYTES - 1;
/** Rows of the smallest table: a table has this many or twice, four times as many. */
const LEAST_ROWS = 256;
/** No more rows of one owner are looked for under one input. */
export const MAX_ALIKE = 16;

/** What an owner says of one input. */
export interface RowSource {
  /** F(input), 64 bytes. */
  readonly output: Uint8Array;
  /** At most {@link MAX_ROW_TEXT} bytes. */
  readonly text: string;
}

/**
 * An owner's table: without the key of blind checks its bytes say nothing but about how many rows it has. Rows stand in
 * the order of their tags, among random ones up to a power of two. @throws RangeError for a text that is too long
 */
export function writeTable(owner: string, sources: readonly RowSource[]): Bytes {
  const counts = new Map<string, number>();
  const rows = sources.flatMap(({ output, text }) => {
    const name = toHex(output);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count < MAX_ALIKE ? [sealedRow(placeOf(output, owner, count), text)] : [];
  });
  let size = LEAST_ROWS;
  while (size < rows.length) size *= 2;
  while (rows.length < size) rows.push(randomBytes(ROW_BYTES));
  return concat(MAGIC, ...rows.sort(byTag));
}

/** A table ready for look-ups. */
export interface BlindTable {
  readonly owner: string;
  readonly rows: number;
  /** What the owner says of the input of which this is the output; empty where it says nothing. */
  lookUp(output: Uint8Array): string[];
}

/** Reads a table; whether it is its owner's is for the caller to see, by its hash. @throws BlindError BAD_TABLE */
export function readTable(owner: string, bytes: Uint8Array): BlindTable {
  const body = bytes.subarray(MAGIC.length);
  const rows = body.length / ROW_BYTES;
  const isOurs = equalBytes(bytes.subarray(0, MAGIC.length), MAGIC) && Number.isInteger(rows) && rows >= LEAST_ROWS;
  if (!isOurs) throw new BlindError('BAD_TABLE');
  const places = new Map<string, number>();
  for (let row = 0; row < rows; row++) places.set(toHex(body.subarray(row * ROW_BYTES).subarray(0, TAG_BYTES)), row);
  if (places.size !== rows) throw new BlindError('BAD_TABLE');
  return { owner, rows, lookUp: (output) => textsOf(output) };

  function textsOf(output: Uint8Array): string[] {
    const texts: string[] = [];
    for (let count = 0; count < MAX_ALIKE; count++) {
      const place = placeOf(output, owner, count);
      const row = places.get(toHex(place.tag));
      const text = row === undefined ? null : openedRow(place, body.subarray(row * ROW_BYTES).subarray(0, ROW_BYTES));
      if (text === null) break;
      texts.push(text);
    }
    return texts;
  }
}

interface Place {
  readonly tag: Uint8Array;
  readonly key: Uint8Array;
}

/** `tag16 || key32 = HKDF(F(x), "tocsin/list/1|" owner "|" c)` (protocols.md, section 6); HKDF-SHA256 without salt. */
function placeOf(output: Uint8Array, owner: string, count: number): Place {
  const both = hkdf(sha256, output, undefined, utf8(`tocsin/list/1|${owner}|${count}`), TAG_BYTES + 32);
  return { tag: both.subarray(0, TAG_BYTES), key: both.subarray(TAG_BYTES) };
}

/** The nonce is random: a table that is issued again uses the same key for another text. */
function sealedRow({ tag, key }: Place, text: string): Bytes {
  const bytes = utf8(text);
  if (bytes.length > MAX_ROW_TEXT) throw new RangeError('text of a row is too long');
  const plain = new Uint8Array(PLAIN_BYTES);
  plain[0] = bytes.length;
  plain.set(bytes, 1);
  const nonce = randomBytes(aead.nonceBytes);
  return concat(tag, nonce, aead.seal(plain, tag, nonce, key));
}

function openedRow({ tag, key }: Place, row: Uint8Array): string | null {
  const sealed = row.subarray(TAG_BYTES);
  const plain = aead.open(sealed.subarray(aead.nonceBytes), tag, sealed.subarray(0, aead.nonceBytes), key);
  const [length = 0] = plain ?? [];
  if (plain === null || length > MAX_ROW_TEXT || plain.subarray(1 + length).some((byte) => byte !== 0)) return null;
  try {
    return fromUtf8(plain.subarray(1, 1 + length));
  } catch {
    return null; // an owner's nonsense must not end the look-up in others' tables
  }
}

function byTag(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < TAG_BYTES; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
