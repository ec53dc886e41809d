import type { Handle } from '@tocsin/record';
import { GatewayError } from '../error.ts';

/** Refused listings that one officer has within a day before no other is looked at. */
export const MOST_TRIES = 10;
const DAY_MS = 86_400_000;

/** Counts refused listings, so that nobody learns who is protected by proposing one person after the other. */
export class Tries {
  /** When each was, ms. */
  readonly #refused = new Map<Handle, readonly number[]>();

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
