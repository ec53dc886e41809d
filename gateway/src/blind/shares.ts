import type { BlindKey, Ledger } from '@tocsin/record';
import type { UnitKeys } from '../keys/unit-keys.ts';
import { type HeldShare, shareOf } from './ceremony.ts';

/** The own shares of keys for blind checks, by epoch: worked out once, overwritten when the gateway closes. */
export class BlindShares {
  readonly #ledger: Pick<Ledger, 'agency' | 'state'>;
  readonly #keys: Pick<UnitKeys, 'named'>;
  readonly #held = new Map<number, Promise<HeldShare>>();
  #closed = false;

  constructor(ledger: Pick<Ledger, 'agency' | 'state'>, keys: Pick<UnitKeys, 'named'>) {
    this.#ledger = ledger;
    this.#keys = keys;
  }

  /** @throws what {@link shareOf} throws; it is tried again the next time */
  of(key: BlindKey): Promise<HeldShare> {
    const known = this.#held.get(key.epoch);
    if (known !== undefined) return known;
    const fresh = shareOf(this.#ledger, this.#keys, key);
    this.#held.set(key.epoch, fresh);
    fresh.then(
      ({ share }) => {
        if (this.#closed) share.fill(0);
      },
      () => this.#held.delete(key.epoch),
    );
    return fresh;
  }

  /** Overwrites the share of an epoch whose key nobody asks under any more. */
  forget(epoch: number): void {
    const known = this.#held.get(epoch);
    this.#held.delete(epoch);
    known?.then(
      ({ share }) => share.fill(0),
      () => undefined,
    );
  }

  close(): void {
    this.#closed = true;
    for (const epoch of [...this.#held.keys()]) this.forget(epoch);
  }
}
