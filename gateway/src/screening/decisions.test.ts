import { beforeEach, describe, expect, test } from 'vitest';
import { copyOf } from '../../fixture/copy.ts';
import type { CheckQuery, GivenAnswer } from '../api/checks.ts';
import { askedIn } from './asked.ts';
import { answerOrRefusal } from './asking.ts';
import { sourcesIn } from './copy.ts';
import { Decisions } from './decisions.ts';
import type { Subject } from './subject.ts';

/** Somebody who does not exist, listed with a passport, a telephone and the whole day of birth. */
const record = 'a'.repeat(26);
const listed: Subject = {
  part: 'subject',
  kind: 'person',
  names: [{ text: 'สมมติ ตัวอย่าง', kind: 'person' }],
  born: '1980-05-01',
  identifiers: [
    { type: 'passport', value: 'XX0000001', scope: 'TH' },
    { type: 'phone', value: '+15550100123', scope: null },
  ],
};
const [now, far] = ['2026-11-27T00:00:00.000Z', '2099-01-01T00:00:00.000Z'];
const listing = { record, standing: 'listed' as const, reviewAt: far, until: far, subjects: [listed] };
const copy = copyOf({ listings: [listing], country: 'TH' });
const decision = { at: '2026-11-27T10:00:00.000Z', by: 'b'.repeat(26), reason: 'other father' };

let decisions: Decisions;
beforeEach(() => {
  const vault = { read: async () => null, write: async () => undefined, isStale: () => false };
  decisions = new Decisions(vault as never);
});
const keep = (query: CheckQuery) => decisions.keep(askedIn(query, 'TH'), record, decision);
function check(query: CheckQuery): GivenAnswer {
  const decided = decisions.of.bind(decisions);
  const given = answerOrRefusal({ ...sourcesIn(copy)(now), decided }, query);
  if (given.answer === 'refused') throw new Error(given.code);
  return given;
}
const namesake: CheckQuery = { names: ['Sommut Tuayang', 'สมมติ ตัวอย่าง'], born: '1/5/2523' };

describe('decided of a name and a day of birth', () => {
  test('it answers the same question, and says who decided, so that it can be decided anew', async () => {
    expect(check(namesake).answer).toBe('possible');
    await keep(namesake);
    const again = { names: ['สมมติ  ตัวอย่าง', 'SOMMUT TUAYANG'], born: '1980-05-01' };
    for (const query of [namesake, again])
      expect(check(query)).toMatchObject({ answer: 'not-the-same', candidates: [{ notTheSame: decision }] });
    expect(await decisions.undo(askedIn(again, 'TH'), record)).toBe(true);
    expect(check(namesake)).toMatchObject({ answer: 'possible', candidates: [{ notTheSame: null }] });
  });

  test.each<[string, CheckQuery]>([
    ['one of the spellings alone', { ...namesake, names: ['สมมติ ตัวอย่าง'] }],
    ['another account', { ...namesake, social: '@sommut.tuayang' }],
    ['another paper', { ...namesake, passport: 'YY0000009', country: 'TH' }],
  ])('whoever shows %s is looked at', async (_, query) => {
    await keep(namesake);
    expect(check(query)).toMatchObject({ answer: 'possible', candidates: [{ notTheSame: null }] });
  });

  test('a number of the listing that is shown is never passed over, though the very same was decided', async () => {
    const query = { ...namesake, born: '1990-05-01', phone: '+15550100123' };
    expect(check(query).grade).toBe('strong');
    await keep(query);
    expect(check(query)).toMatchObject({ answer: 'possible', candidates: [{ notTheSame: decision }] });
  });
});

describe('decided of a paper', () => {
  const twin = { names: ['Somebody Else'], passport: 'XX0000001' };

  test('it holds for the paper, under whatever name but the listed one', async () => {
    await keep(twin);
    expect(check(twin).answer).toBe('not-the-same');
    expect(check({ names: ['Somebody Other'], passport: 'XX0000001' }).answer).toBe('not-the-same');
    expect(check({ ...namesake, passport: 'XX0000001' }).answer).toBe('listed');
    expect(check({ ...namesake, passport: 'YY0000009' })).toMatchObject({ candidates: [{ notTheSame: null }] });
  });

  test('a number of the listing that was not shown then asks for a look, and what was decided is told', async () => {
    const other = { ...namesake, born: '1990-05-01', passport: 'YY0000009', country: 'TH' };
    await keep(other);
    expect(check(other)).toMatchObject({ answer: 'not-the-same' });
    const withPhone = { ...other, phone: '+15550100123' };
    expect(check(withPhone)).toMatchObject({ answer: 'possible', candidates: [{ notTheSame: decision }] });
    await keep(withPhone);
    expect(check(withPhone).answer).toBe('not-the-same');
  });

  test('one that was kept before all numbers were is held by its paper', async () => {
    const asked = askedIn(twin, 'TH');
    let written = '';
    const vault = { read: async () => new TextEncoder().encode(written), isStale: () => false };
    const first = new Decisions({
      ...vault,
      write: async (_: string, plain: Uint8Array) => {
        written = new TextDecoder().decode(plain);
      },
    } as never);
    await first.keep(asked, record, decision);
    const {
      salt,
      kept: [one],
    } = JSON.parse(written);
    written = JSON.stringify({ salt, kept: [{ ...decision, record, token: one.token }] });
    await first.load();
    expect(first.of(asked, record, asked.identifiers)).toEqual({ notTheSame: decision, quiets: true });
  });
});
