import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { HpkeSealed } from '@tocsin/envelope';
import type { Item, StatementId } from '@tocsin/record';

const tables = `
  CREATE TABLE IF NOT EXISTS deposited (
    item TEXT NOT NULL, hash TEXT NOT NULL, enc BLOB NOT NULL, ct BLOB NOT NULL, PRIMARY KEY (item, hash)
  ) STRICT, WITHOUT ROWID;
`;

/** A deposited key with the hash of the file that it opens. */
export interface Deposit extends HpkeSealed {
  /** SHA-256 of the sealed file, hex. */
  readonly hash: string;
}

/**
 * File keys that this agency's officers left with their own gateway when they sealed witnessed files: still sealed to a
 * key of their unit. They are opened when the author's agency breaks the glass, or writes a new header, and for nothing
 * else (docs/spec/witness.md).
 */
export class Deposits {
  readonly #db: DatabaseSync;

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Opens `deposits.db` in the gateway's folder; made where there is none. Deleted rows are overwritten. */
  static open(folder: string): Deposits {
    const db = new DatabaseSync(join(folder, 'deposits.db'));
    db.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; ${tables}`,
    );
    return new Deposits(db);
  }

  /**
   * Keeps a deposit, on the disk. What lies there for the same file stays: a statement that nobody has judged yet must not
   * displace it. @returns whether it was kept
   */
  keep(item: StatementId, { hash, enc, ct }: Deposit): boolean {
    return this.#run('INSERT OR IGNORE INTO deposited VALUES (?, ?, ?, ?)', item, hash, enc, ct) > 0;
  }

  /** The deposit of the file that an item has now, or of an earlier one: a new header is for the same key. */
  of({ id, sealed, earlier }: Pick<Item, 'id' | 'sealed' | 'earlier'>): Deposit | undefined {
    const hashes = [...(sealed === null ? [] : [sealed.hash]), ...earlier.toReversed()];
    const select = this.#db.prepare('SELECT enc, ct FROM deposited WHERE item = ? AND hash = ?');
    for (const hash of hashes) {
      const row = select.get(id, hash);
      if (row !== undefined) return { hash, enc: row.enc as Uint8Array, ct: row.ct as Uint8Array };
    }
    return undefined;
  }

  /** Forgets the deposit of one file that the ledger did not take in. */
  forget(item: StatementId, hash: string): void {
    this.#run('DELETE FROM deposited WHERE item = ? AND hash = ?', item, hash);
  }

  /** Forgets all of an item; true where there were any. */
  destroy(item: StatementId): boolean {
    const gone = this.#run('DELETE FROM deposited WHERE item = ?', item) > 0;
    // The write-ahead log would keep the bytes until it is overwritten.
    if (gone) this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return gone;
  }

  close(): void {
    this.#db.close();
  }

  #run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#db.prepare(sql).run(...values).changes);
  }
}
