import { describe, expect, test } from 'vitest';
import {
  desk,
  khmer,
  lao,
  membership,
  officer,
  registrar,
  registration,
  staffedLedger,
  thai,
} from '../../fixture/exchange.ts';
import { licence } from '../../fixture/licence.ts';
import { refusalOf, verdictOn } from '../../fixture/refusal.ts';
import type { AgencyClass } from '../agency.ts';
import type { LicenceEntry, LicenceStatus } from '../licence.ts';
import { licenceKey } from '../state.ts';
import { hoursAfter } from '../time.ts';

const world = () => {
  const ledger = staffedLedger();
  const set = (licences: LicenceEntry[], by: string = thai, authority = 'th-doe') =>
    ledger.say('licence.set/1', officer(by), { authority, licences });
  const held = (number: string, by: string = thai, authority = 'th-doe') =>
    ledger.held<'licence'>(licenceKey(by, authority, number));
  return { ledger, set, held };
};

test('a register enters its licences under their numbers, whatever way they are written', () => {
  const { ledger, set, held } = world();
  const statement = set([licence(), licence({ number: '0042/2568' })]);
  const about = { agency: thai, authority: 'th-doe', statement, at: ledger.now };
  const history = [{ status: 'valid', at: ledger.now }];
  expect(held('ท1232566')).toEqual({ ...licence(), ...about, history });
  expect(held('00422568')).toMatchObject({ number: '0042/2568', ...about });
});

test('what a register says later replaces it; changes of status are remembered, the last sixteen', () => {
  const { ledger, set, held } = world();
  set([licence()]);
  const first = ledger.now;
  ledger.now = hoursAfter(ledger.now, 1);
  set([licence({ number: 'ท.123-2566', status: 'suspended', statusAsWritten: 'พักใช้' })]);
  expect(held('ท1232566')).toMatchObject({ number: 'ท.123-2566', status: 'suspended', statusAsWritten: 'พักใช้' });
  const since = [
    { status: 'valid', at: first },
    { status: 'suspended', at: ledger.now },
  ];
  expect(held('ท1232566').history).toEqual(since);
  set([licence({ status: 'suspended' })]);
  expect(held('ท1232566').history, 'the same status again is no change').toEqual(since);
  const turns: LicenceStatus[] = ['valid', 'suspended'];
  for (let i = 0; i < 20; i++) set([licence({ status: turns[i % 2] ?? 'valid' })]);
  expect(held('ท1232566').history).toHaveLength(16);
});

test('registers of others, and other registers of one’s own, keep their licences apart', () => {
  const { set, held } = world();
  set([licence({ category: 'work' })], thai, 'th-doe');
  set([licence({ category: 'seafarer' })], thai, 'th-marine');
  set([licence({ category: 'marriage' })], khmer, 'th-doe');
  expect(held('ท1232566').category).toBe('work');
  expect(held('ท1232566', thai, 'th-marine').category).toBe('seafarer');
  expect(held('ท1232566', khmer).category).toBe('marriage');
});

describe('refused, with the row and nothing of what it holds, and nothing written', () => {
  const good = licence({ number: 'A-1' });
  test.each([
    ['no digit', [good, licence({ number: 'ABC' })], 'LICENCE_NUMBER', 'row 2'],
    ['signs nobody knows', [licence({ number: '12☎' })], 'LICENCE_NUMBER', 'row 1'],
    ['the same number twice', [good, licence(), licence({ number: 'a 1' })], 'LICENCE_TWICE', 'rows 1 and 3'],
    ['digits of two scripts', [licence({ number: '12' }), licence({ number: '๑๒' })], 'LICENCE_TWICE', 'rows 1 and 2'],
    ['a first day that is none', [good, licence({ from: '2026-02-30' })], 'LICENCE_DATES', 'row 2: no such day'],
    ['a last day that is none', [licence({ until: '2026-04-31' })], 'LICENCE_DATES', 'row 1: no such day'],
    [
      'an end before its beginning',
      [good, licence({ from: '2026-06-02', until: '2026-06-01' })],
      'LICENCE_DATES',
      'row 2: it ends before it begins',
    ],
    ['a day of the Buddhist calendar', [licence({ until: '2569-12-31' })], 'MALFORMED_STATEMENT', undefined],
    ['a change of direction in a name', [named('ก\u202eข')], 'MALFORMED_STATEMENT', undefined],
    ['a person by name', [person()], 'MALFORMED_STATEMENT', undefined],
    ['none', [], 'MALFORMED_STATEMENT', undefined],
    [
      'more than a hundred',
      Array.from({ length: 101 }, (_, i) => licence({ number: `N${i}` })),
      'MALFORMED_STATEMENT',
      undefined,
    ],
  ] as const)('%s', (_, licences, code, detail) => {
    const { ledger, set } = world();
    const before = new Map(ledger.state);
    const refusal = refusalOf(() => set([...licences]));
    expect(refusal?.code).toBe(code);
    if (detail !== undefined) expect(refusal?.detail).toBe(detail);
    expect(ledger.state).toEqual(before);
  });

  test('one day, and no end, are lawful', () => {
    const { set } = world();
    expect(verdictOn(() => set([licence({ from: '2026-06-01', until: '2026-06-01' })]))).toBe('lawful');
    expect(verdictOn(() => set([licence({ until: null, holder: { kind: 'person' } })]))).toBe('lawful');
  });

  function named(text: string): LicenceEntry {
    return licence({
      holder: { kind: 'company', names: [{ text, script: 'Thai' }], registration: null, phones: [], address: null },
    });
  }
  function person(): LicenceEntry {
    return licence({ holder: { kind: 'person', names: [{ text: 'Somying', script: 'Latn' }] } as never });
  }
});

test.each([
  ['labour', 'lawful'],
  ['embassy', 'lawful'],
  ['ngo', 'NOT_A_REGISTER'],
  ['hotline', 'NOT_A_REGISTER'],
  ['bank', 'NOT_A_REGISTER'],
] as const)('an agency of class %s: %s', (agencyClass: AgencyClass, verdict) => {
  const { ledger, set } = world();
  const code = 'vn-register';
  const proposal = ledger.say('network.propose/1', registrar(thai), {
    change: { admit: membership(code, agencyClass) },
  });
  ledger.say('network.approve/1', registrar(khmer), { proposal });
  ledger.say('unit.set/1', registrar(code), desk);
  ledger.say('officer.register/1', registrar(code), registration(officer(code), ['author']));
  expect(verdictOn(() => set([licence()], code))).toBe(verdict);
});

test('an officer who is no author is refused', () => {
  const { ledger } = world();
  const set = () => ledger.say('licence.set/1', registrar(lao), { authority: 'la-doe', licences: [licence()] });
  expect(verdictOn(set)).toBe('ROLE_LACKING');
});
