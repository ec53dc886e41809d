import {
  CompactRange,
  entryBytes,
  type LedgerEntry,
  leafHash,
  type Nodes,
  Prover,
  peaksOf,
} from '@tocsin/envelope/log';
import type { Block } from '@tocsin/record';
import type { Store } from '../view/store.ts';
import { entriesIn, nativeSha256 } from './entries.ts';

/** An entry and its place in the tree. */
export interface PlacedEntry {
  readonly entry: LedgerEntry;
  readonly position: number;
}

/** The ledger's tree in the view's database, where it grows with the blocks. */
export class LedgerTree implements Nodes {
  readonly #store: Store;
  readonly prover: Prover;

  constructor(store: Store) {
    this.#store = store;
    this.prover = new Prover(this, nativeSha256);
  }

  /** Number of entries. */
  get size(): number {
    return Number(this.#store.row('SELECT MAX(position) + 1 AS size FROM entry')?.size ?? 0);
  }

  /** Hash of the ledger's first block; undefined before it. */
  get channel(): string | undefined {
    const row = this.#store.row('SELECT hash FROM ledger_start');
    return row === undefined ? undefined : String(row.hash);
  }

  /** Number of entries up to a block, it included. */
  sizeAt(block: bigint): number {
    const sql = 'SELECT position + 1 AS size FROM entry WHERE block <= ? ORDER BY block DESC, position DESC LIMIT 1';
    const row = this.#store.row(sql, block);
    return Number(row?.size ?? 0);
  }

  /** The entries that a block put into the tree. */
  entriesOf(block: bigint): PlacedEntry[] {
    return this.#store.rows(`${SELECT} WHERE block = ? ORDER BY position`, block).map((row) => this.#placed(row));
  }

  /** The entry of a transaction: the valid one, where its identifier was ordered more than once. */
  entryOf(txid: string): PlacedEntry | undefined {
    const sql = `${SELECT} WHERE txid = ? ORDER BY code <> 'VALID', position LIMIT 1`;
    const row = this.#store.row(sql, txid);
    return row === undefined ? undefined : this.#placed(row);
  }

  node(level: number, index: number): Uint8Array {
    const row = this.#store.row('SELECT hash FROM node WHERE level = ? AND position = ?', level, index);
    if (row === undefined) throw new Error('the tree lacks a node that its size says it has');
    return row.hash as Uint8Array;
  }

  /** Takes a block's transactions in. Within the transaction that moves the view's checkpoint. */
  append(block: Block): void {
    if (block.number === 0n) this.#store.run('INSERT INTO ledger_start VALUES (1, ?)', block.hash);
    const size = this.size;
    const peaks = peaksOf(size).map(({ level, index }) => this.node(level, index));
    const range = new CompactRange(size, peaks, nativeSha256);
    for (const entry of entriesIn(block, this.channel ?? block.hash)) {
      const { index, txid, code, envelope } = entry;
      this.#store.run(
        'INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)',
        range.size,
        block.number,
        index,
        txid,
        code,
        envelope,
      );
      for (const node of range.append(leafHash(entryBytes(entry), nativeSha256)))
        this.#store.run('INSERT INTO node VALUES (?, ?, ?)', node.level, node.index, node.hash);
    }
  }

  #placed(row: Record<string, unknown>): PlacedEntry {
    const { position, block, place, txid, code, envelope } = row;
    const entry: LedgerEntry = {
      channel: this.channel ?? '',
      block: String(block),
      index: Number(place),
      txid: String(txid),
      code: String(code),
      envelope: String(envelope),
    };
    return { entry, position: Number(position) };
  }
}

const SELECT = 'SELECT position, CAST(block AS TEXT) AS block, place, txid, code, envelope FROM entry';
