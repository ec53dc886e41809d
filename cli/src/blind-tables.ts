import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { digest } from '@tocsin/envelope';
import type { BlindTable } from '@tocsin/envelope/blind';
import { BlindError } from '@tocsin/envelope/verify';
import {
  type AgencyCode,
  type BlindKey,
  type BlindTableIssued,
  type Instant,
  isBlindKeyUsable,
  Refusal,
} from '@tocsin/record';
import { CliError } from './error.ts';
import { readInput, replacePrivate } from './file.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

/** What the ledger says of keys and tables, and when that was asked. */
export interface TablesNamed {
  readonly keys: readonly BlindKey[];
  readonly tables: readonly BlindTableIssued[];
  readonly now: Instant;
}

export const tablesNamed = async ({ client, clock }: Session): Promise<TablesNamed> => ({
  ...(await client.blind()),
  now: clock().toISOString(),
});

/** A table and the key that it was made under: not always the newest, while owners issue theirs anew. */
export interface KeyedTable {
  readonly table: BlindTable;
  readonly key: BlindKey;
}

/**
 * Reads a table, if it is the one that its owner has named on the ledger, under a key that trustees still evaluate with.
 * @throws BlindError BAD_TABLE; Refusal BLIND_KEY_NOT_IN_FORCE
 */
export async function tableOf(
  owner: AgencyCode,
  bytes: Uint8Array,
  { tables, keys, now }: TablesNamed,
): Promise<KeyedTable> {
  const issued = tables.find(({ agency }) => agency === owner);
  if (issued === undefined || issued.hash !== digest(bytes)) throw new BlindError('BAD_TABLE');
  const key = keys.find(({ epoch }) => epoch === issued.epoch);
  if (key === undefined || !isBlindKeyUsable(key, now)) {
    throw new Refusal('BLIND_KEY_NOT_IN_FORCE', `${issued.epoch}, which the table of ${owner} was made under`);
  }
  const { readTable } = await import('@tocsin/envelope/blind');
  return { table: readTable(owner, bytes), key };
}

/** Largest file that is read as a table, bytes: some 380,000 rows. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A table that is given as AGENCY=FILE, with its bytes. @throws CliError USAGE, INPUT_UNREADABLE; as {@link tableOf} */
export async function tableGiven(
  terminal: Terminal,
  given: string,
  on: TablesNamed,
): Promise<KeyedTable & { readonly bytes: Uint8Array }> {
  const [, owner, path] = /^([a-z0-9-]+)=(.+)$/s.exec(given) ?? [];
  if (owner === undefined || path === undefined) throw new CliError('USAGE', '--table is AGENCY=FILE');
  const bytes = await readInput(terminal, path, MOST_BYTES);
  return { ...(await tableOf(owner, bytes, on)), bytes };
}

const folderIn = (folder: string): string => join(folder, 'blind-tables');
const fileIn = (folder: string, owner: AgencyCode): string => join(folderIn(folder), `${owner}.table`);

/** Keeps an owner's table for the checks of a profile, in place of an older one. */
export async function keepTable(folder: string, owner: AgencyCode, bytes: Uint8Array): Promise<void> {
  await mkdir(folderIn(folder), { recursive: true, mode: 0o700 });
  await replacePrivate(fileIn(folder, owner), bytes);
}

/** Whose tables a profile keeps. A folder that cannot be read is no folder without tables: that ends the check. */
export async function ownersKept(folder: string): Promise<AgencyCode[]> {
  const names = await readdir(folderIn(folder)).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return [];
    throw fault;
  });
  return names.flatMap((name) => /^([a-z0-9-]+)\.table$/.exec(name)?.[1] ?? []).sort();
}

/** Removes an owner's table from a profile; false where it keeps none. */
export async function dropTable(folder: string, owner: AgencyCode): Promise<boolean> {
  if (!(await ownersKept(folder)).includes(owner)) return false;
  await rm(fileIn(folder, owner));
  return true;
}

/** The kept table of an owner. @throws as {@link tableOf} */
export const tableKept = async (folder: string, owner: AgencyCode, on: TablesNamed): Promise<KeyedTable> =>
  tableOf(owner, await readFile(fileIn(folder, owner)), on);
