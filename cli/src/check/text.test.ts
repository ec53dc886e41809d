import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChecksAnswered, GivenAnswer } from '@tocsin/gateway/api';
import { labels } from '@tocsin/record';
import { expect, test } from 'vitest';
import { silent } from '../exchange.test-support.ts';
import { checkFile } from './file.ts';
import { checkText } from './text.ts';

const unknown: GivenAnswer = {
  ...{ answer: 'unknown', grade: null, candidates: [], more: 0, licences: [], fronts: [], notes: [] },
};
const asOf: ChecksAnswered['asOf'] = { block: '812', listings: 3120, unopened: 0, stale: false };

test.each(['en', 'th', 'km', 'lo', 'my', 'vi', 'zh'] as const)(
  'in %s an answer says that nothing comes from the peer, and how many more there are, only where it is so',
  (language) => {
    const { stale, more } = labels[language].words.check;
    const plain = checkText(unknown, asOf, language);
    const known = checkText({ ...unknown, more: 35 }, { ...asOf, stale: true }, language);
    for (const words of [stale.toUpperCase(), more.replace('{more}', '35')]) {
      expect(plain).not.toContain(words);
      expect(known).toContain(words);
    }
  },
);

test.each(['en', 'th', 'km', 'lo', 'my', 'vi', 'zh'] as const)(
  'in %s an answer from a copy says how many listings are not in it, only where some are not',
  (language) => {
    const { withheld } = labels[language].words.check;
    const told = (count: number) => {
      const copy = { made: '2026-11-27T00:00:00.000Z', expires: '2026-11-28T00:00:00.000Z', withheld: count };
      return checkText(unknown, { ...asOf, copy }, language);
    };
    const words = withheld.replace('{withheld}', '17').toUpperCase();
    expect(words).toContain('17');
    expect(told(17)).toContain(words);
    expect(told(0)).not.toContain(withheld.replace('{withheld}', '0').toUpperCase());
  },
);

test('for a file it is said once, in words and in JSON, though it was so for some of the rows alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-check-text-'));
  await writeFile(join(folder, 'bus.csv'), `Passport\n${'TH0000001\n'.repeat(150)}`);
  let asked = 0;
  const ask = async (queries: readonly object[]): Promise<ChecksAnswered> => {
    asked += 1;
    return { asOf: { ...asOf, stale: asked === 1 }, commitment: 'c'.repeat(64), answers: queries.map(() => unknown) };
  };
  const told: string[] = [];
  const terminal = { ...silent(folder), out: (text: string) => void told.push(text) };
  const bus = { file: 'bus.csv', language: 'en' } as const;
  await checkFile(terminal, ask, bus);
  asked = 0;
  await checkFile(terminal, ask, { ...bus, json: true });
  await rm(folder, { recursive: true });
  const [words = '', value = ''] = told;
  expect(words.split(labels.en.words.check.stale.toUpperCase())).toHaveLength(2);
  expect(words).toContain('unknown: row 2-151\n');
  expect(JSON.parse(value)).toMatchObject({ 'as-of': { block: '812', stale: true } });
});
