import { CompactRange, entryBytes, type LedgerEntry, leafHash, Prover } from '@tocsin/envelope/log';
import type { Block, Digest } from '@tocsin/record';

/** A transaction's place in the ledger's tree. */
export interface PlacedEntry {
  readonly entry: LedgerEntry;
  readonly place: number;
}

/** The ledger's tree (docs/spec/mirror-log.md) as its blocks make it, kept in memory. */
export class LedgerTree {
  readonly #range = new CompactRange();
  readonly #nodes = new Map<string, Uint8Array>();
  readonly #placed = new Map<string, PlacedEntry>();
  readonly #prover = new Prover({ node: (level, index) => this.#node(level, index) });
  #channel: Digest | null = null;

  /** The next block; its transactions follow on those before. */
  add({ number, hash, envelopes }: Block): void {
    this.#channel ??= hash;
    for (const [index, { id, code, digest }] of envelopes.entries()) {
      const entry = { channel: this.#channel, block: String(number), index, txid: id, code, envelope: digest };
      const place = this.#range.size;
      for (const node of this.#range.append(leafHash(entryBytes(entry))))
        this.#nodes.set(`${node.level} ${node.index}`, node.hash);
      this.#placed.set(`${number} ${index}`, { entry, place });
    }
  }

  /** Hash of the ledger's first block; empty before it. */
  get channel(): Digest {
    return this.#channel ?? '';
  }
  get size(): number {
    return this.#range.size;
  }

  /** Where a transaction of a block stands. @throws RangeError when there is none */
  placed(block: string, index: number): PlacedEntry {
    const placed = this.#placed.get(`${block} ${index}`);
    if (placed === undefined) throw new RangeError('no such transaction');
    return placed;
  }

  /** Root at a size. @throws RangeError beyond the tree */
  root(size: number): Uint8Array {
    if (size > this.size) throw new RangeError('the tree is smaller');
    return this.#prover.root(size);
  }

  /** Path of a place under the root at a size. @throws RangeError */
  path(place: number, size: number): Uint8Array[] {
    if (size > this.size) throw new RangeError('the tree is smaller');
    return this.#prover.inclusion(place, size);
  }

  #node(level: number, index: number): Uint8Array {
    const node = this.#nodes.get(`${level} ${index}`);
    if (node === undefined) throw new RangeError('no such node');
    return node;
  }
}
