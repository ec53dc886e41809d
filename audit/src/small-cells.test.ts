import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Mask, withheld, withheldAlone } from './small-cells.ts';

/** Something counted: by two headings, in a column. */
type Fact = readonly [a: number, b: number, column: number];
const K = 10;

/** The table by one heading, with its totals. */
function grid(facts: readonly Fact[], heading: 0 | 1, size: readonly [number, number, number]) {
  const [rows, columns] = [size[heading], size[2]];
  const count = (fits: (fact: Fact) => boolean) => facts.filter(fits).length;
  const line = (fits: (fact: Fact) => boolean) => [
    ...Array.from({ length: columns }, (_, c) => count((fact) => fits(fact) && fact[2] === c)),
    count(fits),
  ];
  return { counts: [...Array.from({ length: rows }, (_, r) => line((fact) => fact[heading] === r)), line(() => true)] };
}

/** Every shown and every small withheld count as a row over the cells of the cube, which nobody publishes. */
function knowledge(
  facts: readonly Fact[],
  size: readonly [number, number, number],
  masks: (grids: { counts: number[][] }[]) => Mask[],
) {
  const grids = [grid(facts, 0, size), grid(facts, 1, size)];
  const hidden = masks(grids);
  const cube = Array.from({ length: size[0] }, (_, a) =>
    Array.from({ length: size[1] }, (_, b) => Array.from({ length: size[2] }, (_, c): Fact => [a, b, c])),
  ).flat(2);
  const shown: number[][] = [];
  const secret: number[][] = [];
  grids.forEach(({ counts }, heading) => {
    counts.forEach((row, r) => {
      row.forEach((count, c) => {
        const covers = (cell: Fact) =>
          (r === counts.length - 1 || cell[heading as 0 | 1] === r) && (c === row.length - 1 || cell[2] === c);
        const functional = cube.map((cell) => (covers(cell) ? 1 : 0));
        if (hidden[heading]?.[r]?.[c] !== true) shown.push(functional);
        else if (count > 0 && count < K) secret.push(functional);
      });
    });
  });
  return { shown, secret };
}

const P = 1_000_003;
const inverse = (value: number): number => {
  let [result, base, power] = [1, value, P - 2];
  for (; power > 0; power >>= 1, base = (base * base) % P) if (power & 1) result = (result * base) % P;
  return result;
};

/** The adversary: adds and subtracts shown numbers in every way there is (linear algebra modulo a prime). */
class Adversary {
  readonly #basis: { pivot: number; row: number[] }[] = [];

  constructor(shown: readonly number[][]) {
    for (const row of shown) {
      const rest = this.#rest(row);
      const pivot = rest.findIndex((value) => value !== 0);
      if (pivot === -1) continue;
      const scale = inverse(rest[pivot] as number);
      this.#basis.push({ pivot, row: rest.map((value) => (value * scale) % P) });
    }
  }

  knows = (functional: readonly number[]): boolean => this.#rest(functional).every((value) => value === 0);

  #rest(row: readonly number[]): number[] {
    return this.#basis.reduce(
      (rest, { pivot, row: known }) => {
        const factor = rest[pivot] as number;
        return factor === 0 ? rest : rest.map((value, i) => (value + (P - factor) * (known[i] as number)) % P);
      },
      [...row],
    );
  }
}

const worlds = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain((size) =>
    fc
      .array(fc.tuple(fc.nat(size[0] - 1), fc.nat(size[1] - 1), fc.nat(size[2] - 1), fc.integer({ min: 1, max: 14 })), {
        maxLength: 24,
      })
      .map((groups) => ({
        size: size as readonly [number, number, number],
        facts: groups.flatMap(([a, b, c, n]) => Array.from({ length: n }, (): Fact => [a, b, c])),
      })),
  );
const numRuns = process.env.SLOW ? 20_000 : 500;

describe('small counts stay secret', () => {
  test.each([
    ['together', withheld],
    ['each half-year alone', withheldAlone],
  ])('from whoever subtracts shown counts within and across tables: %s', (_, masks) => {
    fc.assert(
      fc.property(worlds, ({ facts, size }) => {
        const { shown, secret } = knowledge(facts, size, (grids) => masks(grids, K));
        const adversary = new Adversary(shown);
        expect(secret.filter(adversary.knows)).toEqual([]);
      }),
      { numRuns },
    );
  });

  test('which it would not be if only the small counts themselves were withheld: the adversary finds them', () => {
    const primary = (grids: { counts: number[][] }[]) =>
      grids.map(({ counts }) => counts.map((row) => row.map((count) => count > 0 && count < K)));
    const facts: Fact[] = [...Array(30).fill([0, 0, 0]), ...Array(3).fill([1, 0, 0])];
    const { shown, secret } = knowledge(facts, [2, 1, 1], primary);
    const adversary = new Adversary(shown);
    expect(secret.some(adversary.knows)).toBe(true);
    expect(withheld([grid(facts, 0, [2, 1, 1]), grid(facts, 1, [2, 1, 1])], K)[0]?.[0]?.[0]).toBe(true);
  });

  test('no line shows the sum of its withheld counts when that is small', () => {
    fc.assert(
      fc.property(worlds, ({ facts, size }) => {
        const { counts } = grid(facts, 0, size);
        const [hidden = []] = withheld([{ counts }], K);
        const lines = [...counts.map((row, r) => row.map((n, c) => ({ n, is: hidden[r]?.[c] === true })))];
        for (const line of lines) {
          const secret = line.slice(0, -1).filter(({ is }) => is);
          if (secret.length > 0 && line.at(-1)?.is === false)
            expect(secret.reduce((sum, { n }) => sum + n, 0)).toBeGreaterThanOrEqual(K);
        }
      }),
      { numRuns },
    );
  });

  test('large counts and zeros are shown, and nothing is withheld without need', () => {
    const facts: Fact[] = [...Array(30).fill([0, 0, 0]), ...Array(12).fill([1, 0, 1])];
    const masks = withheld([grid(facts, 0, [2, 1, 2]), grid(facts, 1, [2, 1, 2])], K);
    expect(masks.flat(2).some(Boolean)).toBe(false);
  });

  test('a later column changes nothing in an earlier one, where each is judged alone', () => {
    const [first, later] = [
      [12, 15, 27],
      [2, 20, 22],
    ] as const;
    const counts = first.map((n, row) => [n, later[row] ?? 0, n + (later[row] ?? 0)]);
    const column = ([mask]: Mask[]) => mask?.map(([secret]) => secret);
    expect(column(withheld([{ counts }], K)), 'together').toEqual([true, true, false]);
    expect(column(withheldAlone([{ counts }], K))).toEqual([false, false, false]);
    expect(withheldAlone([{ counts }], K)[0]?.map(([, second, total]) => [second, total])).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
  });
});
