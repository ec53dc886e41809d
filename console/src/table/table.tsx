import type { ComponentChildren } from 'preact';

/** One column: its heading, and what stands in it for a row. */
export interface Column<Row> {
  readonly title: string;
  of(row: Row): ComponentChildren;
}

interface TableProps<Row> {
  /** What the table is of, as a screen reader says it. */
  readonly label: string;
  /** The first names the row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  keyOf(row: Row): string;
}

/** A table that reads on a phone too: there each row becomes a block, its headings beside the values. */
export function Table<Row>({ label, columns, rows, keyOf }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than its place is pushed aside by the keyboard too
    <section class="scroll" aria-label={label} tabIndex={0}>
      <table class="stacks" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, of }, index) =>
                index === 0 ? (
                  <th key={title} scope="row" data-title={title}>
                    {of(row)}
                  </th>
                ) : (
                  <td key={title} data-title={title}>
                    {of(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
