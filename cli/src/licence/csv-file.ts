import { CsvError, parse } from 'csv-parse/sync';
import { CliError } from '../error.ts';
import { type Cells, type Column, columns, needed } from './row.ts';

export interface ReadCells {
  readonly row: number;
  /** Null where the row is not UTF-8, or has more or fewer cells than the heading. */
  readonly cells: Cells | null;
  readonly fault: string | null;
}

/** The delimiter that spreadsheets of the country use: the one that the heading has most of. */
const delimiters = [',', ';', '\t'];

/**
 * Rows of a register as CSV. Bytes are parsed before they are decoded, so that one broken cell costs its row alone.
 * @throws CliError IMPORT_MALFORMED naming columns that are missing, unknown or twice, or the line where quotes do not close
 */
export function csvRows(bytes: Uint8Array): ReadCells[] {
  const [heading, ...rows] = recordsIn(withoutMark(bytes));
  const names = headingIn(heading ?? []);
  return rows.map((cells, i) => cellsOf(i + 2, cells, names));
}

const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

function recordsIn(bytes: Uint8Array): string[][] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const first = text.slice(0, text.indexOf('\n') + 1 || undefined);
  const count = (delimiter: string): number => first.split(delimiter).length;
  const [delimiter] = [...delimiters].sort((a, b) => count(b) - count(a));
  try {
    return parse(text, { delimiter: delimiter ?? ',', relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    if (error instanceof CsvError) throw new CliError('IMPORT_MALFORMED', `line ${error.lines}: ${error.code}`, error);
    throw error;
  }
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

function cellsOf(row: number, cells: readonly string[], names: readonly Column[]): ReadCells {
  const count = `has ${cells.length} cells, the heading ${names.length}`;
  if (cells.length !== names.length) return { row, cells: null, fault: count };
  try {
    return { row, cells: Object.fromEntries(names.map((name, i) => [name, decoded(cells[i] ?? '')])), fault: null };
  } catch {
    return { row, cells: null, fault: 'is not UTF-8' };
  }
}

/** What a spreadsheet was kept from running as a formula is itself again. */
const decoded = (cell: string): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(cell, 'latin1')).replace(/^'(?=[=+\-@\t\r])/, '');
