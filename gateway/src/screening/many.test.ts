import type { ListingStanding } from '@tocsin/record';
import { expect, test } from 'vitest';
import { copyOf } from '../../fixture/copy.ts';
import type { CheckQuery, GivenAnswer } from '../api/checks.ts';
import { answerOrRefusal } from './asking.ts';
import { sourcesIn } from './copy.ts';
import type { Subject } from './subject.ts';

/** Six listings of people who do not exist; `a` is found first. */
const records = [...'abcdef'].map((letter) => letter.repeat(26));
const subject: Subject = {
  part: 'subject',
  kind: 'person',
  names: [{ text: 'Somchai Nobodyson', kind: 'person' }],
  born: null,
  identifiers: [{ type: 'passport', value: 'TH0000001', scope: 'TH' }],
};
const far = '2099-01-01T00:00:00.000Z';

/** Answered from six listings of one subject, of which five were decided not to be who is asked for. */
function check(
  query: CheckQuery,
  standings: readonly ListingStanding[],
  notTheSame: readonly string[],
  among: readonly string[] = records,
): GivenAnswer {
  const listings = among.map((record, i) => {
    const standing = standings[i] ?? 'listed';
    return {
      record,
      standing,
      reviewAt: null,
      until: far,
      subjects: [{ ...subject, ...(i === 39 ? { born: '1981-02-03' } : {}) }],
    };
  });
  const decision = { at: far, by: 'h'.repeat(26), reason: 'other father' };
  const sources = sourcesIn(copyOf({ listings }))('2026-11-27T00:00:00.000Z');
  const decided = (_: unknown, record: string) =>
    notTheSame.includes(record) ? { notTheSame: decision, quiets: true } : null;
  const given = answerOrRefusal({ ...sources, decided }, query);
  if (given.answer === 'refused') throw new Error(given.code);
  return given;
}

test('a listing that nobody decided about is not hidden behind five that were', () => {
  const { answer, candidates, more } = check({ names: ['Somchai Nobodyson'] }, [], records.slice(0, 5));
  expect(answer).toBe('possible');
  expect(candidates).toHaveLength(5);
  expect(more).toBe(1);
  expect(candidates[0]).toMatchObject({ record: records[5], notTheSame: null });
});

test('nor is one that is listed behind five that anybody has proposed', () => {
  const proposed = Array.from({ length: 5 }, (): ListingStanding => 'proposed');
  const { answer, candidates } = check({ passport: 'TH0000001', names: ['Somchai Nobodyson'] }, proposed, []);
  expect(answer).toBe('listed');
  expect(candidates[0]).toMatchObject({ record: records[5], standing: 'listed' });
});

test('nor is the one born on the day among forty of one name, and how many more there are is said', () => {
  const forty = Array.from(
    { length: 40 },
    (_, i) => String.fromCharCode(97 + (i % 26)).repeat(25) + (i < 26 ? 'a' : 'b'),
  );
  const query = { names: ['Somchai Nobodyson'], born: '1981-02-03' };
  const { candidates, more } = check(query, [], [], forty);
  expect(candidates[0]).toMatchObject({ record: forty[39], grade: 'strong' });
  expect([candidates.length, more]).toEqual([5, 35]);
});
