import { parse } from 'csv-parse/browser/esm/sync';
import { type Column, columns, type Part } from './fields.ts';

/** A row of a file: what is on one paper; null where the row has more or fewer cells than the heading. */
export interface Paper {
  /** As a spreadsheet counts, the heading being row 1. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly parts: readonly Part[] | null;
}

export interface Table {
  readonly heading: readonly string[];
  /** Columns that nobody looks at. */
  readonly ignored: readonly string[];
  readonly papers: readonly Paper[];
}

/** Papers, one a row under a heading; null for what is none: wrong columns must not look like people nobody knows. */
export function readTable(text: string): Table | null {
  const [heading, ...rows] = cellsOf(text) ?? [];
  if (heading === undefined) return null;
  const known = heading.map(columnOf);
  const found = known.filter((column) => column !== null);
  const isTwice = (column: Column, at: number): boolean =>
    column !== 'name' && column !== 'company' && found.indexOf(column) !== at;
  if (found.length === 0 || found.some(isTwice)) return null;
  const papers = rows.map((cells, i) => ({ row: i + 2, cells, parts: partsIn(known, cells) }));
  return { heading, ignored: heading.filter((_, i) => known[i] === null), papers };
}

const delimiters = ['\t', ',', ';'];

function cellsOf(text: string): string[][] | null {
  const first = text.split('\n', 1)[0] ?? '';
  const count = (delimiter: string): number => first.split(delimiter).length;
  const delimiter = [...delimiters].sort((a, b) => count(b) - count(a))[0] ?? ',';
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch {
    return null;
  }
}

function columnOf(cell: string): Column | null {
  const name = cell
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  return columns.find((each) => each === name) ?? null;
}

function partsIn(known: readonly (Column | null)[], cells: readonly string[]): Part[] | null {
  if (cells.length !== known.length) return null;
  // What a spreadsheet was kept from running as a formula is itself again.
  const texts = cells.map((cell) => cell.trim().replace(/^'(?=[=+\-@])/, ''));
  return known.flatMap((column, i) => (column === null ? [] : [{ column, text: texts[i] ?? '' }]));
}
