import { describe, expect, test } from 'vitest';
import { copyOf } from '../../fixture/copy.ts';
import type { CheckQuery, GivenAnswer } from '../api/checks.ts';
import { answerOrRefusal } from './asking.ts';
import { sourcesIn } from './copy.ts';
import { identifierIn, type Written } from './identifier.ts';
import { Screen } from './screen.ts';
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
  const given = answerOrRefusal(sourcesIn(copyOf({ listings: [listing] }))(now), query);
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

test('a card of Myanmar is found in whichever script it is listed and shown', () => {
  const card = (text: string, scope: string | null = 'MM'): Written[] => [{ type: 'national-id', text, scope }];
  const [burmese, latin] = ['၁၂/ဒဂန(နိုင်)၀၀၀၀၀၁', '12/DaGaNa(N)000001'];
  for (const [theirs, shown] of [
    [burmese, latin],
    [latin, burmese],
  ] as const) {
    expect(check(listed('ကျော်ဇင်သမ္မတ', card(theirs)), { nationalId: shown }).answer).toBe('listed');
    expect(check(listed('ကျော်ဇင်သမ္မတ', card(theirs)), { document: shown }).candidates[0]?.why).toContainEqual({
      code: 'same-number-other-paper',
      type: 'national-id',
    });
  }
});

describe('a number on another kind of paper', () => {
  const person = listed('Somchai Jaidee', [{ type: 'passport', text: 'AA0000001', scope: 'TH' }]);
  const because = { code: 'same-number-other-paper', type: 'passport' };

  test.each<[string, CheckQuery, string, string]>([
    ['the number alone', { document: 'AA 000 0001' }, 'possible', 'possible'],
    ['as of the same country', { nationalId: 'aa0000001', country: 'TH' }, 'possible', 'possible'],
    ['with their name', { document: 'AA0000001', names: ['สมชาย ใจดี'] }, 'possible', 'strong'],
    [
      'with their name, born long before',
      { document: 'AA0000001', names: ['สมชาย ใจดี'], born: '1950' },
      'possible',
      'possible',
    ],
    ['with another name', { document: 'AA0000001', names: ['Nguyen Thi Hoa'] }, 'unknown', 'weak'],
  ])('%s is never as sure as the paper', (_, query, answer, grade) => {
    const given = check({ ...person, born: '1980' }, query);
    expect(given).toMatchObject({ answer, grade, candidates: [{ why: expect.arrayContaining([because]) }] });
    expect(given.candidates[0]?.wouldDecide[0]).toBe('passport');
  });

  test.each<[string, CheckQuery]>([
    ["another country's", { document: 'AA0000001', country: 'LA' }],
    ['a registration', { registration: 'AA0000001' }],
    ['another number', { document: 'AA0000002' }],
    ['an account', { account: 'AA0000001' }],
  ])('%s is nobody', (_, query) => expect(check(person, query)).toMatchObject({ answer: 'unknown', candidates: [] }));

  test('short numbers are on too many papers', () => {
    const short = listed('Somchai Jaidee', [{ type: 'passport', text: 'AA0001', scope: 'TH' }]);
    expect(check(short, { document: 'AA0001' }).answer).toBe('unknown');
    expect(check(short, { passport: 'AA0001' }).answer).toBe('listed');
  });
});

describe('a number that is nearly theirs', () => {
  const person = listed('Somchai Jaidee', [{ type: 'passport', text: 'O1234567', scope: 'TH' }]);
  const misread = { code: 'number-misread', type: 'passport' };

  test.each<[string, CheckQuery, string]>([
    ['O for 0', { passport: '01234567' }, 'possible'],
    ['l for 1', { passport: 'Ol234567', country: 'TH' }, 'possible'],
    ['I for 1, with their name', { passport: 'oI234567', names: ['Somchai Jaidee'] }, 'strong'],
  ])('%s asks to look again', (_, query, grade) => {
    const given = check(person, query);
    expect(given).toMatchObject({
      answer: 'possible',
      grade,
      candidates: [{ why: expect.arrayContaining([misread]) }],
    });
    expect(given.candidates[0]?.wouldDecide[0]).toBe('passport');
  });

  test('the very number is the very paper, and two differences at once are another', () => {
    expect(check(person, { passport: 'O1234567' })).toMatchObject({
      answer: 'listed',
      candidates: [{ why: [{ code: 'same-identifier', type: 'passport' }] }],
    });
    for (const query of [{ document: '01234567' }, { passport: '01234567', country: 'LA' }, { passport: '01234568' }])
      expect(check(person, query).answer).toBe('unknown');
  });

  test('it is forgotten with the listing', () => {
    const screen = new Screen();
    const [number] = person.identifiers;
    if (number === undefined) throw new Error('none');
    const asked = { ...number, value: '01234567' };
    screen.set('a'.repeat(26), [person]);
    expect(screen.near(asked)).toHaveLength(1);
    screen.remove('a'.repeat(26));
    expect(screen.near(asked)).toEqual([]);
  });
});
