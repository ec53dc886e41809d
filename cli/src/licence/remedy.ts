import { categoriesKnown, type LicenceFault, statusesKnown } from '@tocsin/record';
import type { Cells, Column } from './columns.ts';

/** What each column has to hold: said of a cell that does not fit, never what stands in it. */
const held: Readonly<Record<Exclude<Column, 'category' | 'status'>, string>> = {
  number: 'has 1 to 40 letters and digits, at least one digit, and no sign that cannot be shown',
  holder: 'has at least one name; each has up to 160 signs that can be shown, several are parted by |',
  holder_kind: 'is company or person',
  registration: 'has up to 40 signs that can be shown',
  phones: 'begin with + and the code of the country; up to 4, parted by |',
  address: 'has up to 200 signs that can be shown',
  countries: 'are codes of ISO 3166 like MY, each once; several are parted by |',
  sectors: 'are letters of ISIC sections, A to U, each once; several are parted by |',
  principals: 'are written Example Bhd (MY); up to 16, parted by |',
  branches: 'are written Nong Khai (TH) +15550100124; up to 16, parted by |',
  from: 'is a day that exists',
  until: 'is a day that exists, not before the first one; empty for no end',
  status_as_written: 'has up to 40 signs that can be shown',
};

/** Why a cell does not fit and what would, with the words that are known where it takes words. */
export function remedyFor(column: Column, code: LicenceFault['code'], cells: Cells): string {
  const text = cells[column] ?? '';
  if (column === 'status') return `is none of the words that are known: ${statusesKnown(text)}`;
  if (column === 'category') return `is none of the words that are known: ${categoriesKnown(text)}`;
  if (code === 'LICENCE_NUMBER') return 'is no licence number: 2 to 40 letters and digits, at least one digit';
  return `does not fit: it ${held[column]}`.replace(/: it (begin|are)/, ': they $1');
}
