import type { StateKey } from '@tocsin/record';
import type { StateReader } from './state-reader.ts';

interface Asked {
  readonly keys: readonly StateKey[];
  resolve(values: readonly (string | undefined)[]): void;
  reject(reason: unknown): void;
}

/**
 * State for several readers that work side by side: when each of them waits for an answer or is done, all that they ask
 * for is read in one round, and each key once. So many statements cost as many rounds as the one that needs most.
 */
export class SharedReads {
  readonly #state: StateReader;
  readonly #values = new Map<StateKey, string | undefined>();
  #asked: Asked[] = [];
  #working: number;

  constructor(state: StateReader, readers: number) {
    this.#state = state;
    this.#working = readers;
  }

  /** Lets one of the readers work to its end. Keys that it asks for are noted in `keys`. */
  async during<T>(keys: Set<StateKey>, work: (state: StateReader) => Promise<T>): Promise<T> {
    const read = (wanted: readonly StateKey[]) => {
      for (const key of wanted) keys.add(key);
      return this.#ask(wanted);
    };
    try {
      return await work({ read });
    } finally {
      this.#working -= 1;
      this.#readWhenAllWait();
    }
  }

  #ask(keys: readonly StateKey[]): Promise<readonly (string | undefined)[]> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ keys, resolve, reject });
      this.#readWhenAllWait();
    });
  }

  #readWhenAllWait(): void {
    if (this.#asked.length < this.#working || this.#asked.length === 0) return;
    const asked = this.#asked;
    this.#asked = [];
    this.#read(asked.flatMap(({ keys }) => keys)).then(
      () => {
        for (const { keys, resolve } of asked) resolve(keys.map((key) => this.#values.get(key)));
      },
      (reason: unknown) => {
        for (const { reject } of asked) reject(reason);
      },
    );
  }

  async #read(keys: readonly StateKey[]): Promise<void> {
    const wanted = [...new Set(keys)].filter((key) => !this.#values.has(key));
    if (wanted.length === 0) return;
    const values = await this.#state.read(wanted);
    for (const [i, key] of wanted.entries()) this.#values.set(key, values[i]);
  }
}
