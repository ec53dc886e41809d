import { equalBytes } from '../encoding.ts';
import { sha256 } from '../hash.ts';
import { LogError } from './log-error.ts';
import { emptyRoot, HASH_LENGTH, type Hash, levelOf, nodeHash } from './tree-hash.ts';

/** A claim that an entry stands at a place of a tree. */
export interface Inclusion {
  /** Leaf hash of the entry. */
  readonly leaf: Uint8Array;
  readonly index: number;
  /** Number of entries of the tree. */
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** A claim that a tree begins with an earlier one. */
export interface Consistency {
  readonly from: { readonly size: number; readonly root: Uint8Array };
  readonly to: { readonly size: number; readonly root: Uint8Array };
  readonly proof: readonly Uint8Array[];
}

/** Checks that the entry stands in the tree (RFC 9162 section 2.1.3.2). @throws LogError BAD_INCLUSION_PROOF */
export function verifyInclusion({ leaf, index, size, proof, root }: Inclusion, hash: Hash = sha256): void {
  const sound = isCount(index) && isCount(size) && index < size && areHashes(proof) && isHash(leaf);
  if (!sound || !leadsTo(root)) throw new LogError('BAD_INCLUSION_PROOF');

  function leadsTo(expected: Uint8Array): boolean {
    let [place, last, top] = [index, size - 1, leaf];
    for (const sibling of proof) {
      if (last === 0) return false;
      const isRight = place % 2 === 1 || place === last;
      top = isRight ? nodeHash(sibling, top, hash) : nodeHash(top, sibling, hash);
      // Where the tree has no right sibling the path goes up without a hash.
      if (isRight) for (; place % 2 === 0 && place !== 0; place /= 2) last = Math.floor(last / 2);
      [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    }
    return last === 0 && equalBytes(top, expected);
  }
}

/**
 * Checks that the later tree begins with the earlier one (RFC 9162 section 2.1.4.2). Every tree begins with the empty
 * one. @throws LogError BAD_CONSISTENCY_PROOF
 */
export function verifyConsistency({ from, to, proof }: Consistency, hash: Hash = sha256): void {
  const sound = isCount(from.size) && isCount(to.size) && from.size <= to.size && areHashes(proof);
  if (!sound || !grows()) throw new LogError('BAD_CONSISTENCY_PROOF');

  function grows(): boolean {
    if (from.size === to.size) return proof.length === 0 && equalBytes(from.root, to.root);
    if (from.size === 0) return proof.length === 0 && equalBytes(from.root, emptyRoot(hash));
    // The root of an earlier tree that is one whole subtree is not repeated in the proof.
    return climb(levelOf(from.size) !== undefined ? [from.root, ...proof] : proof);
  }

  function climb([first, ...rest]: readonly Uint8Array[]): boolean {
    if (first === undefined) return false;
    let [place, last, earlier, later] = [from.size - 1, to.size - 1, first, first];
    for (; place % 2 === 1; place = (place - 1) / 2) last = Math.floor(last / 2);
    for (const sibling of rest) {
      if (last === 0) return false;
      if (place % 2 === 1 || place === last) {
        earlier = nodeHash(sibling, earlier, hash);
        later = nodeHash(sibling, later, hash);
        for (; place % 2 === 0 && place !== 0; place /= 2) last = Math.floor(last / 2);
      } else {
        later = nodeHash(later, sibling, hash);
      }
      [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    }
    return last === 0 && equalBytes(earlier, from.root) && equalBytes(later, to.root);
  }
}

/** Sizes and places are integers up to 2^53 - 1: nobody's ledger comes near. */
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_LENGTH;
const areHashes = (proof: readonly Uint8Array[]): boolean => proof.every(isHash);
