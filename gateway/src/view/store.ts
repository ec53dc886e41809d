import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { AgencyCode, StateKey, StateKind, StateOf } from '@tocsin/record';

export type Row = Record<string, unknown>;
export type Values = Record<string, SQLInputValue>;

/** The view's tables: prepared statements, and public state by its keys. */
export class Store {
  readonly agency: AgencyCode;
  protected readonly db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync, agency: AgencyCode) {
    this.db = db;
    this.agency = agency;
  }

  /** Public state as of the checkpoint. */
  state<K extends StateKind>(key: StateKey<K>): StateOf[K] | undefined {
    const row = this.row('SELECT value FROM state WHERE key = ?', key);
    return row === undefined ? undefined : (JSON.parse(String(row.value)) as StateOf[K]);
  }

  /** The same under several keys, in their order, by one query: each one takes and leaves the file's locks. */
  states<Kinds extends readonly StateKind[]>(
    ...keys: { readonly [I in keyof Kinds]: StateKey<Kinds[I]> }
  ): { [I in keyof Kinds]: StateOf[Kinds[I]] | undefined } {
    const sql = 'SELECT key, value FROM state WHERE key IN (SELECT value FROM json_each(?))';
    const found = new Map(this.rows(sql, JSON.stringify(keys)).map(({ key, value }) => [String(key), String(value)]));
    const parsed = (text: string | undefined) => (text === undefined ? undefined : JSON.parse(text));
    return keys.map((key) => parsed(found.get(key))) as { [I in keyof Kinds]: StateOf[Kinds[I]] | undefined };
  }

  /** All public state of a kind, or of those parts of it that the key goes on with, in the order of keys. */
  statesUnder<K extends StateKind>(kind: K, ...parts: string[]): StateOf[K][] {
    const prefix = [kind, ...parts].join('/');
    // '0' is the character after '/': the range holds exactly the keys that begin with the prefix and a slash.
    const sql = 'SELECT value FROM state WHERE key >= ? AND key < ? ORDER BY key';
    return this.rows(sql, `${prefix}/`, `${prefix}0`).map(({ value }) => JSON.parse(String(value)) as StateOf[K]);
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  row(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  rows(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values);
  }

  /** Rows by named parameters. */
  select(sql: string, values: Values): Row[] {
    return this.#statement(sql).all(values);
  }

  close(): void {
    this.forgetStatements();
    this.db.close();
  }

  protected forgetStatements(): void {
    this.#prepared.clear();
  }

  /** All of a change or nothing of it. */
  protected atomically(change: () => void): void {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      change();
      this.db.exec('COMMIT');
    } catch (fault) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK'); // a full disk may have rolled back already
      throw fault;
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const prepared = this.db.prepare(sql);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}
