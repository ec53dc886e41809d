import { GatewayError } from '../error.ts';

/** Remembers the nonces of served requests for as long as their signatures stay acceptable. */
export class ReplayGuard {
  readonly #keepMs: number;
  readonly #capacity: number;
  /** In the order of arrival, so that the oldest are first. */
  readonly #seen = new Map<string, number>();

  constructor(keepMs: number, capacity: number) {
    this.#keepMs = keepMs;
    this.#capacity = capacity;
  }

  /**
   * Takes a nonce in, once. Throws REPLAYED_REQUEST; or NOT_READY when full, because to forget a nonce early would
   * let its request be replayed. Called for verified signatures only: strangers cannot fill it.
   */
  take(handle: string, nonce: string, nowMs: number): void {
    this.#forget(nowMs);
    const key = `${handle} ${nonce}`;
    if (this.#seen.has(key)) throw new GatewayError('REPLAYED_REQUEST');
    if (this.#seen.size >= this.#capacity) throw new GatewayError('NOT_READY', 'too many requests to remember');
    this.#seen.set(key, nowMs);
  }

  #forget(nowMs: number): void {
    for (const [key, at] of this.#seen) {
      if (nowMs - at <= this.#keepMs) return;
      this.#seen.delete(key);
    }
  }
}
