/** Remembers the most recently used results, and never more than `limit` of them, whatever strangers send. */
export class BoundedCache<Value> {
  readonly #limit: number;
  readonly #entries = new Map<string, Value>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.#refresh(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#refresh(key, value);
    if (this.#entries.size <= this.#limit) return;
    for (const oldest of this.#entries.keys()) return void this.#entries.delete(oldest);
  }

  get size(): number {
    return this.#entries.size;
  }

  // A Map keeps the order of insertion, so the first key is the one unused for longest.
  #refresh(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
  }
}
