import { type LicenceEntry, type LicenceStatus, label, labels, licenceFault, licenceStatuses } from '@tocsin/record';
import { type DateOrder, dayIn } from './day.ts';

/** Columns of a register as CSV; `list` prints them, `import` reads them. Several values of one cell are parted by `|`. */
export const columns = [
  'number',
  'holder',
  'holder_kind',
  'registration',
  'phones',
  'address',
  'category',
  'countries',
  'sectors',
  'principals',
  'branches',
  'from',
  'until',
  'status',
  'status_as_written',
] as const;
export type Column = (typeof columns)[number];
/** Without one of these a file is no register: a licence without an end must be said to have none. */
export const needed = ['number', 'holder', 'category', 'from', 'until', 'status'] as const satisfies Column[];

export type Cells = Readonly<Partial<Record<Column, string>>>;

export interface RowFault {
  /** As a spreadsheet counts, the heading being row 1; of JSON lines the line. */
  readonly row: number;
  readonly column: string;
  readonly code: string;
  readonly reason: string;
}

/** A row that can be imported, with what was read otherwise than it is written. */
export interface ReadRow {
  readonly row: number;
  readonly entry: LicenceEntry;
  readonly notes: readonly string[];
}

const fieldColumn: Readonly<Record<string, Column>> = {
  scope: 'countries',
  statusAsWritten: 'status_as_written',
};
const reasons = {
  LICENCE_NUMBER: 'is no licence number: letters and at least one digit',
  LICENCE_DATES: 'is no day, or lies before the first one',
  MALFORMED_STATEMENT: 'does not fit: too long, empty, with signs that cannot be shown, or no such code',
} as const;

/** One row as the ledger takes it, or the first thing that is wrong with it. No refusal repeats what stands in a cell. */
export function rowIn(row: number, cells: Cells, order: DateOrder | undefined): ReadRow | RowFault {
  const [from, until] = [dayIn(cells.from ?? '', order), untilIn(cells.until ?? '', order)];
  for (const [column, read] of Object.entries({ from, until }))
    if ('fault' in read) return { row, column, code: 'LICENCE_DATES', reason: read.fault };
  if ('fault' in from || 'fault' in until) throw new Error('told above');
  if (
    !parts(cells.phones)
      .map(digitsOf)
      .every((phone) => international.test(phone))
  )
    return {
      row,
      column: 'phones',
      code: 'MALFORMED_STATEMENT',
      reason: 'must begin with + and the code of the country',
    };
  const status = statusIn(cells.status ?? '');
  const entry = {
    number: (cells.number ?? '').trim(),
    holder: holderIn(cells),
    category: word(cells.category),
    scope: { countries: parts(cells.countries).map(upper), sectors: parts(cells.sectors).map(upper) },
    principals: parts(cells.principals).map(principalIn),
    branches: parts(cells.branches).map(branchIn),
    from: from.day,
    until: until.day,
    status: status.code,
    statusAsWritten: optional(cells.status_as_written) ?? status.asWritten,
  };
  const fault = licenceFault(entry);
  if (fault !== null) {
    const { code, field } = fault;
    return { row, column: fieldColumn[field] ?? field, code, reason: reasons[code] };
  }
  const notes = [from.note, until.note].filter((note) => note !== undefined);
  return { row, entry: entry as LicenceEntry, notes };
}

function untilIn(text: string, order: DateOrder | undefined) {
  return text.trim() === '' ? { day: null, note: undefined } : ({ note: undefined, ...dayIn(text, order) } as const);
}

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

/** Words of registers that are no translation of ours. */
const otherWords: Readonly<Record<string, LicenceStatus>> = {
  'good standing': 'valid',
  active: 'valid',
  'preventive suspension': 'suspended',
  'forever banned': 'banned',
};

/** A status by its code, or by the word for it in one of the seven languages, which is then kept as written. */
function statusIn(text: string): { code: string; asWritten: string | null } {
  const said = text.trim();
  const plain = said.toLowerCase();
  const code = licenceStatuses.find((status) => status === plain);
  if (code !== undefined) return { code, asWritten: null };
  const languages = Object.values(labels).map(({ language }) => language);
  const translated = licenceStatuses.find((status) =>
    languages.some((language) => label(language, 'licence', status).toLowerCase() === plain),
  );
  return { code: translated ?? otherWords[plain] ?? plain, asWritten: said };
}

/** E.164 */
const international = /^\+[1-9][0-9]{6,14}$/;
const digitsOf = (phone: string): string => phone.replace(/[\s().-]/g, '');
const parts = (text = ''): string[] =>
  text
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
const word = (text = ''): string => text.trim().toLowerCase();
const upper = (text: string): string => text.toUpperCase();
const optional = (text = ''): string | null => (text.trim() === '' ? null : text.trim());
