import { Loaded, type StateKey } from '@tocsin/record';

/** Committed state as a peer holds it. One call is one round of reads, however many keys it names. */
export interface StateReader {
  /** The value under each key, in the order asked: canonical JSON, or undefined where nothing stands. */
  read(keys: readonly StateKey[]): Promise<readonly (string | undefined)[]>;
}

/** What was read for one statement so far; each key is asked for once. */
export class Reading {
  readonly #state: StateReader;
  readonly #values = new Map<string, unknown>();
  /** What has been loaded, for the rules. */
  readonly loaded = new Loaded(this.#values);

  constructor(state: StateReader) {
    this.#state = state;
  }

  /** Loads what is not loaded yet, in one round; asking for nothing new costs no round. */
  async load(keys: readonly StateKey[]): Promise<void> {
    const wanted = [...new Set(keys)].filter((key) => !this.#values.has(key));
    if (wanted.length === 0) return;
    const values = await this.#state.read(wanted);
    wanted.forEach((key, i) => {
      const text = values[i];
      this.#values.set(key, text === undefined ? undefined : JSON.parse(text));
    });
  }
}
