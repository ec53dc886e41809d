import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { fromUtf8 } from '@tocsin/envelope';
import { CompactRange, Prover, peaksOf } from '@tocsin/envelope/log';
import type { Instant } from '@tocsin/record';
import { Durable } from './durable.ts';
import { type Entry, entryBytesOf, type Logged, leafOf, SALT_BYTES } from './entry.ts';
import type { EntryKind } from './kinds.ts';

const tables = `
  CREATE TABLE IF NOT EXISTS entry (
    place INTEGER PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL, salt BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS node (
    level INTEGER NOT NULL, place INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, place)
  ) STRICT, WITHOUT ROWID;
`;

// The tree leads: where its entry is gone, its leaf still shows that there was one.
const page = `
  SELECT node.place, node.hash AS leaf, entry.body, entry.salt FROM node LEFT JOIN entry ON entry.place = node.place
  WHERE node.level = 0 AND node.place >= :from AND (:kind IS NULL OR entry.kind = :kind)
  ORDER BY node.place LIMIT :limit
`;

export interface LogPage {
  readonly from: number;
  readonly limit: number;
  readonly kind?: EntryKind | undefined;
}

/**
 * A gateway's own log: it only grows, and every entry is on the disk before what it tells of is answered. Its root is
 * anchored on the ledger, so that an entry that was changed or taken out later is found (docs/spec/witness.md).
 */
export class OwnLog {
  readonly #db: DatabaseSync;
  readonly #durable: Durable;
  readonly #range: CompactRange;
  readonly #insert: StatementSync;
  readonly #insertNode: StatementSync;
  readonly #node: StatementSync;
  readonly #page: StatementSync;
  readonly #since: StatementSync;
  readonly #prover: Prover;
  #grown: () => void = () => undefined;

  private constructor(db: DatabaseSync, durable: Durable) {
    this.#db = db;
    this.#durable = durable;
    this.#insert = db.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?)');
    this.#insertNode = db.prepare('INSERT INTO node VALUES (?, ?, ?)');
    this.#node = db.prepare('SELECT hash FROM node WHERE level = ? AND place = ?');
    this.#page = db.prepare(page);
    this.#since = db.prepare(
      "SELECT body FROM entry WHERE kind = :kind AND at >= :at AND json_extract(body, '$.code') = :code ORDER BY place",
    );
    this.#prover = new Prover({ node: (level, place) => this.#nodeAt(level, place) });
    const size = Number(db.prepare('SELECT count(*) AS size FROM node WHERE level = 0').get()?.size);
    this.#range = new CompactRange(
      size,
      peaksOf(size).map(({ level, index }) => this.#nodeAt(level, index)),
    );
  }

  /** Opens `own-log.db` in the gateway's folder; made where there is none. */
  static open(folder: string): OwnLog {
    const db = new DatabaseSync(join(folder, 'own-log.db'));
    // What `append` waits for is the write-ahead log on the disk; SQLite itself syncs when it moves that into the file.
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF; ${tables}`);
    return new OwnLog(db, new Durable(join(folder, 'own-log.db-wal')));
  }

  /** Number of entries. */
  get size(): number {
    return this.#range.size;
  }

  /** Calls back after every entry; anchoring listens. */
  onGrown(grown: () => void): void {
    this.#grown = grown;
  }

  /**
   * Writes an entry down, and resolves once it is on the disk: entries of the same moment share the wait. Rejects where
   * either fails: then nothing may be released.
   */
  async append(entry: Entry): Promise<void> {
    this.#write(entry);
    this.#grown();
    await this.#durable.written();
  }

  #write(entry: Entry): void {
    const [bytes, salt] = [entryBytesOf(entry), randomBytes(SALT_BYTES)];
    const leaf = leafOf(salt, bytes);
    // A range of its own until the disk has it: a failed write must not leave the tree ahead of the rows.
    const range = this.#copy();
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      this.#insert.run(range.size, entry.kind, entry.at, fromUtf8(bytes), salt);
      for (const { level, index, hash } of range.append(leaf)) this.#insertNode.run(level, index, hash);
      this.#db.exec('COMMIT');
    } catch (fault) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw fault;
    }
    this.#range.append(leaf);
  }

  /** Root of the tree that the first `size` entries make. */
  root(size = this.size): Uint8Array {
    return this.#prover.root(size);
  }

  /** Proof that an entry stands in the tree of a size. Throws RangeError. */
  proof(place: number, size: number): Uint8Array[] {
    return this.#prover.inclusion(place, size);
  }

  /** What stands from a place on, in order; of one kind where one is named. */
  page({ from, limit, kind }: LogPage): Logged[] {
    const rows = this.#page.all({ from, limit, kind: kind ?? null });
    return rows.map(({ place, leaf, body, salt }) => ({
      place: Number(place),
      leaf: leaf as Uint8Array,
      entry: body === null ? null : { body: String(body), salt: salt as Uint8Array },
    }));
  }

  /** Entries of a kind and code from a moment on, in order: it reads the whole log, which nothing that is done often may. */
  since(about: { readonly kind: EntryKind; readonly code: string; readonly at: Instant }): Entry[] {
    return this.#since.all(about).map(({ body }) => JSON.parse(String(body)) as Entry);
  }

  close(): void {
    this.#durable.close();
    this.#db.close();
  }

  #copy(): CompactRange {
    const { size } = this.#range;
    return new CompactRange(
      size,
      peaksOf(size).map(({ level, index }) => this.#nodeAt(level, index)),
    );
  }

  #nodeAt(level: number, place: number): Uint8Array {
    const row = this.#node.get(level, place);
    if (row === undefined) throw new Error('the own log lacks a node of its tree');
    return row.hash as Uint8Array;
  }
}
