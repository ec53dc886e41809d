import { sha256 } from '../hash.ts';
import { emptyRoot, type Hash, nodeHash } from './tree-hash.ts';

/** Where a complete subtree stands: it covers the entries from `index * 2 ** level` on, `2 ** level` of them. */
export interface Place {
  readonly level: number;
  readonly index: number;
}

/** The root of a complete subtree, which never changes again. */
export interface Node extends Place {
  readonly hash: Uint8Array;
}

/** The complete subtrees that a tree of a size consists of, largest first: one for each bit set in the size. */
export function peaksOf(size: number): Place[] {
  const peaks: Place[] = [];
  for (let level = 0, rest = size; rest > 0; level++, rest = Math.floor(rest / 2))
    if (rest % 2 === 1) peaks.unshift({ level, index: rest - 1 });
  return peaks;
}

/** A tree that only grows, as the roots of its peaks: entry by entry it costs one or two hashes, whatever its size. */
export class CompactRange {
  readonly #hash: Hash;
  readonly #peaks: Uint8Array[];
  #size: number;

  /** `peaks`: the hashes at {@link peaksOf} of the size. */
  constructor(size = 0, peaks: readonly Uint8Array[] = [], hash: Hash = sha256) {
    if (peaks.length !== peaksOf(size).length) throw new RangeError('the peaks are not those of the size');
    this.#size = size;
    this.#peaks = [...peaks];
    this.#hash = hash;
  }

  /** Number of entries. */
  get size(): number {
    return this.#size;
  }

  /** Takes the next entry's leaf hash and returns the nodes that it completes: the leaf first, then what lies above. */
  append(leaf: Uint8Array): Node[] {
    const completed: Node[] = [{ level: 0, index: this.#size, hash: leaf }];
    let top = leaf;
    for (let level = 1, index = this.#size; index % 2 === 1; level++) {
      index = Math.floor(index / 2);
      top = nodeHash(this.#peaks.pop() as Uint8Array, top, this.#hash);
      completed.push({ level, index, hash: top });
    }
    this.#peaks.push(top);
    this.#size += 1;
    return completed;
  }

  /** Root of the whole tree (RFC 6962 section 2.1). */
  root(): Uint8Array {
    if (this.#size === 0) return emptyRoot(this.#hash);
    return this.#peaks.reduceRight((right, left) => nodeHash(left, right, this.#hash));
  }
}
