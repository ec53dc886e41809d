import { readFile } from 'node:fs/promises';
import { comparable, compareNames, MATCH, NameError, POSSIBLE } from '@tocsin/names';
import { type GoldPair, goldPairs } from '../names/gold-pairs.ts';
import { type Bench, load, rounded } from './measure.ts';

/** Of hard negatives called a match. */
const FALSE_RATE = 0.005;

interface Scored extends GoldPair {
  readonly score: number;
}

/** Precision and recall for each script, on the half that nothing was tuned by. */
export const namesQuality: Bench = {
  name: 'names-quality',
  about: 'precision and recall of names for each language, on the test half of the gold set',
  async run({ progress }) {
    const scored = goldPairs('test').map((pair): Scored => ({ ...pair, score: scoreOf(pair) }));
    const ours: Record<string, number> = {};
    for (const language of [...new Set(scored.map((pair) => pair.language)), 'all']) {
      Object.assign(
        ours,
        figures(
          language,
          scored.filter((pair) => language === 'all' || pair.language === language),
        ),
      );
    }
    Object.assign(ours, await others(progress));
    return { name: 'names-quality', rounds: 1, load: load(), ours, peers: {}, ratio: {} };
  },
};

const scoreOf = ({ one, other }: GoldPair): number =>
  compareNames(comparable({ text: one }), comparable({ text: other })).score;

const share = (some: readonly Scored[], threshold: number): number =>
  some.filter(({ score }) => score >= threshold).length / some.length;

function figures(language: string, pairs: readonly Scored[]): Record<string, number> {
  const same = pairs.filter((pair) => pair.same);
  const others = pairs.filter((pair) => !pair.same);
  const [found, wrong] = [share(same, MATCH) * same.length, share(others, MATCH) * others.length];
  const strict = thresholdFor(others);
  return {
    [`${language} recall at ${MATCH}`]: rounded(share(same, MATCH)),
    [`${language} precision at ${MATCH}`]: rounded(found / (found + wrong)),
    [`${language} false-match rate at ${MATCH}`]: rounded(share(others, MATCH)),
    [`${language} recall at a false-match rate of ${FALSE_RATE}`]: rounded(share(same, strict)),
    [`${language} pairs`]: pairs.length,
  };
}

/** The lowest score at which no more than the allowed share of the others is called a match. */
function thresholdFor(others: readonly Scored[]): number {
  const sorted = others.map(({ score }) => score).sort((one, other) => other - one);
  return (sorted[Math.floor(sorted.length * FALSE_RATE)] ?? 0) + Number.EPSILON;
}

/** nomenklatura's own labelled cases (`contrib/name_bench/cases.csv` of its repository), read where somebody has them. */
const CASES = 'TOCSIN_NAME_CASES';

async function others(progress: (text: string) => void): Promise<Record<string, number>> {
  const path = process.env[CASES];
  if (path === undefined) {
    progress(`nomenklatura's cases are SKIPPED: set ${CASES} to its contrib/name_bench/cases.csv`);
    return {};
  }
  const rows = (await readFile(path, 'utf8')).trim().split('\n').slice(1).map(fields);
  const judged = rows.map(
    ([, , one = '', other = '', label]) => [label === 'true', likeness(one, other) >= POSSIBLE] as const,
  );
  const count = (label: boolean, said: boolean): number =>
    judged.filter(([is, was]) => is === label && was === said).length;
  const [right, wrong, missed] = [count(true, true), count(false, true), count(true, false)];
  return {
    [`nomenklatura's cases, F1 at ${POSSIBLE}`]: rounded((2 * right) / (2 * right + wrong + missed)),
    "nomenklatura's cases": rows.length,
  };
}

/** A text that is no name is like none. */
function likeness(one: string, other: string): number {
  try {
    return compareNames(comparable({ text: one }), comparable({ text: other })).score;
  } catch (error) {
    if (error instanceof NameError) return 0;
    throw error;
  }
}

/** The fields of a CSV line without line breaks in its fields, as those cases are written. */
const fields = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replace(/""/g, '"') ?? plain ?? '',
  );
