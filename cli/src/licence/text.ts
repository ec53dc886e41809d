import type { ListedLicence } from '@tocsin/gateway/api';
import type { LicenceEntry } from '@tocsin/record';
import { csv } from '../csv.ts';
import { fields, harmless, table } from '../table.ts';
import { minute } from '../words.ts';
import { columns } from './columns.ts';
import type { Comparison } from './register.ts';
import type { ReadRow, RowFault } from './row.ts';

/** Rows of each sort that are shown; `--json` tells all. */
const SHOWN = 20;

export function licencesTable(licences: readonly ListedLicence[]): string {
  const rows = licences.map(({ standing, licence }) => [
    `${licence.agency} ${licence.authority}`,
    standing,
    licence.category,
    licence.from,
    licence.until ?? '-',
    `${harmless(licence.number)}  ${holderText(licence)}`,
  ]);
  return table(['REGISTER', 'STANDING', 'CATEGORY', 'FROM', 'UNTIL', 'NUMBER AND HOLDER'], rows);
}

/** One licence with all that its register says; text in other scripts last on its line. */
export function licenceText({ key, standing, day, zone, licence }: ListedLicence): string {
  const { scope, principals, branches, history, holder } = licence;
  return fields([
    ['number', `${harmless(licence.number)} (${key})`],
    ['register', `${licence.agency}, ${licence.authority}`],
    ['standing', licence.statusAsWritten === null ? standing : `${standing}: ${harmless(licence.statusAsWritten)}`],
    ['on', `${day}, ${zone}`],
    ['holder', holderText(licence)],
    ...(holder.kind === 'company' && holder.registration !== null
      ? [['registration', harmless(holder.registration)] as const]
      : []),
    [
      'for',
      [licence.category, scope.countries.join(' '), scope.sectors.join(' ')].filter((part) => part !== '').join('; '),
    ],
    ['valid', `${licence.from} to ${licence.until ?? 'no end'}`],
    ...principals.map(({ name, country }) => ['principal', `${harmless(name)} (${country})`] as const),
    ...branches.map(({ place, country }) => ['branch', `${harmless(place)} (${country})`] as const),
    ...history.map(({ status, at }) => ['since', `${minute(at)} ${status}`] as const),
    ['published', `${minute(licence.at)}, statement ${licence.statement}`],
  ]);
}

const holderText = ({ holder }: LicenceEntry): string =>
  holder.kind === 'person'
    ? 'a person: ask the register for the name'
    : holder.names.map(({ text }) => harmless(text)).join(' / ');

/** What an import would do, or did not do. */
export function comparisonText({ changes, same, refused }: Comparison, read: readonly ReadRow[]): string {
  const added = changes.filter(({ change }) => change === 'new').length;
  const notes = read.flatMap(({ row, notes: said }) => said.map((note) => ({ row, note })));
  const sums = `${added} new, ${changes.length - added} changed, ${same} the same, ${refused.length} refused\n`;
  const different = changes.filter(({ change }) => change === 'changed');
  return [
    sums,
    section(different, ({ row, members }) => `row ${row}: changes ${members.join(', ')}`),
    section(notes, ({ row, note }) => `row ${row}: ${harmless(note)}`),
    section(refused, refusalText),
  ].join('');
}

const refusalText = ({ row, also, ...first }: RowFault): string =>
  `row ${row}: refused: ${[first, ...also].map(({ column, reason }) => `${column} ${reason}`.trim()).join('; ')}`;

function section<T>(all: readonly T[], line: (one: T) => string): string {
  const more = all.length > SHOWN ? `and ${all.length - SHOWN} more like these\n` : '';
  return `${all
    .slice(0, SHOWN)
    .map((one) => `${line(one)}\n`)
    .join('')}${more}`;
}

/** Licences in the columns that `import` reads. */
export function licencesCsv(licences: readonly LicenceEntry[]): string {
  return csv(columns, licences.map(cellsOf));
}

function cellsOf(licence: LicenceEntry): string[] {
  const { holder, scope, principals, branches } = licence;
  const company = holder.kind === 'company' ? holder : { names: [], registration: null, phones: [], address: null };
  return [
    licence.number,
    company.names.map(({ text }) => text).join('|'),
    holder.kind,
    company.registration ?? '',
    company.phones.join('|'),
    company.address ?? '',
    licence.category,
    scope.countries.join('|'),
    scope.sectors.join('|'),
    principals.map(({ name, country }) => `${name} (${country})`).join('|'),
    branches.map(({ place, country, phone }) => `${place} (${country}) ${phone ?? ''}`.trim()).join('|'),
    licence.from,
    licence.until ?? '',
    licence.status,
    licence.statusAsWritten ?? '',
  ];
}
