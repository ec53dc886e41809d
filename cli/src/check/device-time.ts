import { createHmac, hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalBytes, equalBytes, fromHex, toHex } from '@tocsin/envelope';
import { CLOCK_TOLERANCE_MS, type Instant, millisAfter } from '@tocsin/record';
import { CliError } from '../error.ts';
import { replacePrivate } from '../file.ts';
import { checksToAccount } from './accounting.ts';

/** File of a profile with what its device has seen of time. */
const timeFile = (folder: string): string => join(folder, 'offline-time.json');
const LABEL = 'tocsin/offline-time/1';

export interface DeviceTimeOptions {
  /** The profile's. */
  readonly folder: string;
  /** The device's own X-Wing key, 32 bytes: under it nobody without the officer's passphrase writes the note. */
  readonly secretKey: Uint8Array;
}

interface Note {
  /** The latest time that was seen. */
  readonly seen: Instant;
  /** When the newest copy for each purpose was made. */
  readonly newest: Readonly<Record<string, Instant>>;
}

/**
 * What a device without a line has seen of time. A clock that is set back would keep a copy alive for ever: what was seen
 * once is over for good. Noted when a copy is taken, by the gateway's clock, and whenever one is opened or asked.
 */
export class DeviceTime {
  readonly #path: string;
  readonly #key: Uint8Array;
  #note: Note;

  private constructor(path: string, key: Uint8Array, note: Note) {
    this.#path = path;
    this.#key = key;
    this.#note = note;
  }

  /** Begins anew with a copy that the gateway has made while the line was up, whatever time was seen before. */
  static async begin({ folder, secretKey }: DeviceTimeOptions, purpose: string, made: Instant): Promise<void> {
    const key = keyFrom(secretKey);
    const { newest = {} } = (await noted(folder, key)) ?? {};
    const note = { seen: made, newest: { ...newest, [purpose]: made } };
    await new DeviceTime(timeFile(folder), key, note).#write(note);
  }

  /**
   * What was noted, or what a check that waits to be accounted for says, whichever is later.
   * @throws CliError CLOCK_SET_BACK where the note is gone, or is not this device's
   */
  static async open({ folder, secretKey }: DeviceTimeOptions): Promise<DeviceTime> {
    const key = keyFrom(secretKey);
    const note = await noted(folder, key);
    if (note === null) throw new CliError('CLOCK_SET_BACK', 'what this device has seen of time is gone');
    const asked = (await checksToAccount(folder)).map(({ at }) => at);
    const seen = asked.reduce((latest, at) => (at > latest ? at : latest), note.seen);
    return new DeviceTime(timeFile(folder), key, { ...note, seen });
  }

  /** When the newest copy for a purpose was made; null where none was taken since the device has its key. */
  newest(purpose: string): Instant | null {
    return this.#note.newest[purpose] ?? null;
  }

  /**
   * The time by which to answer now, noted on the disk: the later of what the clock shows and what was seen.
   * @throws CliError CLOCK_SET_BACK for a clock that stands more than 5 minutes before what was seen
   */
  async pass(clock: Date): Promise<Instant> {
    const { seen } = this.#note;
    const shown = clock.toISOString();
    if (millisAfter(shown, CLOCK_TOLERANCE_MS) < seen) throw new CliError('CLOCK_SET_BACK', `it was ${seen} already`);
    const now = shown > seen ? shown : seen;
    await this.#write({ ...this.#note, seen: now });
    return now;
  }

  async #write(note: Note): Promise<void> {
    await replacePrivate(this.#path, `${JSON.stringify({ ...note, mac: toHex(macOf(this.#key, note)) })}\n`);
    this.#note = note;
  }
}

const keyFrom = (secretKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secretKey, new Uint8Array(), LABEL, 32));

const macOf = (key: Uint8Array, { seen, newest }: Note): Uint8Array =>
  createHmac('sha256', key).update(canonicalBytes({ seen, newest })).digest();

/** Null where there is none, or none that was written under this key. */
async function noted(folder: string, key: Uint8Array): Promise<Note | null> {
  const text = await readFile(timeFile(folder), 'utf8').catch(() => '');
  try {
    const { mac, ...note } = JSON.parse(text) as Note & { mac: string };
    return equalBytes(fromHex(mac), macOf(key, note)) ? note : null;
  } catch {
    return null;
  }
}
