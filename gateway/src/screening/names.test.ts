import type { ListingContent } from '@tocsin/record';
import { describe, expect, test } from 'vitest';
import { fictitiousLicence, fictitiousListing } from '../../../test/support/listing.ts';
import type { ListedLicence } from '../api/brokers.ts';
import type { CheckQuery, GivenAnswer } from '../api/checks.ts';
import { answerOrRefusal } from './asking.ts';
import { Screen } from './screen.ts';
import { subjectsOf } from './subject.ts';
import { atOnce } from './turns.ts';

/** Fictitious people and companies, in the scripts that they would be written in. */
type Subject = ListingContent['subject'];
const screen = new Screen();
const list = (record: string, subject: Partial<Subject>): void => {
  const content = { ...fictitiousListing, subject: subject as Subject };
  screen.set(record, subjectsOf(content, 'TH'));
};
type Name = Subject['names'][number];
const person = (asWritten: string, script: Name['script'], more: object = {}): Partial<Subject> => ({
  type: 'person',
  names: [{ asWritten, script }],
  ...more,
});

list('thai', person('นายสมชาย ใจดีสมมติ', 'Thai', { born: '1980-05-01', phones: ['+15550100123'] }));
list('khmer', person('សុខ សុវណ្ណារី', 'Khmr', { born: '1975' }));
list('lao', person('ທ້າວ ບຸນມີ ສີສະຫວາດ', 'Laoo', { born: '1990-02-03' }));
list('burmese', person('ကျော်ဇင်ထွန်း', 'Mymr', { documents: [{ type: 'passport', number: 'M-000001', country: 'MM' }] }));
list('chinese', person('陈伟强', 'Hans', { born: '1968-11-30' }));
list('vietnamese', person('Nguyễn Văn Phướcdụ', 'Latn', { born: '1985' }));
list('company', {
  type: 'company',
  names: [{ asWritten: 'บริษัท สมมติจัดหางาน จำกัด', script: 'Thai', romanised: 'Sommut Recruitment Co., Ltd.' }],
  registrations: [{ number: '0105500000001', country: 'TH' }],
  phones: ['+15550100777'],
  people: [
    {
      relation: 'director',
      names: [{ asWritten: 'Boonlert Fictikul', script: 'Latn' }],
      born: '1970',
      phones: ['+15550100888'],
    },
  ],
});
list('linked', person('Anan Exampleson', 'Latn', { phones: ['+15550100888'] }));
list(
  'lent',
  person('Kham Fictiphone', 'Latn', { licences: [{ number: 'ท. ๙๙/๒๕๖๖', lentBy: 'Lendable Manpower Co., Ltd.' }] }),
);

const licence = (number: string, change: object): ListedLicence => ({
  key: number,
  standing: 'valid',
  day: '2026-06-01',
  zone: 'Asia/Bangkok',
  licence: {
    ...fictitiousLicence(number, change),
    ...{
      agency: 'th-labour',
      authority: 'th-doe',
      history: [],
      statement: 'a'.repeat(26),
      at: '2026-01-01T00:00:00.000Z',
    },
  },
});
const holder = (text: string, more: object = {}) => ({
  holder: {
    kind: 'company',
    names: [{ text, script: 'Latn' }],
    registration: null,
    phones: [],
    address: null,
    ...more,
  },
});
const register = [
  licence('L1', holder('Sommut Recruitment Company Limited')),
  licence('L2', holder('Quiet Harbour Placement Ltd', { phones: ['+15550100777'] })),
  licence('L3', holder('Lendable Manpower')),
  licence('L4', holder('Quiet Harbour Placement Ltd')),
];

function check(query: CheckQuery): GivenAnswer {
  const given = answerOrRefusal(
    {
      screen,
      country: 'TH',
      standingOf: () => ({ standing: 'listed' }),
      licences: (number) => register.filter(({ key }) => key === number),
      *licencesOf() {
        yield;
        return { found: [], complete: true };
      },
      decided: () => null,
    },
    query,
  );
  if (given.answer === 'refused') throw new Error(`${given.code} ${given.field}`);
  return given;
}

describe('a name in another script, with the day of birth', () => {
  test.each<[string, string, string]>([
    ['thai', 'Somchai Jaideesommut', '2523-05-01'],
    ['lao', 'Bounmy Sisavath', '1990-02-03'],
    ['chinese', 'Chen Weiqiang', '30/11/1968'],
    ['chinese', 'TAN WEI KEONG', '1968-11-30'],
  ])('%s: %s is strong, and possible is all it is answered as', (record, name, born) => {
    const given = check({ names: [name], born });
    expect(given).toMatchObject({ answer: 'possible', candidates: [{ record }] });
    expect(['strong', 'possible']).toContain(given.grade);
    expect(given.candidates[0]?.why).toContainEqual({ code: 'birth-same-day' });
  });

  test.each<[string, string]>([
    ['khmer', 'Sok Sovannary'],
    ['burmese', 'Kyaw Zin Tun'],
    ['vietnamese', 'Nguyen Van Phuocdu'],
    ['thai', 'สมชาย ใจดีสมมติ'],
  ])('%s: %s alone is possible at most, and says what would decide', (record, name) => {
    const given = check({ names: [name] });
    expect(given).toMatchObject({ answer: 'possible', grade: 'possible', candidates: [{ record }] });
    expect(given.candidates[0]?.wouldDecide).toEqual(
      [record === 'burmese' ? 'passport' : 'born', 'phone'].slice(0, record === 'thai' ? 2 : 1),
    );
  });
});

test('a year of birth that is off by one is said; one that is far off leaves little', () => {
  expect(check({ names: ['Sok Sovannary'], born: '1976' }).candidates[0]).toMatchObject({
    grade: 'possible',
    why: expect.arrayContaining([{ code: 'birth-years-apart', years: 1 }]),
  });
  expect(check({ names: ['Sok Sovannary'], born: '2001' })).toMatchObject({ answer: 'unknown', grade: 'weak' });
});

test('what would decide is what was not shown and the listing knows; what is shown and is another number is said', () => {
  const other = check({ names: ['Kyaw Zin Tun'], passport: 'M000009', country: 'MM' });
  expect(other.candidates[0]).toMatchObject({ record: 'burmese', wouldDecide: ['ask-proposer'] });
  expect(other.candidates[0]?.why).toContainEqual({ code: 'identifier-differs', type: 'passport' });
  const day = check({ names: ['Sok Sovannary'], born: '1975-06-07' });
  expect(day.candidates[0]).toMatchObject({ record: 'khmer', wouldDecide: ['ask-proposer'] });
  expect(check({ names: ['Nguyen Van Phuocdu'], born: '1985' }).candidates[0]?.wouldDecide).toEqual(['ask-proposer']);
  const country = check({ names: ['Wholly Different'], passport: 'M000001', country: 'MM' });
  expect(country.candidates[0]?.wouldDecide).not.toContain('issuing-country');
});

test('no reason quotes what the listing says', () => {
  for (const name of ['Somchay Jaideesommut', 'Jaideesommut S', 'Chen Weiqang']) {
    const text = JSON.stringify(check({ names: [name] }));
    expect(text).not.toMatch(/สมชาย|somchai|jaidee|weiqiang|陈/i);
  }
});

test('a number under another name is a question, and a phone under another name a front', () => {
  const passport = check({ passport: 'M000001', names: ['Boonlert Nobody'] });
  expect(passport).toMatchObject({ answer: 'possible', candidates: [{ record: 'burmese', grade: 'possible' }] });
  expect(passport.candidates[0]?.wouldDecide).toContain('issuing-country');
  const phone = check({ phone: '+1 555 010 0123', names: ['Boonlert Nobody'] });
  expect(phone).toMatchObject({ answer: 'related', candidates: [], fronts: [{ record: 'thai' }] });
  expect(phone.fronts[0]?.path).toEqual([{ code: 'shares', type: 'phone' }]);
  expect(check({ phone: '+15550100123' })).toMatchObject({
    answer: 'possible',
    candidates: [{ record: 'thai', grade: 'possible' }],
  });
});

describe('lent licences and fronts', () => {
  test('other-holder: the company that shows it is not the one that holds it', () => {
    expect(check({ licence: 'L4', companies: ['Golden Bridge Manpower Ltd'] })).toMatchObject({
      answer: 'other-holder',
      licences: [{ holderAgrees: false }],
    });
    expect(check({ licence: 'L4', companies: ['QUIET HARBOUR PLACEMENT'] })).toMatchObject({ answer: 'licensed' });
  });

  test('a director of a listed company is not listed, and leads to it', () => {
    const given = check({ names: ['Boonlert Fictikul'], born: '1970' });
    expect(given.candidates).toEqual([]);
    expect(given.fronts.find(({ record }) => record === 'company')?.path).toEqual([
      { code: 'stands-behind', part: 'director' },
    ]);
  });

  test('a licence whose holder has the name of a listed company, or its telephone', () => {
    const named = check({ licence: 'L1' });
    expect(named.fronts[0]).toMatchObject({
      record: 'company',
      path: [{ code: 'licence-holder' }, { code: 'same-name' }],
    });
    const shared = check({ licence: 'L2' });
    expect(shared.fronts[0]).toMatchObject({
      record: 'company',
      path: [{ code: 'licence-holder' }, { code: 'shares', type: 'phone' }],
    });
    expect([named.answer, shared.answer]).toEqual(['licensed', 'licensed']);
  });

  test('from the agent to the agency to whom its director shares a telephone with', () => {
    const path = check({ licence: 'L2' }).fronts.find(({ record }) => record === 'linked')?.path;
    expect(path).toEqual([
      { code: 'licence-holder' },
      { code: 'shares', type: 'phone' },
      { code: 'linked', part: 'director' },
      { code: 'shares', type: 'phone' },
    ]);
  });

  test('a licence that a listed one has shown, and a company that has lent one', () => {
    expect(check({ licence: 'ท.99-2566' }).fronts[0]).toMatchObject({
      record: 'lent',
      path: [{ code: 'shares', type: 'licence' }],
    });
    expect(check({ licence: 'L3' }).fronts[0]).toMatchObject({
      record: 'lent',
      path: [{ code: 'licence-holder' }, { code: 'lent-licence' }],
    });
    expect(check({ companies: ['Lendable Manpower Co Ltd'] }).fronts[0]?.path).toEqual([{ code: 'lent-licence' }]);
  });
});

test.each<[string, string, string]>([
  ['empty', '', 'NAME_EMPTY'],
  ['emoji', '😀😀', 'NAME_UNREADABLE'],
  ['half a character', '\ud83d', 'NAME_UNREADABLE'],
  ['ten thousand characters', 'สมมติ'.repeat(2000), 'NAME_TOO_LONG'],
])('a name that is %s is refused by its field', (_, name, code) => {
  expect(() => check({ names: [name] })).toThrow(`${code} names`);
});

test.each([
  ['mixed scripts', 'สมชาย Jaideesommut'],
  ['signs that turn the direction', '\u202eSomchai\u202c Jaideesommut'],
  ['what surrounds a name in a mail', '  Mr. SOMCHAI   JAIDEESOMMUT '],
])('%s: read as the name it is', (_, name) => {
  expect(check({ names: [name] }).candidates[0]?.record).toBe('thai');
});

test('a listing that is taken out is found no more, by nothing', () => {
  const short = new Screen();
  const content = {
    ...fictitiousListing,
    subject: person('Ephemera Fictitious', 'Latn', { phones: ['+15550100999'] }),
  };
  short.set('r', subjectsOf(content as ListingContent, 'TH'));
  expect(atOnce(short.named({ text: 'Ephemera Fictitious', kind: 'person' }, 5))).toHaveLength(1);
  short.remove('r');
  expect(atOnce(short.named({ text: 'Ephemera Fictitious', kind: 'person' }, 5))).toEqual([]);
  expect(short.sharing({ type: 'phone', value: '+15550100999', scope: null })).toEqual([]);
});
