/**
 * What was found out of words, for as long as there is room: names of a list, and those that are asked for, have few words
 * that no other of them has. It changes no answer. Room is counted in what is kept, as the caller weighs it.
 */
export class Remembered<K, V> {
  readonly #room: number;
  readonly #kept = new Map<K, V>();
  #taken = 0;

  constructor(room: number) {
    this.#room = room;
  }

  get(key: K): V | undefined {
    return this.#kept.get(key);
  }

  /** Keeps it, and forgets everything else where there is no room left. */
  keep(key: K, value: V, weight = 1): V {
    this.#taken += weight;
    if (this.#taken > this.#room) {
      this.#kept.clear();
      this.#taken = weight;
    }
    this.#kept.set(key, value);
    return value;
  }

  clear(): void {
    if (this.#taken === 0) return;
    this.#kept.clear();
    this.#taken = 0;
  }
}
