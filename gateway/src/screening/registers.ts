import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import type { View } from '../view/view.ts';
import type { LicenceNames } from './licence-names.ts';
import type { WrittenName } from './subject.ts';
import type { Steps } from './turns.ts';

/** Licences that are taken in before others get their turn. */
const TOGETHER = 16;
/** How long a question waits for registers that are being read, ms: small ones are there with the first. */
const PATIENCE_MS = 1_500;

/** What registers say of a business by its name. */
export interface NamedLicences {
  /** Keys of the view's state. */
  readonly keys: readonly string[];
  /** False while some of what the view shows is not taken in yet. */
  readonly complete: boolean;
}

/**
 * The licences of all registers by the names of their holders, in memory: read when a business is first asked for by its
 * name, 0.22 ms of processor time each (measured with 5,000 of them), and what is new of them with each question. Questions
 * meanwhile get what is there.
 */
export class Registers {
  readonly #view: View;
  readonly #stopping = new AbortController();
  #names: LicenceNames | null = null;
  /** The last licence taken in, in the order of blocks. */
  #place = { block: -1n, key: '' };
  #reading: Promise<void> | null = null;

  constructor(view: View) {
    this.#view = view;
  }

  /** Resolves once everything is taken in that the view shows by then. */
  read(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** As {@link read}, for as long as an officer at a counter waits. */
  async readSome(): Promise<void> {
    const read = new AbortController();
    const over = pause(PATIENCE_MS, undefined, { signal: read.signal }).catch(() => undefined);
    await Promise.race([this.read(), over]).finally(() => read.abort());
  }

  *named(names: readonly WrittenName[]): Steps<NamedLicences> {
    // What comes in between two steps is looked at by the next question.
    const complete = this.#reading === null;
    return { keys: this.#names === null ? [] : yield* this.#names.named(names), complete };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#reading?.catch(() => undefined);
  }

  async #read(): Promise<void> {
    // A view that was built again has blocks behind what is known.
    const newest = this.#view.checkpoint?.number ?? -1n;
    if (newest < this.#place.block) this.#forget();
    this.#names ??= new (await import('./licence-names.ts')).LicenceNames();
    for (let keys = this.#next(); keys.length > 0 && !this.#stopping.signal.aborted; keys = this.#next()) {
      for (const key of keys) {
        const licence = this.#view.state<'licence'>(key);
        if (licence !== undefined) this.#names.set(key, licence);
      }
      await breathe();
    }
  }

  /** The next licences that were set since, each at the block that set it last. */
  #next(): string[] {
    const sql = `SELECT CAST(block AS TEXT) AS block, key FROM licence WHERE (block, key) > (?, ?)
      ORDER BY licence.block, key LIMIT ${TOGETHER}`;
    const rows = this.#view.rows(sql, this.#place.block, this.#place.key);
    const last = rows.at(-1);
    if (last !== undefined) this.#place = { block: BigInt(String(last.block)), key: String(last.key) };
    return rows.map(({ key }) => String(key));
  }

  #forget(): void {
    this.#names = null;
    this.#place = { block: -1n, key: '' };
  }
}
