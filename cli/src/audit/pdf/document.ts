/** A report as the template draws it. Every text is shown as it is: none of it is markup. */
export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  /** Ledger time up to which the ledger was read: the date of the document. */
  readonly at: string;
  /** BCP 47. */
  readonly language: string;
  /** What to say of words that no speaker has reviewed yet. */
  readonly draft: string | null;
  /** Landscape. */
  readonly wide: boolean;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly charts: readonly Chart[];
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
  readonly footer: string;
}

export interface Chart {
  readonly title: string;
  /** `value` is null where it is withheld; `shown` stands beside the bar. */
  readonly bars: readonly { readonly label: string; readonly value: number | null; readonly shown: string }[];
}

export interface Table {
  readonly title: string | null;
  /** Points. */
  readonly size: number;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export interface Column {
  readonly name: string;
  /** Share of the width; null for as wide as it must be. */
  readonly width: number | null;
  /** Right-aligned. */
  readonly number: boolean;
}

export const column = (name: string, how: Partial<Omit<Column, 'name'>> = {}): Column => ({
  name,
  width: null,
  number: false,
  ...how,
});
