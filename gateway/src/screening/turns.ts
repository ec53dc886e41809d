import { setImmediate as breathe } from 'node:timers/promises';

/** Work that can be left between any two of its steps and taken up again. */
export type Steps<T> = Generator<void, T>;

/** All of it at once. */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** After so much work of one request others get their turn, ms. A step is one pair of names at most: a few ms. */
const TURN_MS = 10;

/** What tells the time, ms, and lets others have their turn. */
interface Clock {
  now(): number;
  breathe(): Promise<unknown>;
}

/** The work of one request, piece by piece, so that nothing that a client may ask holds up the others. */
export class Turns {
  readonly #clock: Clock;
  #since: number;

  constructor(clock: Clock = { now: () => performance.now(), breathe }) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  async of<T>(steps: Steps<T>): Promise<T> {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (this.#clock.now() - this.#since < TURN_MS) continue;
      await this.#clock.breathe();
      this.#since = this.#clock.now();
    }
  }
}
