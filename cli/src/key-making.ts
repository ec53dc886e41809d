import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DeviceError } from '@tocsin/device';
import { OVERLAP_DAYS } from '@tocsin/device/doctor';
import { formatSealSecretKey, generateSealKey, publicKeyOf, toBase64url } from '@tocsin/envelope';
import { daysAfter, hoursAfter, type Instant, KEY_NOTICE_HOURS } from '@tocsin/record';
import { CliError } from './error.ts';
import { existsFile, pathFrom, replacePrivate } from './file.ts';
import type { KeyUse } from './key-use.ts';
import { type CopyName, keepCopy } from './recovery/copy.ts';
import { readRecoverySet } from './recovery/set.ts';
import { act, type Done, type Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import { keyFileName, readUnitKey } from './unit-key-folder.ts';

/** A wish for a unit's next key. */
export interface KeyOrder {
  readonly use: KeyUse;
  readonly unit: string;
  /** Folder of the gateway's unit keys. */
  readonly out: string;
  /**
   * Recovery folder; undefined: `recovery` beside `out`; false: no copy is kept. None is kept of a trustee key either: a
   * lost one costs a share, and another roster heals that.
   */
  readonly recovery?: string | false | undefined;
  readonly days: number;
  /** Only the key that follows an earlier one, or only the first. */
  readonly place: 'next' | 'any';
}

/** The key that was made and announced. */
export interface MadeKey {
  readonly done: Done;
  readonly epoch: number;
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * Makes a unit's next key: the secret half for the gateway, a copy under the recovery key, then the announcement.
 * @throws CliError RECOVERY_MISSING, NO_SEAL_KEY; what the ledger refuses
 */
export async function makeKey(terminal: Terminal, session: Session, order: KeyOrder): Promise<MadeKey> {
  const { unit, use } = order;
  const { epoch, previous } = await following(session, unit, use);
  if (order.place === 'next' && epoch === 1) throw new DeviceError('NO_SEAL_KEY', `${session.agency}/${unit}`);
  const keep = await keeper(terminal, session.agency, order);
  const secretKey = await secretFor(pathFrom(terminal.folder, order.out), { unit, epoch });
  const publicKey = publicKeyOf(secretKey);
  const now = session.clock().toISOString();
  const from = epoch === 1 ? now : hoursAfter(now, KEY_NOTICE_HOURS);
  const until = daysAfter(from, order.days + OVERLAP_DAYS);
  await keep?.({ unit, epoch, secretKey });
  secretKey.fill(0);
  const key = toBase64url(publicKey);
  const done = await act(session, 'key.publish/1', { unit, use, epoch, key, previous, from, until });
  return { done, epoch, from, until };
}

/** The epoch after the last one, and the digest of the statement that announced that. */
async function following({ client, agency }: Session, unit: string, use: KeyUse) {
  const keys = (await client.keys({ agency, unit })).map(({ key }) => key).filter((key) => key.use === use);
  const last = keys.sort((a, b) => b.epoch - a.epoch)[0];
  return { epoch: (last?.epoch ?? 0) + 1, previous: last?.digest ?? null };
}

/**
 * The secret key of an epoch that is not announced yet, written before it is: a key that nobody holds would lock the
 * unit out of its own mail. One that an interrupted run has left is taken up again.
 */
async function secretFor(folder: string, name: CopyName): Promise<Uint8Array> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, keyFileName(name));
  if (await existsFile(path)) return (await readUnitKey(folder, name)).secretKey;
  const { secretKey } = generateSealKey();
  await replacePrivate(path, `${formatSealSecretKey(secretKey)}\n`);
  return secretKey;
}

/** How a copy is kept, or null where none is wanted. */
async function keeper(terminal: Terminal, agency: string, { use, recovery, out }: KeyOrder) {
  if (recovery === false || use === 'trustee') return null;
  const folder = pathFrom(terminal.folder, recovery ?? join(dirname(out), 'recovery'));
  const set = await readRecoverySet(folder);
  if (set.agency !== agency) throw new CliError('RECOVERY_MISSING', `it is ${set.agency}'s`);
  return (key: { unit: string; epoch: number; secretKey: Uint8Array }) => keepCopy(folder, set, key);
}
