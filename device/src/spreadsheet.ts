const delimiters = [',', ';', '\t'] as const;

/** The delimiter that spreadsheets of the country use: the one that the heading has most of. */
export function delimiterOf(text: string): string {
  const [heading = ''] = text.split('\n', 1);
  const count = (delimiter: string): number => heading.split(delimiter).length;
  return delimiters.reduce((most, each) => (count(each) > count(most) ? each : most));
}

/** A cell as it was meant: what a spreadsheet was kept from running as a formula is itself again. */
export const unguarded = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, '');
