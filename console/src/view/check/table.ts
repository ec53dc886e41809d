import { headingOf, type PaperPart, partsOf } from '@tocsin/device/paper';
import { delimiterOf, unguarded } from '@tocsin/device/spreadsheet';
import { parse } from 'csv-parse/browser/esm/sync';
import { stringify } from 'csv-stringify/browser/esm/sync';

/** A row of a file: what is on one paper; null where the row has more or fewer cells than the heading. */
export interface Paper {
  /** As a spreadsheet counts, the heading being row 1. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly parts: readonly PaperPart[] | null;
}

export interface Table {
  readonly heading: readonly string[];
  /** Columns that nobody looks at. */
  readonly ignored: readonly string[];
  readonly papers: readonly Paper[];
  /** Between the cells of a row, as the spreadsheet that wrote it has it. */
  readonly delimiter: string;
}

/** Papers, one a row under a heading; null for what is none. */
export function readTable(text: string): Table | null {
  const delimiter = delimiterOf(text);
  const [heading, ...rows] = cellsOf(text, delimiter) ?? [];
  if (heading === undefined) return null;
  const read = headingOf(heading);
  if ('unusable' in read) return null;
  const { columns, ignored } = read;
  const papers = rows.map((cells, i) => {
    const parts = cells.length === heading.length ? partsOf(columns, cells.map(unguarded)) : null;
    return { row: i + 2, cells, parts };
  });
  return { heading, ignored, papers, delimiter };
}

function cellsOf(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch {
    return null;
  }
}

/**
 * Rows as a file for the spreadsheet that one with this delimiter came from. Nothing in it is run as a formula, which with
 * another delimiter it would be: `x;=1+1` is one cell here and two there.
 */
export const fileOf = (rows: readonly (readonly string[])[], delimiter: string): string =>
  stringify(rows as string[][], { bom: true, escape_formulas: true, record_delimiter: 'windows', delimiter });
