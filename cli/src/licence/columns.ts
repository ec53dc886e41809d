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
