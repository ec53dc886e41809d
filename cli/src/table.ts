import stringWidth from 'string-width';

export { harmless } from '@tocsin/record/label/harmless';

export type Row = readonly string[];

const gap = '  ';

/**
 * Lines of a table under a heading. Text in the region's scripts belongs into the last column: terminals differ on how
 * wide its clusters are, and there nothing can be pushed out of line.
 */
export function table(heading: Row, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => stringWidth(row[column] ?? ''))));
  return all.map((row) => `${lineOf(row, widths)}\n`).join('');
}

function lineOf(row: Row, widths: readonly number[]): string {
  const last = row.length - 1;
  return row.map((cell, column) => (column === last ? cell : padded(cell, widths[column] ?? 0))).join(gap);
}

/** Text filled with spaces to a number of terminal columns. */
export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** Labelled lines, the labels aligned. */
export function fields(rows: readonly (readonly [label: string, value: string])[]): string {
  const width = Math.max(0, ...rows.map(([label]) => stringWidth(label)));
  return rows.map(([label, value]) => `${padded(label, width)}${gap}${value}\n`).join('');
}
