import { delimiterOf, unguarded } from '@tocsin/device/spreadsheet';
import { CsvError, parse } from 'csv-parse/sync';
import { CliError, type CliErrorCode } from './error.ts';

/** A row under the heading; null where it is not UTF-8 or has more or fewer cells than the heading. */
export interface CsvRow {
  /** As a spreadsheet counts, the heading being row 1. */
  readonly row: number;
  readonly cells: readonly string[] | null;
  /** The cells as they were given, however many; what is not UTF-8 shows where it was. */
  readonly given: readonly string[];
  readonly fault: string | null;
}

/** Bytes of a table: more is no list of people or licences, and no text that can be held. */
export const MOST_CSV_BYTES = 256 * 1024 * 1024;

export interface CsvTable {
  readonly heading: readonly string[];
  readonly rows: readonly CsvRow[];
}

/**
 * A table as CSV. Bytes are parsed before they are decoded, so that one broken cell costs its row alone.
 * @throws CliError of the code given, naming the line where quotes do not close; a heading that is not UTF-8
 */
export function readCsv(bytes: Uint8Array, malformed: CliErrorCode): CsvTable {
  const all = recordsIn(withoutMark(bytes), malformed).map((cells, i) => ({ row: i + 1, cells }));
  // Empty lines say nothing, but a spreadsheet counts them.
  const [heading, ...rows] = all.filter(({ cells }) => cells.length > 1 || cells[0] !== '');
  if (heading === undefined) throw new CliError(malformed, 'the file is empty');
  const names = decodedRow(heading.cells);
  if (names === null) throw new CliError(malformed, 'its heading is not UTF-8');
  return { heading: names, rows: rows.map(({ row, cells }) => rowOf(row, cells, names.length)) };
}

const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

function recordsIn(bytes: Uint8Array, malformed: CliErrorCode): string[][] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  try {
    return parse(text, { delimiter: delimiterOf(text), relax_column_count: true });
  } catch (error) {
    if (error instanceof CsvError) throw new CliError(malformed, faultIn(error), error);
    throw error;
  }
}

/** What a person has to look for: nearly always a quotation mark. */
function faultIn({ lines, code }: CsvError): string {
  const quotes = code.includes('QUOTE') || code.includes('QUOTING') ? 'a cell in quotation marks does not end, ' : '';
  return `line ${lines}: ${quotes}${code}`;
}

function rowOf(row: number, written: readonly string[], columns: number): CsvRow {
  const given = written.map(shown);
  const count = `has ${written.length} ${written.length === 1 ? 'cell' : 'cells'}, the heading ${columns}`;
  if (written.length !== columns) return { row, cells: null, given, fault: count };
  const cells = decodedRow(written);
  return { row, cells, given, fault: cells === null ? 'is not UTF-8' : null };
}

function decodedRow(cells: readonly string[]): string[] | null {
  try {
    return cells.map(decoded);
  } catch {
    return null;
  }
}

const shown = (cell: string): string => unguarded(Buffer.from(cell, 'latin1').toString('utf8'));

const decoded = (cell: string): string =>
  unguarded(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(cell, 'latin1')));
