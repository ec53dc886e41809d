import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where a value was last written: `block:transaction`. */
export type Version = string;

export interface StoredBlock {
  readonly number: bigint;
  readonly hash: string;
  readonly raw: string;
}

/** What one block changes; written in one SQLite transaction or not at all. */
export interface Change extends StoredBlock {
  readonly transactions: readonly { readonly id: string; readonly statement: string; readonly at: string }[];
  readonly writes: readonly { readonly key: string; readonly value: string; readonly version: Version }[];
  readonly files: readonly { readonly item: string; readonly bytes: Uint8Array }[];
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS block (number INTEGER PRIMARY KEY, hash TEXT NOT NULL, raw TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS statement (id TEXT PRIMARY KEY, transaction_id TEXT NOT NULL, block INTEGER NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL, version TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sealed (item TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
`;

/** The ledger on disk. SQLite's transaction is the ledger's: a kill at any moment leaves whole blocks only. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(folder: string) {
    const path = join(folder, 'ledger.sqlite');
    this.#database = new DatabaseSync(path);
    chmodSync(path, 0o600);
    this.#database.exec(schema);
    this.#statements = prepare(this.#database);
  }

  /** Throws what SQLite throws (disk full, I/O error); nothing of the block stands then. */
  append(change: Change): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      this.#write(change);
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #write({ number, hash, raw, transactions, writes, files }: Change): void {
    const { insertBlock, insertStatement, putState, putSealed } = this.#statements;
    insertBlock.run(number, hash, raw);
    for (const { id, statement, at } of transactions) insertStatement.run(statement, id, number, at);
    for (const { key, value, version } of writes) putState.run(key, value, version);
    for (const { item, bytes } of files) putSealed.run(item, bytes);
  }

  last(): StoredBlock | undefined {
    return this.#statements.lastBlock.get() as unknown as StoredBlock | undefined;
  }

  first(): StoredBlock | undefined {
    return this.#statements.blocksFrom.get(0n, 1n) as unknown as StoredBlock | undefined;
  }

  blocks(from: bigint, limit: bigint): StoredBlock[] {
    return this.#statements.blocksFrom.all(from, limit) as unknown as StoredBlock[];
  }

  get(key: string): { value: string; version: Version } | undefined {
    return this.#statements.getState.get(key) as { value: string; version: Version } | undefined;
  }

  sealed(item: string): Uint8Array | undefined {
    return (this.#statements.getSealed.get(item) as { bytes: Uint8Array } | undefined)?.bytes;
  }

  /** The transaction in which a statement was applied. */
  applied(statement: string): { transaction: string; block: bigint; at: string } | undefined {
    return this.#statements.getStatement.get(statement) as
      | { transaction: string; block: bigint; at: string }
      | undefined;
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
    putSealed: database.prepare('INSERT INTO sealed (item, bytes) VALUES (?, ?)'),
    lastBlock: bigints('SELECT number, hash, raw FROM block ORDER BY number DESC LIMIT 1'),
    blocksFrom: bigints('SELECT number, hash, raw FROM block WHERE number >= ? ORDER BY number LIMIT ?'),
    getState: database.prepare('SELECT value, version FROM state WHERE key = ?'),
    getSealed: database.prepare('SELECT bytes FROM sealed WHERE item = ?'),
    getStatement: bigints('SELECT transaction_id AS "transaction", block, at FROM statement WHERE id = ?'),
  };
}
