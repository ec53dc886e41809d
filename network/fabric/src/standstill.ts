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
