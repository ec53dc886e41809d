import { determined, type Equation } from './equations.ts';

/** A table of counts with its totals: the last row sums each column, the last column each row. */
export interface Grid {
  readonly counts: readonly (readonly number[])[];
}

/** Which cells of each grid are withheld. */
export type Mask = readonly (readonly boolean[])[];

/**
 * Withholds small counts, and as many others as it takes: nobody who subtracts shown numbers from each other, in one
 * table or across tables of the same things, gets a count between 1 and `k - 1`, nor the sum of a line's withheld ones
 * when it is below `k`. Zeros are shown. The grids count the same things by different headings and have the same columns.
 */
export function withheld(grids: readonly Grid[], k: number): Mask[] {
  const cells = new Cells(grids, k);
  while (cells.protectOne()) {}
  return grids.map(({ counts }, grid) =>
    counts.map((row, r) => row.map((_, column) => cells.isSecret({ grid, row: r, column }))),
  );
}

/**
 * The same for each column (a half-year) as a table of its own: what is withheld in it depends on no other column, so that
 * reports of more and more half-years cannot be held against each other. A row's total is shown where all its parts are.
 */
export function withheldAlone(grids: readonly Grid[], k: number): Mask[] {
  const columns = (grids[0]?.counts[0]?.length ?? 1) - 1;
  const alone = Array.from({ length: columns }, (_, column) =>
    withheld(
      grids.map((grid) => only(grid, column)),
      k,
    ),
  );
  return grids.map(({ counts }, grid) =>
    counts.map((_, row) => {
      const parts = alone.map((masks) => masks[grid]?.[row]?.[0] === true);
      return [...parts, parts.includes(true)];
    }),
  );
}

/** One column, which is its own total. */
const only = ({ counts }: Grid, column: number): Grid => ({
  counts: counts.map((row) => [row[column] ?? 0, row[column] ?? 0]),
});

interface Place {
  readonly grid: number;
  readonly row: number;
  readonly column: number;
}

class Cells {
  readonly #grids: readonly Grid[];
  readonly #k: number;
  readonly #hidden = new Set<string>();
  /** Withheld cells that the shown ones determine: as good as shown. */
  #known: ReadonlySet<string> = new Set();
  readonly #lines: readonly (readonly Place[])[];

  constructor(grids: readonly Grid[], k: number) {
    this.#grids = grids;
    this.#k = k;
    this.#lines = grids.flatMap(({ counts }, grid) => linesOf(grid, counts));
    for (const place of this.#lines.flat()) if (this.#isSmall(place)) this.#hidden.add(this.#name(place));
  }

  /** Withheld, and not to be worked out from what is shown. */
  isSecret = (place: Place): boolean => this.#hidden.has(this.#name(place)) && !this.#known.has(this.#name(place));

  /** Withholds one more cell where what is shown betrays too much; false when it does nowhere. */
  protectOne(): boolean {
    this.#known = new Set(determined(this.#lines.map((line) => this.#equation(line))));
    const known = this.#lines.flat().find((one) => this.#isSmall(one) && !this.isSecret(one));
    if (known !== undefined) return this.#hideIn(this.#linesThrough(known));
    const betraying = this.#lines.find((line) => this.#betraysSum(line));
    return betraying !== undefined && this.#hideIn([betraying]);
  }

  /** Tables of the same things have the same totals by column: they are one number, shown by all or by none. */
  #name({ grid, row, column }: Place): string {
    return row === (this.#grids[grid]?.counts.length ?? 0) - 1 ? `total ${column}` : `${grid} ${row} ${column}`;
  }

  #count = ({ grid, row, column }: Place): number => this.#grids[grid]?.counts[row]?.[column] ?? 0;

  #isSmall(place: Place): boolean {
    const count = this.#count(place);
    return count > 0 && count < this.#k;
  }

  #betraysSum(line: readonly Place[]): boolean {
    const total = line.at(-1);
    if (total === undefined || this.isSecret(total)) return false;
    const secret = line.slice(0, -1).filter(this.isSecret);
    return secret.length > 0 && secret.reduce((sum, place) => sum + this.#count(place), 0) < this.#k;
  }

  #equation(line: readonly Place[]): Equation {
    const total = line.at(-1);
    const unknown = line.map((place) => this.#name(place)).filter((name) => this.#hidden.has(name));
    const minus = total !== undefined && this.#hidden.has(this.#name(total)) ? this.#name(total) : null;
    return { plus: unknown.filter((name) => name !== minus), minus };
  }

  /** Lines that a count stands in; a total stands in lines of every table. */
  #linesThrough(place: Place): readonly (readonly Place[])[] {
    const name = this.#name(place);
    return this.#lines.filter((line) => line.some((one) => this.#name(one) === name));
  }

  /** The smallest shown count of the lines, totals only when there is nothing else; then of every line. */
  #hideIn(lines: readonly (readonly Place[])[]): boolean {
    const candidates = [
      lines.flatMap((line) => line.slice(0, -1)),
      lines.flatMap((line) => line.slice(-1)),
      this.#lines.flat(),
    ];
    const shown = candidates.map((places) =>
      places
        .filter((place) => !this.#hidden.has(this.#name(place)) && this.#count(place) > 0)
        .sort((a, b) => this.#count(a) - this.#count(b)),
    );
    const [chosen] = shown.find((places) => places.length > 0) ?? [];
    if (chosen === undefined) return false;
    this.#hidden.add(this.#name(chosen));
    return true;
  }
}

/** Rows and columns of a table, each with its total as last. */
function linesOf(grid: number, counts: Grid['counts']): Place[][] {
  const columns = counts[0]?.length ?? 0;
  const at = (row: number, column: number): Place => ({ grid, row, column });
  return [
    ...counts.map((cells, row) => cells.map((_, column) => at(row, column))),
    ...Array.from({ length: columns }, (_, column) => counts.map((_cells, row) => at(row, column))),
  ];
}
