import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BestWords } from './best-words.ts';
import { keepWithinBudget } from './budget.ts';

import { BitPattern } from './myers.ts';
import { Postings } from './postings.ts';
import { Shapes } from './shapes.ts';
import { consonantsOf, keysOf } from './skeleton.ts';

const numRuns = process.env.SLOW === '1' ? 20_000 : 200;
const word = fc.string({ unit: fc.constantFrom(...'KSTaiu'), maxLength: 31 });

function patternOf(text: string): BitPattern {
  const pattern = new BitPattern();
  pattern.set(text);
  return pattern;
}

describe('bit-parallel distance', () => {
  test('is the edit distance', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(patternOf(one).distance(other)).toBe(plainDistance(one, other));
      }),
      { numRuns },
    );
  });
});

describe('shapes', () => {
  const shape = fc
    .string({ unit: fc.constantFrom(...'KSTaiu'), minLength: 1, maxLength: 9 })
    .map((text) => text.replace(/(.)\1+/g, '$1'));
  const shapes = fc.uniqueArray(shape, { maxLength: 60 });

  test('tell of those that share a key and are near enough, each once', () => {
    fc.assert(
      fc.property(shapes, shape, (all, asked) => {
        const found: [string, number][] = [];
        const index = new Shapes();
        for (const [at, classes] of all.entries()) expect(index.idOf(classes)).toBe(at);
        index.near(asked, (at, near) => found.push([all[at] as string, near]));
        const expected = all
          .filter((classes) => sharesKey(asked, classes))
          .map((classes) => [classes, 1 - plainDistance(asked, classes) / (longer(asked, classes) + 1)] as const)
          .filter(([, near]) => near >= 0.74);
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns },
    );
  });
});

const longer = (one: string, other: string): number => Math.max(one.length, other.length);
const sharesKey = (one: string, other: string): boolean => {
  const keys = keysOf(consonantsOf(other));
  return keysOf(consonantsOf(one)).some((key) => keys.includes(key));
};

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
