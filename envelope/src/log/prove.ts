import { sha256 } from '../hash.ts';
import { emptyRoot, type Hash, levelOf, nodeHash } from './tree-hash.ts';

/** Where the nodes of a tree lie, as `CompactRange.append` gave them. */
export interface Nodes {
  /** Hash of a complete subtree that the tree holds. */
  node(level: number, index: number): Uint8Array;
}

/** Makes roots and proofs of a stored tree; each reads and hashes about as many nodes as the tree is high. */
export class Prover {
  readonly #nodes: Nodes;
  readonly #hash: Hash;

  constructor(nodes: Nodes, hash: Hash = sha256) {
    this.#nodes = nodes;
    this.#hash = hash;
  }

  /** Root that the tree had when it held `size` entries. */
  root(size: number): Uint8Array {
    return size === 0 ? emptyRoot(this.#hash) : this.#subtree(0, size);
  }

  /** Hashes from the leaf's sibling up to the root's child (RFC 6962 section 2.1.1). @throws RangeError */
  inclusion(index: number, size: number): Uint8Array[] {
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError('no such entry');
    return this.#path(index, 0, size);
  }

  /** Proof that the tree of `to` entries begins with that of `from` (RFC 6962 section 2.1.2). @throws RangeError */
  consistency(from: number, to: number): Uint8Array[] {
    if (!Number.isSafeInteger(from) || from < 0 || from > to) throw new RangeError('not an earlier tree');
    return from === 0 ? [] : this.#growth(from, 0, to, true);
  }

  /** Root of the entries from `low` to before `high`. */
  #subtree(low: number, high: number): Uint8Array {
    const width = high - low;
    const level = levelOf(width);
    if (level !== undefined && low % width === 0) return this.#nodes.node(level, low / width);
    const middle = low + split(width);
    return nodeHash(this.#subtree(low, middle), this.#subtree(middle, high), this.#hash);
  }

  #path(index: number, low: number, high: number): Uint8Array[] {
    if (high - low === 1) return [];
    const middle = low + split(high - low);
    return index < middle
      ? [...this.#path(index, low, middle), this.#subtree(middle, high)]
      : [...this.#path(index, middle, high), this.#subtree(low, middle)];
  }

  /** `known`: whether what lies below is the whole earlier tree, whose root the verifier has already. */
  #growth(from: number, low: number, high: number, known: boolean): Uint8Array[] {
    if (from === high) return known ? [] : [this.#subtree(low, high)];
    const middle = low + split(high - low);
    return from <= middle
      ? [...this.#growth(from, low, middle, known), this.#subtree(middle, high)]
      : [...this.#growth(from, middle, high, false), this.#subtree(low, middle)];
  }
}

/** The largest power of two below a width of 2 or more. Doubled, because a bit operation would end at 32 bits. */
function split(width: number): number {
  let half = 1;
  while (half * 2 < width) half *= 2;
  return half;
}
