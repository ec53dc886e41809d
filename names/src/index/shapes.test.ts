import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BestWords } from './best-words.ts';
import { keepWithinBudget } from './budget.ts';
import { Postings } from './postings.ts';
import { Shapes } from './shapes.ts';
import { consonantsOf, withoutOneEach } from './skeleton.ts';

const numRuns = process.env.SLOW === '1' ? 20_000 : 200;

const shape = fc
  .string({ unit: fc.constantFrom(...'KSTaiu'), minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/(.)\1+/g, '$1').replace(/([aiu]{4})[aiu]+/g, '$1'));

describe('shapes', () => {
  test('tell of those whose consonants and gaps are near enough', () => {
    fc.assert(
      fc.property(fc.uniqueArray(shape, { maxLength: 60 }), shape, (all, asked) => {
        const index = new Shapes();
        for (const [at, classes] of all.entries()) expect(index.idOf(classes)).toBe(at);
        const found = new Map<string, number>();
        index.near(asked, (at, near) => {
          const classes = all[at] as string;
          found.set(classes, Math.max(near, found.get(classes) ?? 0));
        });
        const expected = all
          .filter((classes) => sharesKey(asked, classes))
          .map((classes) => [classes, 1 - edits(asked, classes) / (longer(asked, classes).length + 1)] as const)
          .filter(([, near]) => near >= 0.74);
        expect([...found].sort()).toEqual(expected.sort());
      }),
      { numRuns },
    );
  });

  test('are never called nearer than their letters are', () => {
    fc.assert(
      fc.property(shape, shape, (one, other) => {
        const index = new Shapes();
        index.idOf(one);
        index.near(other, (_, near) =>
          expect(near).toBeLessThanOrEqual(1 - plainDistance(one, other) / (longer(one, other).length + 1)),
        );
      }),
      { numRuns },
    );
  });
});

const longer = (one: string, other: string): string => (one.length > other.length ? one : other);
const sharesKey = (one: string, other: string): boolean => {
  const keys = keysOf(other);
  return keysOf(one).some((key) => keys.includes(key));
};
const keysOf = (classes: string): string[] => [consonantsOf(classes), ...withoutOneEach(consonantsOf(classes))];

/** Edits gap by gap where consonants are the same, one is another, or one is there in one of the two only. */
function edits(one: string, other: string): number {
  const [mine, theirs] = [one, other].map((text) => text.split(/[A-Z]/)) as [string[], string[]];
  const [left, right] = [one, other].map((text) => text.replace(/[a-z]/g, '')) as [string, string];
  if (left.length < right.length) return edits(other, one);
  const sum = (gaps: readonly string[]): number =>
    gaps.reduce((all, gap, at) => all + plainDistance(gap, theirs[at] as string), 0);
  if (left.length === right.length) {
    const apart = [...left].filter((letter, at) => letter !== right[at]).length;
    return apart > 1 ? Number.POSITIVE_INFINITY : apart + sum(mine);
  }
  const ways = [...left].map((letter, at) =>
    left.slice(0, at) + left.slice(at + 1) === right
      ? sum([...mine.slice(0, at), `${mine[at]}${letter}${mine[at + 1]}`, ...mine.slice(at + 2)])
      : Number.POSITIVE_INFINITY,
  );
  return Math.min(...ways);
}

describe('words within a budget', () => {
  const listed = fc.array(
    fc.record({
      told: fc.integer({ min: 1, max: 40 }),
      bearers: fc.integer({ min: 1, max: 9 }),
    }),
    { minLength: 1, maxLength: 40 },
  );

  test('are those that tell most, and the first always', () => {
    fc.assert(
      fc.property(listed, fc.integer({ min: 1, max: 200 }), (words, budget) => {
        const postings = new Postings();
        for (const [at, { bearers }] of words.entries())
          for (let name = 0; name < bearers; name += 1) postings.push(at, name);
        const best = new BestWords();
        best.begin(words.length);
        for (const [at, { told }] of words.entries()) best.keep(at, told);
        keepWithinBudget(best, postings, budget);
        const { from, to } = best.list();
        expect([...best.words.subarray(from, to)].sort((one, other) => one - other)).toEqual(inOrder(words, budget));
      }),
      { numRuns },
    );
  });
});

/** The same by putting all in order. */
function inOrder(words: readonly { readonly told: number; readonly bearers: number }[], budget: number): number[] {
  const sorted = [...words.entries()].sort(([at, one], [to, other]) => other.told - one.told || at - to);
  let left = budget;
  const end = sorted.findIndex(([, { bearers }], at) => {
    left -= bearers;
    return left < 0 && at > 0;
  });
  return sorted
    .slice(0, end === -1 ? undefined : end)
    .map(([at]) => at)
    .sort((one, other) => one - other);
}

function plainDistance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const here = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const swap = (above[at - 1] ?? 0) + (one[row - 1] === other[at - 1] ? 0 : 1);
      here.push(Math.min(swap, (above[at] ?? 0) + 1, (here[at - 1] ?? 0) + 1));
    }
    above = here;
  }
  return above[other.length] ?? 0;
}
