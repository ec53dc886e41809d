import { unwrapFileKey } from '@tocsin/envelope';
import type { UnitCode } from '@tocsin/record';
import { GatewayError } from '../error.ts';

/** A unit's X-Wing seal key of one epoch; `secretKey` has 32 bytes. */
export interface UnitKey {
  readonly unit: UnitCode;
  readonly epoch: number;
  readonly secretKey: Uint8Array;
}

/** Gives all unit keys that the gateway holds now; asked again when none of those known opens a file. */
export type UnitKeyProvider = () => Promise<readonly UnitKey[]>;

/** The unit keys in memory: copies of ours, overwritten when the gateway closes. */
export class UnitKeys {
  readonly #provider: UnitKeyProvider;
  #keys: readonly UnitKey[] = [];
  #closed = false;

  constructor(provider: UnitKeyProvider) {
    this.#provider = provider;
  }

  /** Takes the provider's keys in, newest epoch first, and forgets those it had. */
  async load(): Promise<void> {
    const given = await this.#provider();
    this.#overwrite();
    if (this.#closed) return;
    this.#keys = given
      .map(({ unit, epoch, secretKey }) => ({ unit, epoch, secretKey: Uint8Array.from(secretKey) }))
      .sort((a, b) => b.epoch - a.epoch);
  }

  /** The file key of a sealed file, 16 bytes. Throws KEY_NOT_HELD, or EnvelopeError for a file that is none. */
  async unwrap(file: Uint8Array): Promise<Uint8Array> {
    const known = await this.#try(file);
    if (known !== null) return known;
    await this.load();
    const fresh = await this.#try(file);
    if (fresh === null) throw new GatewayError('KEY_NOT_HELD');
    return fresh;
  }

  close(): void {
    this.#closed = true;
    this.#overwrite();
  }

  async #try(file: Uint8Array): Promise<Uint8Array | null> {
    for (const { secretKey } of this.#keys) {
      const fileKey = await unwrapFileKey(file, secretKey);
      if (fileKey !== null) return fileKey;
    }
    return null;
  }

  #overwrite(): void {
    for (const { secretKey } of this.#keys) secretKey.fill(0);
    this.#keys = [];
  }
}
