import { readCsv } from '../csv-reading.ts';
import { CliError } from '../error.ts';
import { type Cells, type Column, columns, needed } from './columns.ts';

export interface ReadCells {
  readonly row: number;
  /** Null where the row is not UTF-8, or has more or fewer cells than the heading. */
  readonly cells: Cells | null;
  readonly fault: string | null;
}

/**
 * Rows of a register as CSV.
 * @throws CliError IMPORT_MALFORMED naming columns that are missing, unknown or twice, or the line where quotes do not close
 */
export function csvRows(bytes: Uint8Array): ReadCells[] {
  const { heading, rows } = readCsv(bytes, 'IMPORT_MALFORMED');
  const names = headingIn(heading);
  return rows.map(({ row, cells, fault }) => ({
    row,
    cells: cells === null ? null : Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])),
    fault,
  }));
}

function headingIn(cells: readonly string[]): Column[] {
  const names = cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  );
  const known = (name: string): name is Column => (columns as readonly string[]).includes(name);
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new CliError('IMPORT_MALFORMED', `no column ${missing.join(', ')}`);
  const places = names.flatMap((name, i) => (known(name) ? [] : [String(i + 1)]));
  if (places.length > 0) throw new CliError('IMPORT_MALFORMED', `nobody knows column ${places.join(', ')}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new CliError('IMPORT_MALFORMED', `column ${twice} stands twice`);
  return names.filter(known);
}
