import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OfflineCheck } from '@tocsin/gateway/api';
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
export async function accountForChecks({ client, folder }: Session): Promise<number> {
  const path = offlineChecksFile(folder);
  const text = await readFile(path, 'utf8').catch(() => '');
  const noted = text.split('\n').flatMap((line) => checkIn(line) ?? []);
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

/** A line that a power cut tore is no check: nothing was answered after it. */
function checkIn(line: string): Noted | null {
  try {
    return JSON.parse(line) as Noted;
  } catch {
    return null;
  }
}
