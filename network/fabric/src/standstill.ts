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

/** Milliseconds in a change of view, while the own peer gets blocks that others order, after which an orderer is alone in it. */
export const ALONE_MS = 5_000;
/** The same while nobody orders anything, the first time: the whole network may be changing its view, or have nothing to do. */
export const SILENT_MS = 15_000;
const MOST_SILENT_MS = 300_000;

/**
 * Tells an orderer that is alone in a change of view from one that takes part in it. One that complains of a leader whom
 * nobody else complains of stays so for long, and for good while nothing else happens; the next one away then stops the
 * channel. Whole networks change their view too, for long in a cut for instance: each time nothing came of it, it is
 * waited twice as long.
 */
export class AloneInChange {
  #since: number | null = null;
  #peer = -1n;
  #patience = SILENT_MS;

  /** @param now milliseconds of any clock that only goes forward @returns whether starting anew may help */
  observe(now: number, changes: boolean, peer: bigint): boolean {
    if (!changes) {
      this.#since = null;
      this.#patience = SILENT_MS;
      return false;
    }
    if (this.#since === null) [this.#since, this.#peer] = [now, peer];
    const waited = now - this.#since;
    const othersOrder = peer > this.#peer;
    if (waited < (othersOrder ? ALONE_MS : this.#patience)) return false;
    if (!othersOrder) this.#patience = Math.min(2 * this.#patience, MOST_SILENT_MS);
    this.#since = null;
    return true;
  }
}
