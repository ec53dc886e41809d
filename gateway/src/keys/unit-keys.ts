import { equalBytes, unwrapFileKey } from '@tocsin/envelope';
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
  #loading: Promise<void> | null = null;

  constructor(provider: UnitKeyProvider) {
    this.#provider = provider;
  }

  /**
   * Takes the provider's keys in, newest epoch first, and forgets those that are gone. Who asks meanwhile waits for the
   * same loading: files that nobody can open must not make the keys be read, and their passwords stretched, once each.
   */
  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #load(): Promise<void> {
    const given = await this.#provider();
    if (this.#closed) return;
    const known = this.#keys;
    // A key that stays keeps its bytes: somebody may be opening a file with them at this moment.
    this.#keys = given
      .map((key) => known.find((one) => same(one, key)) ?? copied(key))
      .sort((a, b) => b.epoch - a.epoch);
    for (const key of known) if (!this.#keys.includes(key)) key.secretKey.fill(0);
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

const same = (a: UnitKey, b: UnitKey): boolean =>
  a.unit === b.unit && a.epoch === b.epoch && equalBytes(a.secretKey, b.secretKey);

const copied = ({ unit, epoch, secretKey }: UnitKey): UnitKey => ({
  unit,
  epoch,
  secretKey: Uint8Array.from(secretKey),
});
