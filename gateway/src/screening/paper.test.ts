import { expect, test } from 'vitest';
import { copyOf } from '../../fixture/copy.ts';
import type { CheckQuery, GivenAnswer } from '../api/checks.ts';
import { answerOrRefusal } from './asking.ts';
import { sourcesOf } from './copy.ts';
import { identifierIn, type Written } from './identifier.ts';
import type { Subject } from './subject.ts';

const now = '2026-11-27T00:00:00.000Z';
const listed = (name: string, written: readonly Written[], kind: Subject['kind'] = 'person'): Subject => ({
  part: 'subject',
  kind,
  names: [{ text: name, kind }],
  born: null,
  identifiers: written.flatMap((one) => identifierIn(one, 'TH') ?? []),
});

function check(subject: Subject, query: CheckQuery): GivenAnswer {
  const until = '2027-11-27T00:00:00.000Z';
  const listing = { record: 'a'.repeat(26), standing: 'listed' as const, reviewAt: until, until, subjects: [subject] };
  const given = answerOrRefusal(sourcesOf(copyOf({ listings: [listing] }), now), query);
  if (given.answer === 'refused') throw new Error(`${given.code} ${given.field}`);
  return given;
}

test('the country of a paper says nothing of the company that its holder stands for', () => {
  const company = listed(
    'Tuayang Manpower Co., Ltd.',
    [{ type: 'registration', text: '0105500000000', scope: 'TH' }],
    'company',
  );
  const query = { passport: 'N0000001', country: 'KH', registration: '0105500000000' };
  expect(check(company, query).answer).toBe('listed');
  expect(check(company, { registration: '0105500000000', country: 'KH' }).answer).toBe('unknown');
});

test('a number as of another country asks for a look where the name is like theirs, and says what decides', () => {
  const named = listed('Somchai Jaidee', [{ type: 'passport', text: 'AA0000001', scope: 'TH' }]);
  const person = { ...named, born: '1980' };
  const query = { passport: 'AA0000001', country: 'LA', names: ['สมชาย ใจดี'], born: '1990' };
  expect(check(person, { ...query, passport: 'AA0000009' }).answer, 'by the name alone').toBe('unknown');
  expect(check(person, query)).toMatchObject({
    answer: 'possible',
    grade: 'possible',
    candidates: [{ wouldDecide: expect.arrayContaining(['issuing-country']) }],
  });
  expect(check(person, { ...query, names: ['Nguyen Thi Hoa'] }).answer).toBe('unknown');
  expect(check(person, { ...query, names: [] }).answer).toBe('unknown');
});

test('an address of many accounts makes nobody of two who have one', () => {
  const page = (id: string) => `https://www.facebook.com/profile.php?id=${id}`;
  const person = listed('Somchai Jaidee', [{ type: 'social', text: page('100000000000001'), scope: 'Facebook' }]);
  expect(check(person, { social: page('100000000000002') })).toMatchObject({ answer: 'unknown', candidates: [] });
  expect(check(person, { social: page('100000000000001') }).answer).toBe('possible');
});
