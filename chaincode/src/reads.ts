import { Loaded, type StateKey } from '@tocsin/record';

/** Reads committed public state: one answer a key, in order; undefined where nothing stands. One call is one round trip. */
export type StateReader = (keys: readonly string[]) => Promise<readonly (string | undefined)[]>;

/** What a judgement has read so far: every key once, few rounds. */
export class Reads {
  readonly #read: StateReader;
  readonly #values = new Map<string, unknown>();
  readonly state = new Loaded(this.#values);

  constructor(read: StateReader) {
    this.#read = read;
  }

  async load(keys: readonly StateKey[]): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !this.#values.has(key));
    if (missing.length === 0) return;
    const values = await this.#read(missing);
    missing.forEach((key, index) => {
      const value = values[index];
      this.#values.set(key, value === undefined ? undefined : JSON.parse(value));
    });
  }
}
