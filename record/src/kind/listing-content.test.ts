import { describe, expect, test } from 'vitest';
import { refusalOf, verdictOn } from '../../fixture/refusal.ts';
import { ensureContent } from './check.ts';

const person = {
  type: 'person',
  names: [
    { asWritten: 'นายสมมติ ตัวอย่าง', script: 'Thai', romanised: 'Sommut Tuayang', otherSpellings: ['Sommuti'] },
    { asWritten: 'ဦးဥပမာ', script: 'Mymr', use: 'alias' },
  ],
  born: '1980',
  nationality: ['TH'],
  documents: [{ type: 'passport', number: 'XX0000000', country: 'TH' }],
  phones: ['+15550100123'],
  licences: [{ number: 'ท. ๑๒๓/๒๕๖๖', lentBy: 'บริษัท ตัวอย่างจัดหางาน จำกัด' }],
};
const company = {
  type: 'company',
  names: [{ asWritten: '示例劳务有限公司', script: 'Hans' }],
  registrations: [{ number: '0105500000000', country: 'TH' }],
  people: [{ relation: 'director', names: person.names, phones: ['+15550100124'] }],
};
const listing = {
  schema: 'listing/1',
  language: 'th',
  subject: person,
  roles: ['recruiter', 'sub-agent'],
  programme: ['work', 'scam-recruitment'],
  grading: { scheme: '4x4', source: 'B', information: '2' },
  about: 'Fictitious: promised work in a factory, took passports, and sent people on to a compound.',
};
const verdict = (content: unknown) => verdictOn(() => ensureContent('listing', content));

test('a person and a company that fit', () => {
  expect(verdict(listing)).toBe('lawful');
  expect(verdict({ ...listing, subject: company })).toBe('lawful');
});

describe('protected subjects are not listed', () => {
  test.each([
    ['a victim', { subject: { ...person, role: 'victim' } }],
    ['a possible victim', { subject: { ...person, role: 'possible-victim' } }],
    ['a witness', { roles: ['recruiter', 'witness'] }],
    ['a victim among roles', { roles: ['victim'] }],
    ['somebody not to be punished', { subject: { ...person, nonPunishment: true } }],
    ['a child', { subject: { ...person, minor: true } }],
    ['a victim in a list of people', { people: [{ ...person, role: 'victim' }] }],
    ['a child of whom nothing else is said', { subject: { minor: true } }],
  ])('%s', (_, change) => {
    const refusal = refusalOf(() => ensureContent('listing', { ...listing, ...change }));
    expect(refusal?.code).toBe('PROTECTED_SUBJECT');
    expect(refusal?.message).not.toContain('ตัวอย่าง');
  });

  test.each([
    ['2008-11-28', true],
    ['2008-11-27', false],
    ['2008-11', true],
    ['2008-10', false],
    ['2008', true],
    ['2007', false],
    ['2015', true],
  ])('born %s, on the day before the 28th of November 2026: a child is %s', (born, child) => {
    const today = '2026-11-27T10:00:00.000Z';
    const behind = { ...company, people: [{ relation: 'director', names: person.names, born }] };
    for (const subject of [{ ...person, born }, behind]) {
      const found = verdictOn(() => ensureContent('listing', { ...listing, subject }, today));
      expect(found).toBe(child ? 'PROTECTED_SUBJECT' : 'lawful');
    }
  });

  test.each(['01/02/1980', 'unknown', '980'])('born %j is no date, and nothing is said of children', (born) => {
    const told = { ...listing, subject: { ...person, born } };
    expect(verdictOn(() => ensureContent('listing', told, '2026-11-27T10:00:00.000Z'))).toBe('MALFORMED_CONTENT');
  });

  test('an alert names them all the same', () => {
    const alert = { schema: 'alert/1', people: [{ role: 'victim', names: person.names }] };
    expect(verdictOn(() => ensureContent('alert', alert))).toBe('MALFORMED_CONTENT');
  });
});

test.each([
  ['no roles', { roles: [] }],
  ['a role nobody knows', { roles: ['friend'] }],
  ['no subject', { subject: undefined }],
  ['a subject without a name', { subject: { ...person, names: [] } }],
  ['a company with the fields of a person', { subject: { ...company, born: '1980' } }],
  ['no grading', { grading: undefined }],
  ['a phone number that is not E.164', { subject: { ...person, phones: ['0812345678'] } }],
  ['an unknown field', { note: 'x' }],
  ['an alert', { schema: 'alert/1' }],
])('%s does not fit', (_, change) => expect(verdict({ ...listing, ...change })).toBe('MALFORMED_CONTENT'));

test.each([null, 'listing', [], 7])('%j does not fit', (content) => expect(verdict(content)).toBe('MALFORMED_CONTENT'));
