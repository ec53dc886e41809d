import { comparable, compareNames, MATCH } from '@tocsin/names';
import { describe, expect, test } from 'vitest';
import { type GoldPair, goldPairs, madePairs } from './gold-pairs.ts';

const scored = (pairs: readonly GoldPair[]): readonly (readonly [boolean, number])[] =>
  pairs.map(({ same, one, other }) => [
    same,
    compareNames(comparable({ text: one }), comparable({ text: other })).score,
  ]);

describe('the gold set', () => {
  test.each(['dev', 'test'] as const)('%s stands as it was made of its sources', (half) => {
    expect(goldPairs(half)).toEqual(madePairs(half));
  });

  test('is large enough, and its halves share no source', () => {
    const [dev, held] = [goldPairs('dev'), goldPairs('test')];
    expect([...dev, ...held].filter(({ same }) => same).length).toBeGreaterThanOrEqual(1_000);
    expect([...dev, ...held].filter(({ same }) => !same).length).toBeGreaterThanOrEqual(1_000);
    const sources = (pairs: readonly GoldPair[]): Set<string> =>
      new Set(pairs.flatMap(({ source }) => source.split('+')));
    expect(sources(dev).isDisjointFrom(sources(held))).toBe(true);
  });
});

describe('on the dev half, by which the matcher was tuned', () => {
  const pairs = goldPairs('dev');

  test.each([...new Set(pairs.map(({ language }) => language))])(
    '%s: nine in ten are found, hardly any other',
    (language) => {
      const all = scored(pairs.filter((pair) => pair.language === language));
      const share = (same: boolean): number => {
        const some = all.filter(([label]) => label === same);
        return some.filter(([, score]) => score >= MATCH).length / some.length;
      };
      expect(share(true)).toBeGreaterThanOrEqual(0.9);
      expect(share(false)).toBeLessThanOrEqual(0.02);
    },
  );
});
