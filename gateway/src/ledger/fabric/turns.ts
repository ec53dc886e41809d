/**
 * Lets so many in at once; the others wait in line. What waits here has met no deadline and costs the network nothing,
 * while a network that is handed more than it can do spends its time on what is given up and sent again.
 */
export class Turns {
  readonly #waiting = new Set<() => void>();
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** Acts in turn, or at once when the signal aborts: the act is to look at it first. */
  async take<T>(act: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (!(await this.#come(signal))) return act();
    try {
      return await act();
    } finally {
      this.#leave();
    }
  }

  /** False when aborted before its turn came. */
  async #come(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.#free > 0) return this.#free-- > 0;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const called = () => resolve(true);
    const given = () => {
      // Who was called already has a turn to give back.
      if (this.#waiting.delete(called)) resolve(false);
    };
    this.#waiting.add(called);
    signal.addEventListener('abort', given);
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', given);
    }
  }

  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#free++;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}
