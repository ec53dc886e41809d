/** An equation over unknowns: the sum of those in `plus`, less the one in `minus` if it is unknown, is known. */
export interface Equation {
  readonly plus: readonly string[];
  readonly minus: string | null;
}

/** Unknowns that the equations determine, whatever the known numbers are. */
export function determined(equations: readonly Equation[]): string[] {
  const names = [...new Set(equations.flatMap(({ plus, minus }) => (minus === null ? plus : [...plus, minus])))];
  const at = new Map(names.map((name, i) => [name, i]));
  const matrix = equations.map(({ plus, minus }) => {
    const row = new Array<number>(names.length).fill(0);
    for (const name of plus) row[at.get(name) ?? 0] = 1;
    if (minus !== null) row[at.get(minus) ?? 0] = -1;
    return row;
  });
  return reduced(matrix).flatMap((row) => {
    const [first, ...others] = row.flatMap((value, i) => (isZero(value) ? [] : [i]));
    return first === undefined || others.length > 0 ? [] : [names[first] as string];
  });
}

const isZero = (value: number): boolean => Math.abs(value) < 1e-9;

/** Reduced row echelon form. */
function reduced(rows: number[][]): number[][] {
  const matrix = rows;
  let pivot = 0;
  for (let column = 0; column < (matrix[0]?.length ?? 0) && pivot < matrix.length; column++) {
    const found = matrix.findIndex((row, i) => i >= pivot && !isZero(row[column] as number));
    if (found === -1) continue;
    const [chosen] = matrix.splice(found, 1) as [number[]];
    const unit = chosen.map((value) => value / (chosen[column] as number));
    matrix.splice(pivot, 0, unit);
    for (const [i, row] of matrix.entries()) {
      const factor = row[column] as number;
      if (i !== pivot && !isZero(factor)) matrix[i] = row.map((value, j) => value - factor * (unit[j] as number));
    }
    pivot += 1;
  }
  return matrix.slice(0, pivot);
}
