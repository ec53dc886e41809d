import {
  categoryMeant,
  type LicenceEntry,
  type LicenceFault,
  licenceFaults,
  licenceStatuses,
  statusMeant,
} from '@tocsin/record';
import { type Cells, type Column, columns } from './columns.ts';
import { type DateOrder, dayIn, type ReadDay } from './day.ts';
import { remedyFor } from './remedy.ts';

/** What is wrong with a cell; no column where it is the row. */
export interface CellFault {
  readonly column: string;
  readonly code: string;
  readonly reason: string;
}

/** A row that cannot be imported: the first thing that is wrong with it, and everything else. */
export interface RowFault extends CellFault {
  /** As a spreadsheet counts, the heading being row 1; of JSON lines the line. */
  readonly row: number;
  readonly also: readonly CellFault[];
}

/** A row that can be imported, with what was read otherwise than it is written. */
export interface ReadRow {
  readonly row: number;
  readonly entry: LicenceEntry;
  readonly notes: readonly string[];
}

const fieldColumn: Readonly<Record<string, Column>> = {
  'holder/names': 'holder',
  'holder/kind': 'holder_kind',
  'holder/registration': 'registration',
  'holder/phones': 'phones',
  'holder/address': 'address',
  scope: 'countries',
  'scope/countries': 'countries',
  'scope/sectors': 'sectors',
  statusAsWritten: 'status_as_written',
};
const columnFor = (field: string): Column => fieldColumn[field] ?? columns.find((each) => each === field) ?? 'holder';

/** One row as the ledger takes it, or all that is wrong with it. No refusal repeats what stands in a cell. */
export function rowIn(row: number, cells: Cells, order: DateOrder | undefined): ReadRow | RowFault {
  const days = { from: fromIn(cells.from ?? '', order), until: untilIn(cells.until ?? '', order) };
  const entry = entryIn(cells, days);
  const faults = [...dayFaults(days), ...entryFaults(entry, cells)];
  const [first, ...also] = columns.flatMap((column) => faults.find((fault) => fault.column === column) ?? []);
  if (first !== undefined) return { row, ...first, also };
  const notes = [days.from, days.until].flatMap((day) => ('note' in day && day.note !== undefined ? [day.note] : []));
  return { row, entry: entry as LicenceEntry, notes };
}

interface Days {
  readonly from: ReadDay;
  readonly until: ReadDay | { readonly day: null };
}

function entryIn(cells: Cells, { from, until }: Days) {
  const status = statusIn(cells.status ?? '');
  return {
    number: (cells.number ?? '').trim(),
    holder: holderIn(cells),
    category: categoryMeant(cells.category ?? ''),
    scope: { countries: parts(cells.countries).map(upper), sectors: parts(cells.sectors).map(upper) },
    principals: parts(cells.principals).map(principalIn),
    branches: parts(cells.branches).map(branchIn),
    from: 'day' in from ? from.day : null,
    until: 'day' in until ? until.day : null,
    status: status.code,
    statusAsWritten: optional(cells.status_as_written) ?? status.asWritten,
  };
}

const dayFaults = (days: Days): CellFault[] =>
  Object.entries(days).flatMap(([column, read]) =>
    'fault' in read ? [{ column, code: 'LICENCE_DATES', reason: read.fault }] : [],
  );

const entryFaults = (entry: ReturnType<typeof entryIn>, cells: Cells): CellFault[] =>
  licenceFaults(entry).map(({ field, code }: LicenceFault) => {
    const column = columnFor(field);
    return { column, code, reason: remedyFor(column, code, cells) };
  });

const fromIn = (text: string, order: DateOrder | undefined): ReadDay =>
  text.trim() === '' ? { fault: 'is empty: write the first day that the licence is good for' } : dayIn(text, order);

const untilIn = (text: string, order: DateOrder | undefined): Days['until'] =>
  text.trim() === '' ? { day: null } : dayIn(text, order);

function holderIn({ holder = '', holder_kind = '', registration, phones, address }: Cells): unknown {
  if (word(holder_kind) === 'person') return { kind: 'person' };
  const kind = word(holder_kind) || 'company';
  const names = parts(holder).map((text) => ({ text, script: scriptOf(text) }));
  return {
    kind,
    names,
    registration: optional(registration),
    phones: parts(phones).map(digitsOf),
    address: optional(address),
  };
}

const scripts = ['Thai', 'Khmr', 'Laoo', 'Mymr', 'Hani'] as const;
/** The script of a name by its first letters that are not Latin; Chinese is taken for simplified. */
function scriptOf(text: string): string {
  const found = scripts.find((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(text));
  return found === 'Hani' ? 'Hans' : (found ?? 'Latn');
}

/** `Example Plantation Bhd (MY)` */
function principalIn(text: string): unknown {
  const [, name = text, country = ''] = /^(.*?)\s*\(([A-Za-z]{2})\)$/.exec(text) ?? [];
  return { name, country: upper(country) };
}

/** `Nong Khai (TH) +6642000000` */
function branchIn(text: string): unknown {
  const [, place = text, country = '', phone] = /^(.*?)\s*\(([A-Za-z]{2})\)\s*(\+[\d\s-]+)?$/.exec(text) ?? [];
  return { place, country: upper(country), phone: phone?.replace(/[\s-]/g, '') ?? null };
}

/** A status by its code, or by a word of registers or of ours for it, which is then kept as written. */
export function statusIn(text: string): { code: LicenceEntry['status'] | null; asWritten: string | null } {
  const said = text.trim();
  const isCode = licenceStatuses.some((status) => status === said.toLowerCase());
  return { code: statusMeant(said), asWritten: isCode ? null : said };
}

const digitsOf = (phone: string): string => phone.replace(/[\s().-]/g, '');
const parts = (text = ''): string[] =>
  text
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const word = (text = ''): string => text.trim().toLowerCase();
const upper = (text: string): string => text.toUpperCase();
const optional = (text = ''): string | null => (text.trim() === '' ? null : text.trim());
