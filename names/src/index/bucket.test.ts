import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BestWords } from './best-words.ts';
import { Bucket } from './bucket.ts';
import { keepWithinBudget } from './budget.ts';

import { BitPattern } from './myers.ts';
import { Postings } from './postings.ts';

const numRuns = process.env.SLOW === '1' ? 20_000 : 200;
const word = fc.string({ unit: fc.constantFrom(...'KSTaiu'), maxLength: 31 });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function patternOf(text: string): BitPattern {
  const pattern = new BitPattern();
  pattern.set(text);
  return pattern;
}

describe('bit-parallel distance', () => {
  test('is the edit distance', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(patternOf(one).distance(bytes(other), other.length)).toBe(plainDistance(one, other));
      }),
      { numRuns },
    );
  });

  test('is the same when a text before it began alike', () => {
    fc.assert(
      fc.property(word, word, word, fc.nat(31), (one, other, end, shared) => {
        const pattern = patternOf(one);
        const begin = other.slice(0, shared);
        const next = (begin + end).slice(0, 31);
        pattern.distance(bytes(other), other.length);
        expect(pattern.distance(bytes(next), next.length, begin.length)).toBe(plainDistance(one, next));
      }),
      { numRuns },
    );
  });
});

describe('a bucket of shapes', () => {
  const shapes = fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'KSai'), minLength: 1, maxLength: 9 }), {
    maxLength: 60,
  });

  test('tells of those near enough, each once, in whatever order they came', () => {
    fc.assert(
      fc.property(shapes, word, (classes, asked) => {
        const bucket = new Bucket();
        for (const shape of classes.keys()) bucket.push(shape, classes);
        const found: [number, number][] = [];
        bucket.search(patternOf(asked), classes, (shape, near) => found.push([shape, near]));
        const near = (name: string): number =>
          1 - plainDistance(asked, name) / (Math.max(asked.length, name.length) + 1);
        const expected = [...classes.entries()].map(([shape, name]) => [shape, near(name)] as const);
        expect(found.sort(([one], [other]) => one - other)).toEqual(expected.filter(([, how]) => how >= 0.62));
      }),
      { numRuns },
    );
  });
});

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
