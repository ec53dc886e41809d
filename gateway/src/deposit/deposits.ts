import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { HpkeSealed } from '@tocsin/envelope';
import type { StatementId } from '@tocsin/record';

const tables = `
  CREATE TABLE IF NOT EXISTS deposit (item TEXT PRIMARY KEY, hash TEXT NOT NULL, enc BLOB NOT NULL, ct BLOB NOT NULL)
  STRICT, WITHOUT ROWID;
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

  /** Keeps a deposit, on the disk; a later one for the same item takes its place. */
  keep(item: StatementId, { hash, enc, ct }: Deposit): void {
    this.#db.prepare('INSERT OR REPLACE INTO deposit VALUES (?, ?, ?, ?)').run(item, hash, enc, ct);
  }

  of(item: StatementId): Deposit | undefined {
    const row = this.#db.prepare('SELECT hash, enc, ct FROM deposit WHERE item = ?').get(item);
    if (row === undefined) return undefined;
    return { hash: String(row.hash), enc: row.enc as Uint8Array, ct: row.ct as Uint8Array };
  }

  /** Forgets one; true where there was one. */
  destroy(item: StatementId): boolean {
    const gone = Number(this.#db.prepare('DELETE FROM deposit WHERE item = ?').run(item).changes) > 0;
    // The write-ahead log would keep the bytes until it is overwritten.
    if (gone) this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return gone;
  }

  close(): void {
    this.#db.close();
  }
}
