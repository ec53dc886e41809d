import { equalBytes } from '@tocsin/envelope';
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

/** Null where the key opens nothing. */
type Attempt<T> = (secretKey: Uint8Array) => Promise<T | null> | T | null;

/** What came out, and by which key. */
export interface Unlocked<T> {
  readonly opened: T;
  readonly key: UnitKey;
}

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

  /**
   * What one of the keys gets out of something sealed, and which key it was; newest epochs are tried first.
   * Throws KEY_NOT_HELD, or what the attempt throws.
   */
  async open<T>(attempt: Attempt<T>): Promise<Unlocked<T>> {
    const known = await this.#try(attempt);
    if (known !== null) return known;
    await this.load();
    const fresh = await this.#try(attempt);
    if (fresh === null) throw new GatewayError('KEY_NOT_HELD');
    return fresh;
  }

  /** The key of a unit and epoch. Throws KEY_NOT_HELD. */
  async named(unit: UnitCode, epoch: number): Promise<UnitKey> {
    const find = () => this.#keys.find((key) => key.unit === unit && key.epoch === epoch);
    const known = find();
    if (known !== undefined) return known;
    await this.load();
    const fresh = find();
    if (fresh === undefined) throw new GatewayError('KEY_NOT_HELD');
    return fresh;
  }

  /** Every key that is held now, newest epoch first; not to be overwritten. */
  get held(): readonly UnitKey[] {
    return this.#keys;
  }

  close(): void {
    this.#closed = true;
    this.#overwrite();
  }

  async #try<T>(attempt: Attempt<T>): Promise<Unlocked<T> | null> {
    for (const key of this.#keys) {
      const opened = await attempt(key.secretKey);
      if (opened !== null) return { opened, key };
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
