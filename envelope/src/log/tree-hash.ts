import { sha256 } from '../hash.ts';

/** SHA-256 at once. Node's own is faster than ours in JavaScript: whoever has it may hand it in. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

export const HASH_LENGTH = 32;
const LEAF = 0;
const NODE = 1;

/** Root of the tree without entries (RFC 6962 section 2.1). */
export const emptyRoot = (hash: Hash = sha256): Uint8Array => hash(new Uint8Array());

/** SHA-256(0x00 || entry). The prefix keeps an entry from being taken for a node (RFC 6962 section 2.1). */
export function leafHash(entry: Uint8Array, hash: Hash = sha256): Uint8Array {
  const prefixed = new Uint8Array(1 + entry.length);
  prefixed[0] = LEAF;
  prefixed.set(entry, 1);
  return hash(prefixed);
}

// Hashed before anybody else can write to it.
const pair = new Uint8Array(1 + 2 * HASH_LENGTH);
pair[0] = NODE;

/** SHA-256(0x01 || left || right), of two hashes of 32 bytes (RFC 6962 section 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array, hash: Hash = sha256): Uint8Array {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_LENGTH);
  return hash(pair);
}

/** Height of a complete subtree of so many entries; undefined where no subtree has as many. Math.log2 rounds. */
export function levelOf(width: number): number | undefined {
  let [level, rest] = [0, width];
  for (; rest > 1 && rest % 2 === 0; rest /= 2) level++;
  return rest === 1 ? level : undefined;
}
