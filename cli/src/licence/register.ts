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

/** The second and every further row with a number is refused: nobody can tell which of them is right. */
export function apart(rows: readonly ReadRow[]): { readonly rows: ReadRow[]; readonly twice: RowFault[] } {
  const first = new Map<string, number>();
  const twice: RowFault[] = [];
  const kept = rows.filter(({ row, entry }) => {
    const key = licenceNumber(entry.number) ?? '';
    const known = first.get(key);
    if (known === undefined) first.set(key, row);
    else
      twice.push({
        row,
        column: 'number',
        code: 'LICENCE_TWICE',
        reason: `stands in row ${known} already: take one of them out`,
        also: [],
      });
    return known === undefined;
  });
  return { rows: kept, twice };
}

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
