/** Keys that one question names at most. */
const MOST = 64;

type Waiting = PromiseWithResolvers<unknown>;

/**
 * Reads of state that are asked for in one go, answered by one question to the peer: a question costs a signature, a line
 * to the chaincode and back, whatever it asks. Its answers are of one moment.
 */
export class StateReads {
  readonly #ask: (keys: readonly string[]) => Promise<Uint8Array>;
  #waiting = new Map<string, Waiting>();

  /** `ask` gives a JSON array: the value under each key in the order asked, null where nothing stands. */
  constructor(ask: (keys: readonly string[]) => Promise<Uint8Array>) {
    this.#ask = ask;
  }

  /** The value under a key, undefined where nothing stands. Rejects as `ask` does. */
  read(key: string): Promise<unknown> {
    const known = this.#waiting.get(key);
    if (known !== undefined) return known.promise;
    if (this.#waiting.size === 0) queueMicrotask(() => this.#askAll());
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(key, waiting);
    return waiting.promise;
  }

  #askAll(): void {
    const all = [...this.#waiting];
    this.#waiting = new Map();
    for (let from = 0; from < all.length; from += MOST) void this.#answer(all.slice(from, from + MOST));
  }

  async #answer(asked: readonly (readonly [string, Waiting])[]): Promise<void> {
    try {
      const answer = JSON.parse(Buffer.from(await this.#ask(asked.map(([key]) => key))).toString()) as unknown[];
      for (const [i, [, { resolve }]] of asked.entries()) resolve(answer[i] ?? undefined);
    } catch (fault) {
      for (const [, { reject }] of asked) reject(fault);
    }
  }
}
