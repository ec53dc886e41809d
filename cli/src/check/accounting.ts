import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OfflineCheck } from '@tocsin/gateway/api';
import { purposes } from '@tocsin/record';
import { replacePrivate } from '../file.ts';
import type { Session } from '../session.ts';

/** File of a profile with the checks that the own gateway has not been told of. */
export const offlineChecksFile = (folder: string): string => join(folder, 'checks-offline.ndjson');

/** Checks of one request. */
const MOST = 500;

type Noted = OfflineCheck & { readonly salt: string };

/**
 * Tells the own gateway of checks that were made without a line, and keeps their salts with those of all others. A kill
 * in between tells some of them twice: the same commitment, so that an auditor sees it.
 * @returns how many were told
 */
export async function accountForChecks({ client, folder }: Pick<Session, 'client' | 'folder'>): Promise<number> {
  const path = offlineChecksFile(folder);
  const noted = await checksToAccount(folder);
  for (let from = 0; from < noted.length; from += MOST) {
    const some = noted.slice(from, from + MOST);
    await client.accountChecks(some.map(({ salt: _, ...check }) => check));
    await appendFile(join(folder, 'checks.ndjson'), some.map((one) => `${JSON.stringify(one)}\n`).join(''), {
      mode: 0o600,
    });
    await replacePrivate(
      path,
      noted
        .slice(from + MOST)
        .map((one) => `${JSON.stringify(one)}\n`)
        .join(''),
    );
  }
  return noted.length;
}

/** Checks that wait to be told, in the order in which they were made. */
export async function checksToAccount(folder: string): Promise<Noted[]> {
  const text = await readFile(offlineChecksFile(folder), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => checkIn(line) ?? []);
}

/**
 * A line that a power cut tore is no check: nothing was answered after it. Nor is one that the gateway would refuse: it
 * would keep all that follow from being told.
 */
function checkIn(line: string): Noted | null {
  try {
    const { at, purpose, count, commitment, block, salt } = JSON.parse(line) as Record<string, unknown>;
    const sound =
      isInstant(at) &&
      purposes.some((each) => each === purpose) &&
      Number.isInteger(count) &&
      (count as number) >= 1 &&
      /^[0-9a-f]{64}$/.test(String(commitment)) &&
      /^[0-9]{1,18}$/.test(String(block)) &&
      typeof salt === 'string';
    return sound ? ({ at, purpose, count, commitment, block, salt } as Noted) : null;
  } catch {
    return null;
  }
}

/** In the one form that compares as text. */
const isInstant = (value: unknown): boolean =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value;
