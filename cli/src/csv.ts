import { stringify } from 'csv-stringify/sync';

/** Rows under a heading, for a spreadsheet: UTF-8 with BOM, CRLF, and nothing that one would run as a formula. */
export const csv = (columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  stringify(rows as (string | number)[][], {
    header: true,
    columns: [...columns],
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
