import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digest } from '@tocsin/envelope';
import type { BlindTable } from '@tocsin/envelope/blind';
import { BlindError } from '@tocsin/envelope/verify';
import type { AgencyCode, BlindTableIssued } from '@tocsin/record';
import { replacePrivate } from './file.ts';

const folderIn = (folder: string): string => join(folder, 'blind-tables');

/** What the ledger says of tables, and the epoch of the key in force. */
export interface TablesNamed {
  readonly tables: readonly BlindTableIssued[];
  readonly epoch: number;
}

/** Reads a table, if it is the one that its owner has named on the ledger under the key in force. @throws BlindError BAD_TABLE */
export async function tableOf(
  owner: AgencyCode,
  bytes: Uint8Array,
  { tables, epoch }: TablesNamed,
): Promise<BlindTable> {
  const issued = tables.find(({ agency }) => agency === owner);
  if (issued?.epoch !== epoch || issued.hash !== digest(bytes)) throw new BlindError('BAD_TABLE');
  const { readTable } = await import('@tocsin/envelope/blind');
  return readTable(owner, bytes);
}

/** Keeps an owner's table for the checks of a profile, in place of an older one. */
export async function keepTable(folder: string, owner: AgencyCode, bytes: Uint8Array): Promise<void> {
  await mkdir(folderIn(folder), { recursive: true, mode: 0o700 });
  await replacePrivate(join(folderIn(folder), `${owner}.table`), bytes);
}

/** Whose tables a profile keeps. */
export async function ownersKept(folder: string): Promise<AgencyCode[]> {
  const names = await readdir(folderIn(folder)).catch(() => []);
  return names.flatMap((name) => /^([a-z0-9-]+)\.table$/.exec(name)?.[1] ?? []).sort();
}

export const keptTable = (folder: string, owner: AgencyCode): Promise<Uint8Array> =>
  readFile(join(folderIn(folder), `${owner}.table`));
