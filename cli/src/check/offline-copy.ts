import { open, readFile } from 'node:fs/promises';
import {
  type CopyFacts,
  canonicalBytes,
  decryptWith,
  digest,
  EnvelopeError,
  encryptFor,
  fromUtf8,
  publicKeyOf,
  randomBytes,
  toBase64,
  toBase64url,
  utf8,
  verifyCopy,
} from '@tocsin/envelope';
import type { CheckQuery, ChecksAnswered } from '@tocsin/gateway/api';
import { answerOrRefusal, type Copy, sourcesIn, unpackCopy } from '@tocsin/gateway/screening';
import { CLOCK_TOLERANCE_MS, type Instant, millisAfter } from '@tocsin/record';
import { CliError } from '../error.ts';
import { pathFrom } from '../file.ts';
import { destroyFile } from '../overwriting.ts';
import type { Profile } from '../profile.ts';
import { readRoots } from '../roots.ts';
import type { Terminal } from '../terminal.ts';
import { type NotedCheck, offlineChecksFile } from './accounting.ts';
import { DeviceTime } from './device-time.ts';

/** For whom a copy is opened, and by which key of their device. */
export interface Holder {
  readonly profile: Pick<Profile, 'agency' | 'folder' | 'roots'>;
  readonly secretKey: Uint8Array;
}

/** A copy that answers, and by which time. */
export interface OpenCopy {
  readonly copy: Copy;
  readonly sourcesAt: ReturnType<typeof sourcesIn>;
  readonly time: DeviceTime;
  readonly folder: string;
  /** What is noted for the officer alone is sealed to: the device's own X-Wing key. */
  readonly publicKey: Uint8Array;
  /** Where it lies: it is destroyed once it is over. */
  readonly path: string;
}

/**
 * Opens a copy with the key of this device: only one that the own agency's gateway signed for it, and the newest for its
 * purpose. One that is over is destroyed, not opened. The time is noted first: it is over for good then.
 * @throws CliError INPUT_UNREADABLE, OFFLINE_COPY_UNPROVED, OFFLINE_COPY_DAMAGED, OFFLINE_COPY_EXPIRED, CLOCK_SET_BACK
 */
export async function openCopy(terminal: Terminal, path: string, holder: Holder): Promise<OpenCopy> {
  const { profile, secretKey } = holder;
  const { folder } = profile;
  const whole = pathFrom(terminal.folder, path);
  const file = await readFile(whole).catch((error: unknown) => {
    throw new CliError('INPUT_UNREADABLE', path, error);
  });
  const clock = terminal.clock?.() ?? new Date();
  const { facts, sealed } = await provenCopy(file, holder, clock.toISOString());
  const time = await DeviceTime.open({ folder, secretKey });
  mustNotBeBefore(facts, clock);
  const now = await time.pass(clock);
  const newest = time.newest(facts.purpose);
  if (newest !== null && facts.made < newest)
    throw new CliError('OFFLINE_COPY_EXPIRED', `a newer one for this purpose was taken on ${newest}`);
  await mustNotBeOver(whole, facts, now);
  const copy = await copyIn(sealed, facts, secretKey);
  const publicKey = publicKeyOf(secretKey);
  return { copy, sourcesAt: sourcesIn(copy), time, folder, publicKey, path: whole };
}

/**
 * What the own gateway signed for this device.
 * @param at as late as it is known to be: revocations up to then count
 * @throws CliError OFFLINE_COPY_UNPROVED
 */
export async function provenCopy(file: Uint8Array, { profile, secretKey }: Holder, at: Instant) {
  const { agency } = profile;
  const roots = await readRoots(profile.roots);
  const trust = { agency, root: roots.rootOf(agency), crls: roots.crls(agency), at: new Date(at) };
  const proven = await verifyCopy(file, trust).catch((error: unknown) => {
    if (error instanceof EnvelopeError) throw new CliError('OFFLINE_COPY_UNPROVED', error.code, error);
    throw error;
  });
  if (proven.facts.device !== digest(publicKeyOf(secretKey)))
    throw new CliError('OFFLINE_COPY_UNPROVED', 'it is for another device');
  return proven;
}

async function mustNotBeOver(path: string, { expires }: Pick<CopyFacts, 'expires'>, now: Instant): Promise<void> {
  if (now < expires) return;
  await destroyFile(path);
  throw new CliError('OFFLINE_COPY_EXPIRED', `on ${expires}`);
}

/** The gateway's clock showed when it was made: nothing is before that but a clock that is wrong. */
function mustNotBeBefore({ made }: CopyFacts, clock: Date): void {
  if (millisAfter(clock.toISOString(), CLOCK_TOLERANCE_MS) < made)
    throw new CliError('CLOCK_SET_BACK', `the copy was made on ${made}`);
}

async function copyIn(sealed: Uint8Array, facts: CopyFacts, secretKey: Uint8Array): Promise<Copy> {
  try {
    const copy = await unpackCopy(await decryptWith(secretKey, sealed));
    for (const name of ['agency', 'purpose', 'made', 'expires'] as const)
      if (copy[name] !== facts[name]) throw new TypeError(`another ${name} inside`);
    return copy;
  } catch (error) {
    const detail = error instanceof EnvelopeError ? error.code : undefined;
    throw new CliError('OFFLINE_COPY_DAMAGED', detail, error);
  }
}

/**
 * Answers from a copy; that it was asked is on this device's disk before anything is answered.
 * @throws CliError OFFLINE_COPY_EXPIRED, CLOCK_SET_BACK
 */
export async function askCopy(
  { copy, sourcesAt, time, folder, publicKey, path }: OpenCopy,
  clock: Date,
  queries: readonly CheckQuery[],
): Promise<ChecksAnswered> {
  const at = await time.pass(clock);
  await mustNotBeOver(path, copy, at);
  const sources = sourcesAt(at);
  const answers = queries.map((query) => answerOrRefusal(sources, query));
  const salt = toBase64url(randomBytes(32));
  const commitment = digest(`${salt}.${fromUtf8(canonicalBytes(wellFormed(queries)))}`);
  const check = { at, purpose: copy.purpose, count: queries.length, commitment, block: copy.block };
  await noteDown(offlineChecksFile(folder), { ...check, salt: toBase64(encryptFor(publicKey, utf8(salt))) });
  const { block, listings, unopened, stale, made, expires, withheld } = copy;
  const asOf = { block, listings: listings.length, unopened, stale, copy: { made, expires, withheld } };
  return { asOf, commitment, answers };
}

/** Half a character has no canonical form: it is committed to as U+FFFD. */
const wellFormed = (queries: readonly CheckQuery[]): unknown =>
  JSON.parse(JSON.stringify(queries), (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );

async function noteDown(path: string, check: NotedCheck): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    // Begins a line of its own, whatever a power cut may have left of the last one.
    await file.write(`\n${JSON.stringify(check)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
