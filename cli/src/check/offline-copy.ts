import { open, readFile } from 'node:fs/promises';
import {
  canonicalBytes,
  decryptWith,
  digest,
  EnvelopeError,
  fromUtf8,
  randomBytes,
  toBase64url,
} from '@tocsin/envelope';
import type { CheckQuery, ChecksAnswered, OfflineCheck } from '@tocsin/gateway/api';
import { answerOrRefusal, type Copy, sourcesOf, unpackCopy } from '@tocsin/gateway/screening';
import { CliError } from '../error.ts';
import { pathFrom } from '../file.ts';
import { destroyFile } from '../overwriting.ts';
import type { Terminal } from '../terminal.ts';
import { offlineChecksFile } from './accounting.ts';

/**
 * Opens a copy with the key of this device. One that is over is destroyed, not opened.
 * @throws CliError OFFLINE_COPY_DAMAGED, OFFLINE_COPY_EXPIRED, INPUT_UNREADABLE
 */
export async function openCopy(terminal: Terminal, path: string, secretKey: Uint8Array): Promise<Copy> {
  const whole = pathFrom(terminal.folder, path);
  const file = await readFile(whole).catch((error: unknown) => {
    throw new CliError('INPUT_UNREADABLE', path, error);
  });
  const copy = await copyIn(file, secretKey);
  const now = (terminal.clock?.() ?? new Date()).toISOString();
  if (now >= copy.expires) {
    await destroyFile(whole);
    throw new CliError('OFFLINE_COPY_EXPIRED', `on ${copy.expires}`);
  }
  // A clock that was set back would keep an old list alive.
  if (now < copy.made) throw new CliError('OFFLINE_COPY_EXPIRED', 'or the clock of this device is behind');
  return copy;
}

async function copyIn(file: Uint8Array, secretKey: Uint8Array): Promise<Copy> {
  try {
    return await unpackCopy(await decryptWith(secretKey, file));
  } catch (error) {
    const detail = error instanceof EnvelopeError ? error.code : undefined;
    throw new CliError('OFFLINE_COPY_DAMAGED', detail, error);
  }
}

/** Answers from a copy; that it was asked is on this device's disk before anything is answered. */
export async function askCopy(
  { copy, folder, now }: { readonly copy: Copy; readonly folder: string; readonly now: Date },
  queries: readonly CheckQuery[],
): Promise<ChecksAnswered> {
  const at = now.toISOString();
  const sources = sourcesOf(copy, at);
  const answers = queries.map((query) => answerOrRefusal(sources, query));
  const salt = toBase64url(randomBytes(32));
  const commitment = digest(`${salt}.${fromUtf8(canonicalBytes(wellFormed(queries)))}`);
  const check = { at, purpose: copy.purpose, count: queries.length, commitment, block: copy.block };
  await noteDown(offlineChecksFile(folder), { ...check, salt });
  // Of its block, as every copy is: that it is one says what it lacks.
  const { block, listings, unopened, made, expires } = copy;
  const asOf = { block, listings: listings.length, unopened, stale: false, copy: { made, expires } };
  return { asOf, commitment, answers };
}

/** Half a character has no canonical form: it is committed to as U+FFFD. */
const wellFormed = (queries: readonly CheckQuery[]): unknown =>
  JSON.parse(JSON.stringify(queries), (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );

async function noteDown(path: string, check: OfflineCheck & { readonly salt: string }): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    // Begins a line of its own, whatever a power cut may have left of the last one.
    await file.write(`\n${JSON.stringify(check)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
