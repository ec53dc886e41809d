import { createHmac, hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes, fromHex, toHex } from '@tocsin/envelope';
import { CLOCK_TOLERANCE_MS, type Instant, millisAfter } from '@tocsin/record';
import { CliError } from '../error.ts';
import { replacePrivate } from '../file.ts';
import { checksToAccount } from './accounting.ts';

/** File of a profile with the latest time that its device has seen. */
const timeFile = (folder: string): string => join(folder, 'offline-time.json');
const LABEL = 'tocsin/offline-time/1';

export interface DeviceTimeOptions {
  /** The profile's. */
  readonly folder: string;
  /** The device's own X-Wing key, 32 bytes: under it nobody without the officer's passphrase writes the note. */
  readonly secretKey: Uint8Array;
}

/**
 * The latest time that a device without a line has seen. A clock that is set back would keep a copy alive for ever: what was
 * seen once is over for good. Noted when a copy is taken, by the gateway's clock, and with each check.
 */
export class DeviceTime {
  readonly #path: string;
  readonly #key: Uint8Array;
  #seen: Instant;

  private constructor(path: string, key: Uint8Array, seen: Instant) {
    this.#path = path;
    this.#key = key;
    this.#seen = seen;
  }

  /** Begins anew at a time that the gateway told while the line was up, whatever was seen before. */
  static async begin({ folder, secretKey }: DeviceTimeOptions, at: Instant): Promise<void> {
    await new DeviceTime(timeFile(folder), keyFrom(secretKey), at).#write(at);
  }

  /**
   * What was noted, or what a check that waits to be accounted for says, whichever is later.
   * @throws CliError CLOCK_SET_BACK where the note is gone, or is not this device's
   */
  static async open({ folder, secretKey }: DeviceTimeOptions): Promise<DeviceTime> {
    const key = keyFrom(secretKey);
    const noted = seenIn(await readFile(timeFile(folder), 'utf8').catch(() => ''), key);
    if (noted === null) throw new CliError('CLOCK_SET_BACK', 'what this device has seen of time is gone');
    const asked = (await checksToAccount(folder)).map(({ at }) => at);
    const seen = asked.reduce((latest, at) => (at > latest ? at : latest), noted);
    return new DeviceTime(timeFile(folder), key, seen);
  }

  /** The later of what the clock shows and what was seen. */
  latest(clock: Date): Instant {
    const now = clock.toISOString();
    return now > this.#seen ? now : this.#seen;
  }

  /**
   * The time by which to answer now, noted on the disk.
   * @throws CliError CLOCK_SET_BACK for a clock that stands more than 5 minutes before what was seen
   */
  async pass(clock: Date): Promise<Instant> {
    if (millisAfter(clock.toISOString(), CLOCK_TOLERANCE_MS) < this.#seen)
      throw new CliError('CLOCK_SET_BACK', `it was ${this.#seen} already`);
    const now = this.latest(clock);
    await this.#write(now);
    return now;
  }

  async #write(seen: Instant): Promise<void> {
    await replacePrivate(this.#path, `${JSON.stringify({ seen, mac: toHex(macOf(this.#key, seen)) })}\n`);
    this.#seen = seen;
  }
}

const keyFrom = (secretKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secretKey, new Uint8Array(), LABEL, 32));

const macOf = (key: Uint8Array, seen: Instant): Uint8Array => createHmac('sha256', key).update(seen).digest();

function seenIn(text: string, key: Uint8Array): Instant | null {
  try {
    const { seen, mac } = JSON.parse(text) as { seen: unknown; mac: unknown };
    return typeof seen === 'string' && equalBytes(fromHex(String(mac)), macOf(key, seen)) ? seen : null;
  } catch {
    return null;
  }
}
