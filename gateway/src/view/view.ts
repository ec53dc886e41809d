import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AgencyCode, Block } from '@tocsin/record';
import { LedgerTree } from '../mirror/ledger-tree.ts';
import { applyTransaction, eventOfBlock } from './apply.ts';
import { type Checkpoint, follows } from './chain.ts';
import { type Row, Store } from './store.ts';
import { tableNames, tables, VIEW_VERSION } from './tables.ts';

/** One agency's picture of the ledger, in one SQLite file; whoever deletes it loses nothing. */
export class View extends Store {
  /** The ledger's tree, which grows with the view. */
  readonly tree = new LedgerTree(this);

  /** Opens `view-<agency>.db` in a folder, made anew where it has another version's tables. */
  static open(folder: string, agency: AgencyCode): View {
    const db = new DatabaseSync(join(folder, `view-${agency}.db`));
    // A commit lost to a power cut is followed again from its block, so NORMAL is enough.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;');
    const view = new View(db, agency);
    if (db.prepare('PRAGMA user_version').get()?.user_version !== VIEW_VERSION) view.clear();
    return view;
  }

  /** The view in a file as it stands at the first reading, whatever another handle writes meanwhile; nothing is changed. */
  static standing(file: string, agency: AgencyCode): View {
    const db = new DatabaseSync(file, { readOnly: true });
    db.exec('PRAGMA trusted_schema = OFF; BEGIN');
    return new View(db, agency);
  }

  /** Where it lies. */
  get file(): string {
    return this.db.location() ?? '';
  }

  /** Forgets everything; the follower then begins at block 0. */
  clear(): void {
    this.forgetStatements();
    this.atomically(() => {
      const known = this.db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
      for (const { name } of known) this.db.exec(`DROP TABLE "${String(name)}"`);
      this.db.exec(`${tables} PRAGMA user_version = ${VIEW_VERSION};`);
    });
  }

  get checkpoint(): Checkpoint | null {
    const row = this.row('SELECT CAST(number AS TEXT) AS number, hash FROM checkpoint');
    return row === undefined ? null : { number: BigInt(String(row.number)), hash: String(row.hash) };
  }

  /**
   * Applies one block and moves the checkpoint, both or neither. A block that was applied already changes nothing.
   * Throws BrokenChain, or SQLite's error, after which the view stands as before.
   */
  apply(block: Block): void {
    if (!follows(block, this.checkpoint)) return;
    this.atomically(() => {
      let position = 0;
      for (const transaction of block.transactions) {
        if (transaction.code === 'VALID') position = applyTransaction(this, block.number, transaction, position);
      }
      eventOfBlock(this, block, position);
      this.tree.append(block);
      this.run('INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?)', block.number, block.hash);
    });
  }

  /** Everything the view holds, table by table: two views of the same blocks are equal. */
  contents(): Record<string, Row[]> {
    const rowsOf = (table: string): Row[] => this.db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all();
    return Object.fromEntries(tableNames.map((table) => [table, rowsOf(table)]));
  }
}
