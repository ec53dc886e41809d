import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EmbeddedError } from './error.ts';

/** Where a value was last written: `block:transaction`. */
export type Version = string;

export interface StoredBlock {
  readonly number: bigint;
  readonly hash: string;
  readonly raw: string;
}

/** Where a statement was applied. */
export interface AppliedAt {
  readonly transaction: string;
  readonly block: string;
  readonly at: string;
}

/** What one block changes; written in one SQLite transaction or not at all. */
export interface Change extends StoredBlock {
  readonly transactions: readonly { readonly id: string; readonly statement: string; readonly at: string }[];
  readonly writes: readonly { readonly key: string; readonly value: string; readonly version: Version }[];
  readonly files: readonly { readonly item: string; readonly bytes: Uint8Array }[];
  /** Items whose files are destroyed. */
  readonly purges: readonly string[];
}

/** The exclusive lock is a second guard behind the folder's lock (folder-lock.ts says why it is not the first). */
const settings = `
  PRAGMA busy_timeout = 0;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
`;

const schema = `
  BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS block (number INTEGER PRIMARY KEY, hash TEXT NOT NULL, raw TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS statement (id TEXT PRIMARY KEY, transaction_id TEXT NOT NULL, block TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL, version TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sealed (item TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
  COMMIT;
`;

/** SQLITE_BUSY of SQLite's result codes. */
const BUSY = 5;

/** The ledger on disk. SQLite's transaction is the ledger's: a kill at any moment leaves whole blocks only. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;

  /** @throws EmbeddedError LEDGER_LOCKED */
  constructor(folder: string) {
    const path = join(folder, 'ledger.sqlite');
    this.#database = new DatabaseSync(path);
    try {
      chmodSync(path, 0o600);
      this.#database.exec(settings);
      this.#database.exec(schema);
      this.#statements = prepare(this.#database);
    } catch (error) {
      this.#database.close();
      throw (error as { errcode?: number }).errcode === BUSY ? new EmbeddedError('LEDGER_LOCKED') : error;
    }
  }

  /** Throws what SQLite throws (disk full, I/O error); nothing of the block stands then. */
  append(change: Change): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      this.#write(change);
      this.#database.exec('COMMIT');
      // What was overwritten in the database still stands in its log until that is emptied.
      if (change.purges.length > 0) this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #write({ number, hash, raw, transactions, writes, files, purges }: Change): void {
    const { insertBlock, insertStatement, putState, putSealed, dropSealed } = this.#statements;
    insertBlock.run(number, hash, raw);
    for (const { id, statement, at } of transactions) insertStatement.run(statement, id, String(number), at);
    for (const { key, value, version } of writes) putState.run(key, value, version);
    for (const { item, bytes } of files) putSealed.run(item, bytes);
    for (const item of purges) dropSealed.run(item);
  }

  last(): StoredBlock | undefined {
    return this.#statements.lastBlock.get() as unknown as StoredBlock | undefined;
  }

  blocks(from: bigint, limit: bigint): StoredBlock[] {
    return this.#statements.blocksFrom.all(from, limit) as unknown as StoredBlock[];
  }

  /** Canonical JSON under a key of public state. */
  get(key: string): string | undefined {
    return (this.#statements.getState.get(key) as { value: string } | undefined)?.value;
  }

  sealed(item: string): Uint8Array | undefined {
    return (this.#statements.getSealed.get(item) as { bytes: Uint8Array } | undefined)?.bytes;
  }

  /** Where a statement that state knows of was applied. */
  applied(statement: string): AppliedAt {
    const row = this.#statements.getStatement.get(statement);
    if (row === undefined) throw new Error('state and blocks disagree about a statement');
    return { ...(row as unknown as AppliedAt) };
  }

  close(): void {
    this.#database.close();
  }
}

function prepare(database: DatabaseSync) {
  const bigints = (sql: string) => {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement;
  };
  return {
    insertBlock: database.prepare('INSERT INTO block (number, hash, raw) VALUES (?, ?, ?)'),
    insertStatement: database.prepare('INSERT INTO statement (id, transaction_id, block, at) VALUES (?, ?, ?, ?)'),
    putState: database.prepare(
      'INSERT INTO state (key, value, version) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version',
    ),
    // A file sealed anew takes the place of the one before.
    putSealed: database.prepare('INSERT OR REPLACE INTO sealed (item, bytes) VALUES (?, ?)'),
    dropSealed: database.prepare('DELETE FROM sealed WHERE item = ?'),
    lastBlock: bigints('SELECT number, hash, raw FROM block ORDER BY number DESC LIMIT 1'),
    blocksFrom: bigints('SELECT number, hash, raw FROM block WHERE number >= ? ORDER BY number LIMIT ?'),
    getState: database.prepare('SELECT value FROM state WHERE key = ?'),
    getSealed: database.prepare('SELECT bytes FROM sealed WHERE item = ?'),
    getStatement: database.prepare('SELECT transaction_id AS "transaction", block, at FROM statement WHERE id = ?'),
  };
}
