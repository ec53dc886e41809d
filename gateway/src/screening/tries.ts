import type { Handle } from '@tocsin/record';
import { GatewayError } from '../error.ts';

/** Refused listings that one officer has within a day before no other is looked at. */
export const MOST_TRIES = 10;
const DAY_MS = 86_400_000;

/** Counts refused listings, so that nobody learns who is protected by proposing one person after the other. */
export class Tries {
  /** When each was, ms. */
  readonly #refused = new Map<Handle, readonly number[]>();
  readonly #turns = new Map<Handle, Promise<unknown>>();

  /** One officer's listings go one after the other: of a hundred at once each would be looked at before any was counted. */
  inTurn<T>(officer: Handle, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(officer) ?? Promise.resolve();
    const mine = before.then(work);
    const over: Promise<unknown> = mine
      .catch(() => undefined)
      .then(() => {
        if (this.#turns.get(officer) === over) this.#turns.delete(officer);
      });
    this.#turns.set(officer, over);
    return mine;
  }

  /** @throws GatewayError LISTINGS_REFUSED */
  mustBeLeft(officer: Handle, now: number): void {
    if (this.#within(officer, now).length >= MOST_TRIES) throw new GatewayError('LISTINGS_REFUSED');
  }

  count(officer: Handle, now: number): void {
    this.#refused.set(officer, [...this.#within(officer, now), now]);
  }

  #within(officer: Handle, now: number): readonly number[] {
    return (this.#refused.get(officer) ?? []).filter((at) => now - at < DAY_MS);
  }
}
