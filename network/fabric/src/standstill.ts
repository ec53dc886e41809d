/** Milliseconds without a new block at an orderer, while its agency's peer has newer ones, after which it is stuck. */
export const STUCK_MS = 6_000;

/** Tells an orderer that stands still from one that is behind and catches up, or has nothing to do. */
export class Standstill {
  #height = -1n;
  #since = 0;

  /** @param now milliseconds of any clock that only goes forward @returns whether the orderer is stuck */
  observe(now: number, orderer: bigint, peer: bigint): boolean {
    if (orderer === this.#height && peer > orderer) return now - this.#since >= STUCK_MS;
    this.#height = orderer;
    this.#since = now;
    return false;
  }
}

/** Milliseconds of a change of view without an end after which an orderer is taken to be alone in it, the first time. */
export const ALONE_MS = 15_000;
const MOST_ALONE_MS = 300_000;

/**
 * Tells an orderer that is alone in a change of view from one that takes part in it. One that complains of a leader whom
 * nobody else complains of stays so for good while nothing else happens, and the next one away stops the channel. Whole
 * networks change their view for long too, in a cut for instance: each time nothing came of it, it is waited twice as long.
 */
export class AloneInChange {
  #since: number | null = null;
  #patience = ALONE_MS;

  /** @param now milliseconds of any clock that only goes forward @returns whether starting anew may help */
  observe(now: number, changes: boolean): boolean {
    if (!changes) {
      this.#since = null;
      this.#patience = ALONE_MS;
      return false;
    }
    this.#since ??= now;
    if (now - this.#since < this.#patience) return false;
    this.#since = null;
    this.#patience = Math.min(2 * this.#patience, MOST_ALONE_MS);
    return true;
  }
}
