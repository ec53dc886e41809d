import { canonicalBytes, fromUtf8 } from '@tocsin/envelope/verify';
import type { Client, ListedLicence } from '@tocsin/gateway/api';
import { type LicenceEntry, licenceNumber } from '@tocsin/record';
import type { ReadRow, RowFault } from './row.ts';

/** A register that a file is compared with. */
export interface Register {
  readonly agency: string;
  readonly authority: string;
}

/** What an import would do with a row. */
export interface Change {
  readonly row: number;
  readonly number: string;
  readonly change: 'new' | 'changed';
  /** Members that differ; of a new licence none. */
  readonly members: readonly string[];
}

export interface Comparison {
  readonly changes: readonly Change[];
  /** Rows that stand in the register as they are. */
  readonly same: number;
  readonly refused: readonly RowFault[];
}

/** Numbers that a gateway is asked for at once. */
const PAGE = 1000;

/** A row as it was read, with the number that stands in it; null where there is none, or none that can be read. */
export interface Numbered {
  readonly number: string | null;
  readonly read: ReadRow | RowFault;
}

/**
 * Tells rows apart that have one number. Of rows that say the same the first counts. Where they differ, or one of them is
 * refused for something else, none does: nobody can tell which is right, and whichever was left would be the wrong one
 * half of the time.
 */
export function apart(all: readonly Numbered[]): { readonly rows: ReadRow[]; readonly refused: RowFault[] } {
  const groups = Map.groupBy(all, ({ number }) => number);
  const judged = all.map(({ number, read }) => {
    const others = number === null ? [] : (groups.get(number) ?? []).map((one) => one.read);
    return others.length < 2 ? read : amongOthers(read, others);
  });
  return { rows: judged.filter(isRow), refused: judged.filter((one): one is RowFault => !isRow(one)) };
}

const isRow = (read: ReadRow | RowFault): read is ReadRow => 'entry' in read;

function amongOthers(read: ReadRow | RowFault, others: readonly (ReadRow | RowFault)[]): ReadRow | RowFault {
  const [first] = others;
  const contents = new Set(others.map((one) => (isRow(one) ? contentOf(one) : null)));
  const alike = contents.size === 1 && !contents.has(null);
  if (alike && first === read) return read;
  const rows = others.filter((one) => one !== read).map(({ row }) => row);
  const reason = alike
    ? `stands in row ${first?.row} already: take one of them out`
    : `stands in row ${rows.join(', ')} too, and not with the same: leave the right one in the file, or none of them is taken`;
  const twice = { column: 'number', code: 'LICENCE_TWICE', reason };
  if (isRow(read)) return { row: read.row, ...twice, also: [] };
  return { ...read, also: [...read.also, twice] };
}

/** Numbers that are written differently are one number: what else is said decides. */
const contentOf = ({ entry: { number: _, ...rest } }: ReadRow): string => textOf(rest);

/** Compares rows with what the register says now. */
export async function compare(
  client: Pick<Client, 'lookUpLicences'>,
  register: Register,
  rows: readonly ReadRow[],
  progress: (done: number) => void,
): Promise<Omit<Comparison, 'refused'>> {
  const changes: Change[] = [];
  for (let from = 0; from < rows.length; from += PAGE) {
    progress(from);
    const page = rows.slice(from, from + PAGE);
    const numbers = page.map(({ entry }) => entry.number);
    const found = new Map((await client.lookUpLicences({ ...register, numbers })).map((one) => [one.key, one]));
    changes.push(...page.flatMap((row) => changeOf(row, found.get(licenceNumber(row.entry.number) ?? '')) ?? []));
  }
  return { changes, same: rows.length - changes.length };
}

function changeOf({ row, entry }: ReadRow, standing: ListedLicence | undefined): Change | undefined {
  const { number } = entry;
  if (standing === undefined) return { row, number, change: 'new', members: [] };
  const members = memberNames.filter((member) => textOf(entry[member]) !== textOf(standing.licence[member]));
  return members.length === 0 ? undefined : { row, number, change: 'changed', members };
}

const memberNames = [
  'number',
  'holder',
  'category',
  'scope',
  'principals',
  'branches',
  'from',
  'until',
  'status',
  'statusAsWritten',
] as const satisfies (keyof LicenceEntry)[];

/** Equal values have equal canonical JSON. */
export const textOf = (value: unknown): string => fromUtf8(canonicalBytes(value));
