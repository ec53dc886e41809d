import type { CheckQuery } from '@tocsin/gateway/api';
import type { PaperColumn } from '@tocsin/record';
import { countryIn } from './country.ts';

export type { PaperColumn };

/** What may stand on a paper: its name as an option and as a column of a file, and the field of a query that it fills. */
export const paperFields = [
  ['name', 'names'],
  ['company', 'companies'],
  ['born', 'born'],
  ['passport', 'passport'],
  ['national-id', 'nationalId'],
  ['document', 'document'],
  ['country', 'country'],
  ['licence', 'licence'],
  ['authority', 'authority'],
  ['registration', 'registration'],
  ['phone', 'phone'],
  ['account', 'account'],
  ['wallet', 'wallet'],
  ['social', 'social'],
  ['address', 'address'],
] as const satisfies readonly (readonly [PaperColumn, keyof CheckQuery])[];

export const paperColumns: readonly PaperColumn[] = paperFields.map(([column]) => column);

/** One thing on a paper. */
export interface PaperPart {
  readonly column: PaperColumn;
  readonly text: string;
}

/** How often something may stand on a paper: names in so many spellings, everything else once. */
const MOST_SPELLINGS = 8;
const mostOf = (column: PaperColumn): number => (column === 'name' || column === 'company' ? MOST_SPELLINGS : 1);

const forms: Partial<Record<PaperColumn, RegExp>> = { country: /^[A-Z]{2}$/, authority: /^[a-z0-9]+(-[a-z0-9]+)*$/ };

/** What is asked of a paper, or what on it cannot be asked: the first, and all others. */
export type PaperRead =
  | { readonly query: CheckQuery }
  | { readonly unreadable: PaperColumn; readonly also: readonly PaperColumn[] };

/** Reads what stands on a paper; what is empty is not asked about. */
export function queryOf(parts: readonly PaperPart[]): PaperRead {
  const query: Partial<Record<keyof CheckQuery, string | string[]>> = {};
  const faults: PaperColumn[] = [];
  for (const [column, field] of paperFields) {
    const texts = parts.flatMap((part) => (part.column === column ? [part.text.trim()] : [])).filter((text) => text);
    const [first] = texts;
    if (first === undefined) continue;
    const most = mostOf(column);
    const text = column === 'country' ? countryIn(first) : first;
    if (texts.length > most || forms[column]?.test(text) === false) faults.push(column);
    query[field] = most > 1 ? texts : text;
  }
  const [unreadable, ...also] = faults;
  return unreadable === undefined ? { query: query as CheckQuery } : { unreadable, also };
}

/** What each column of a file is, null for one that is not looked at; or why it is no list of papers. */
export type PaperHeading =
  | { readonly columns: readonly (PaperColumn | null)[]; readonly ignored: readonly string[] }
  | { readonly unusable: 'no-column' }
  | { readonly unusable: 'twice'; readonly column: PaperColumn };

/** Reads a heading: wrong columns must not look like people nobody knows, so a file needs one that is looked at. */
export function headingOf(cells: readonly string[]): PaperHeading {
  const columns = cells.map(columnOf);
  const found = columns.filter((column) => column !== null);
  if (found.length === 0) return { unusable: 'no-column' };
  const twice = found.find((column, i) => found.indexOf(column) !== i && mostOf(column) === 1);
  if (twice !== undefined) return { unusable: 'twice', column: twice };
  return { columns, ignored: cells.filter((_, i) => columns[i] === null) };
}

function columnOf(cell: string): PaperColumn | null {
  const name = cell
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  return paperColumns.find((column) => column === name) ?? null;
}

/** What a row under a heading says. */
export const partsOf = (columns: readonly (PaperColumn | null)[], cells: readonly string[]): PaperPart[] =>
  columns.flatMap((column, i) => (column === null ? [] : [{ column, text: cells[i] ?? '' }]));
