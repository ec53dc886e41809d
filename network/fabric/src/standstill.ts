/** Milliseconds without a new block at an orderer, while its agency's peer has newer ones, after which it is stuck. */
export const STUCK_MS = 6_000;

/**
 * Tells an orderer that stands still from one that is behind and catches up, or has nothing to do. One block is no sign: whoever
 * wrote the last one before a leader was lost has it alone, until the others, who are agreeing on the next leader, write it too.
 */
export class Standstill {
  #height = -1n;
  #since = 0;

  /** @param now milliseconds of any clock that only goes forward @returns whether the orderer is stuck */
  observe(now: number, orderer: bigint, peer: bigint): boolean {
    if (orderer === this.#height && peer > orderer + 1n) return now - this.#since >= STUCK_MS;
    this.#height = orderer;
    this.#since = now;
    return false;
  }
}

/** Milliseconds in a change of view, while the own peer gets blocks that others order, after which an orderer starts anew. */
export const ALONE_MS = 60_000;
/** The same while nobody orders anything, the first time: the whole network may be changing its view, or have nothing to do. */
export const SILENT_MS = 15_000;
const MOST_SILENT_MS = 300_000;
/** Milliseconds without any change of view after which what was tried before is forgotten. */
export const CALM_MS = 60_000;

/**
 * Tells an orderer that stays in a change of view from one that takes part in it. One that complains of a leader whom
 * nobody else complains of takes part in ordering again after some seconds, yet asks for another leader for good: no
 * hurry. Where nobody orders, starting anew may help, and may as well keep those apart who are about to agree, for an
 * orderer is away for seconds each time: so it is waited twice as long after every attempt until all was calm for long.
 */
export class AloneInChange {
  #since: number | null = null;
  /** When its peer last got a block, and which. */
  #grown = 0;
  #peer = -1n;
  #patience = SILENT_MS;
  #calmSince: number | null = null;

  /** @param now milliseconds of any clock that only goes forward @returns whether starting anew may help */
  observe(now: number, changes: boolean, peer: bigint): boolean {
    if (peer > this.#peer) [this.#peer, this.#grown] = [peer, now];
    if (!changes) return this.#calm(now);
    this.#calmSince = null;
    this.#since ??= now;
    const silent = now - Math.max(this.#since, this.#grown) >= this.#patience;
    if (!silent && now - this.#since < ALONE_MS) return false;
    this.#patience = Math.min(2 * this.#patience, MOST_SILENT_MS);
    this.#since = null;
    return true;
  }

  #calm(now: number): false {
    this.#since = null;
    this.#calmSince ??= now;
    if (now - this.#calmSince >= CALM_MS) this.#patience = SILENT_MS;
    return false;
  }
}
