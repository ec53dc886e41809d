import { appendFile, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OfflineCheck } from '@tocsin/gateway/api';
import { purposes } from '@tocsin/record';
import type { Session } from '../session.ts';

/** Files of a profile with checks that the own gateway has not been told of: where they are noted, and while they are told. */
export const offlineChecksFile = (folder: string): string => join(folder, 'checks-offline.ndjson');
export const toldChecksFile = (folder: string): string => join(folder, 'checks-offline.telling');

/** Checks of one request. */
const MOST = 500;

/** A check as it is noted; its salt is sealed to the device's key: on a lost device nobody tries out who was asked about. */
export type NotedCheck = OfflineCheck & { readonly salt: string };

/**
 * Tells the own gateway of checks that were made without a line, and keeps their salts with those of all others. A kill
 * in between tells some of them twice: the same commitment, so that an auditor sees it.
 * @returns how many were told: each row of a file is one
 */
export async function accountForChecks(session: Pick<Session, 'client' | 'folder'>): Promise<number> {
  // Those first that an earlier run was cut off with.
  const before = await tell(session);
  await setAside(session.folder);
  return before + (await tell(session));
}

/** From here on checks are noted in a new file: none is lost that is made while others are told. */
async function setAside(folder: string): Promise<void> {
  await rename(offlineChecksFile(folder), toldChecksFile(folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

async function tell({ client, folder }: Pick<Session, 'client' | 'folder'>): Promise<number> {
  const path = toldChecksFile(folder);
  let told = 0;
  let papers = 0;
  // Read anew each time: whoever had the file open already may have written one more.
  for (let noted = await checksIn(path); noted.length > told; noted = await checksIn(path)) {
    const some = noted.slice(told, told + MOST);
    await client.accountChecks(some.map(({ salt: _, ...check }) => check));
    const lines = some.map((one) => `${JSON.stringify(one)}\n`).join('');
    await appendFile(join(folder, 'checks.ndjson'), lines, { mode: 0o600 });
    told += some.length;
    papers += some.reduce((sum, { count }) => sum + count, 0);
  }
  await rm(path, { force: true });
  return papers;
}

/** Checks that wait to be told, in the order in which they were made. */
export async function checksToAccount(folder: string): Promise<NotedCheck[]> {
  return [...(await checksIn(toldChecksFile(folder))), ...(await checksIn(offlineChecksFile(folder)))];
}

async function checksIn(path: string): Promise<NotedCheck[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => checkIn(line) ?? []);
}

/**
 * A line that a power cut tore is no check: nothing was answered after it. Nor is one that the gateway would refuse: it
 * would keep all that follow from being told.
 */
function checkIn(line: string): NotedCheck | null {
  try {
    const { at, purpose, count, commitment, block, salt } = JSON.parse(line) as Record<string, unknown>;
    const sound =
      isInstant(at) &&
      purposes.some((each) => each === purpose) &&
      Number.isInteger(count) &&
      (count as number) >= 1 &&
      (count as number) <= 100_000 &&
      /^[0-9a-f]{64}$/.test(String(commitment)) &&
      /^[0-9]{1,18}$/.test(String(block)) &&
      typeof salt === 'string';
    return sound ? ({ at, purpose, count, commitment, block, salt } as NotedCheck) : null;
  } catch {
    return null;
  }
}

/** In the one form that compares as text. */
const isInstant = (value: unknown): boolean =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;
