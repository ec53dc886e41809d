import { expect, test } from 'vitest';
import { agencies, clause, khmer, lao, term, thai } from '../fixture/exchange.ts';
import { refusalOf, verdictOn } from '../fixture/refusal.ts';
import type { Member } from './agency.ts';
import {
  type Agreement,
  type Clause,
  coveringClause,
  isParty,
  mustBeInForce,
  type Sharing,
  standing,
} from './agreement.ts';

const all = Object.keys(agencies);
const now = '2026-11-23T08:00:00.000Z';
const inForce: Agreement = {
  id: 'a'.repeat(26),
  name: 'test-mou',
  by: thai,
  parties: all,
  clauses: [clause],
  ...term,
  digest: '0'.repeat(64),
  signed: all,
  suspendedBy: null,
  withdrawn: [],
};

const cases: readonly [string, Partial<Agreement>, string, string][] = [
  ['in force', {}, now, 'in-force'],
  ['at its first millisecond', {}, term.from, 'in-force'],
  ['a millisecond before', {}, '2026-10-31T23:59:59.999Z', 'not-started'],
  ['at its last millisecond', {}, '2027-10-31T23:59:59.999Z', 'in-force'],
  ['at its end', {}, term.until, 'expired'],
  ['one signature short', { signed: [thai, khmer] }, now, 'proposed'],
  ['one signature short and over', { signed: [thai, khmer] }, term.until, 'proposed'],
  ['suspended', { suspendedBy: khmer }, now, 'suspended'],
  ['suspended and over', { suspendedBy: khmer }, term.until, 'suspended'],
  ['one of three left', { withdrawn: [lao] }, now, 'in-force'],
  ['two of three left', { withdrawn: [lao, khmer] }, now, 'ended'],
  ['ended though suspended', { withdrawn: [lao, khmer], suspendedBy: thai }, now, 'ended'],
];
const codes: Readonly<Record<string, string>> = {
  'in-force': 'lawful',
  'not-started': 'AGREEMENT_NOT_STARTED',
  expired: 'AGREEMENT_EXPIRED',
  proposed: 'AGREEMENT_NOT_IN_FORCE',
  suspended: 'AGREEMENT_SUSPENDED',
  ended: 'AGREEMENT_ENDED',
};

test.each(cases)('%s', (_, change, at, where) => {
  const agreement = { ...inForce, ...change };
  expect(standing(agreement, at)).toBe(where);
  expect(verdictOn(() => mustBeInForce(agreement, at))).toBe(codes[where]);
});

test('a party is one that has not left', () => {
  expect(isParty(inForce, khmer)).toBe(true);
  expect(isParty({ ...inForce, withdrawn: [khmer] }, khmer)).toBe(false);
  expect(isParty(inForce, 'vn-labour')).toBe(false);
});

const member = (code: keyof typeof agencies): Member => ({
  code,
  class: agencies[code],
  country: code.slice(0, 2).toUpperCase(),
  status: 'active',
});
const sharing: Sharing = {
  kind: 'alert',
  author: member(thai),
  to: [member(khmer), member(lao)],
  purposes: ['trafficking-investigation'],
  handling: { tlp: 'AMBER', codes: [] },
};

const refusals: readonly [string, Partial<Sharing>, string, string][] = [
  ['all covered', {}, 'lawful', ''],
  ['below the ceiling', { handling: { tlp: 'CLEAR', codes: [] } }, 'lawful', ''],
  ['every purpose of the clause', { purposes: clause.purposes }, 'lawful', ''],
  ['an author who is no party', { author: { ...member(thai), code: 'th-army' } }, 'NOT_A_PARTY', 'th-army'],
  [
    'an addressee who is no party',
    { to: [member(khmer), { ...member(lao), code: 'la-army' }] },
    'NOT_A_PARTY',
    'la-army',
  ],
  ['another kind', { kind: 'listing' }, 'KIND_NOT_COVERED', 'test-mou: listing'],
  ['a kind of the prototype', { kind: 'constructor' }, 'KIND_NOT_COVERED', 'test-mou: constructor'],
  [
    'a class that may not send',
    { author: member(lao), to: [member(thai)] },
    'CLASS_NOT_COVERED',
    'test-mou: fiu to police',
  ],
  [
    'one addressee of a class that may not receive',
    { to: [member(khmer), { ...member(lao), class: 'bank' }] },
    'CLASS_NOT_COVERED',
    'test-mou: police to immigration,bank',
  ],
  [
    'a purpose besides',
    { purposes: ['victim-protection', 'border-control'] },
    'PURPOSE_NOT_COVERED',
    'test-mou alerts: victim-protection,border-control',
  ],
  [
    'handling above the ceiling',
    { handling: { tlp: 'AMBER+STRICT', codes: [] } },
    'HANDLING_ABOVE_CEILING',
    'test-mou alerts: at most TLP:AMBER',
  ],
];
test.each(refusals)('%s', (_, change, code, detail) => {
  const refusal = refusalOf(() => coveringClause(inForce, { ...sharing, ...change }, now));
  expect(refusal?.code ?? 'lawful').toBe(code);
  expect(refusal?.detail ?? '').toBe(detail);
});

test('one clause must cover all: two that cover half each are not added up', () => {
  const half = (id: string, change: Partial<Clause>): Clause => ({ ...clause, id, ...change });
  const clauses = [half('low', { ceiling: 'GREEN' }), half('border', { purposes: ['border-control'], ceiling: 'RED' })];
  const agreement = { ...inForce, clauses };
  expect(verdictOn(() => coveringClause(agreement, sharing, now))).toBe('HANDLING_ABOVE_CEILING');
  const both = { ...sharing, purposes: ['border-control', 'victim-protection'] as const };
  expect(verdictOn(() => coveringClause(agreement, both, now))).toBe('PURPOSE_NOT_COVERED');
});

test('the first clause that covers decides', () => {
  const clauses = [{ ...clause, id: 'low', ceiling: 'GREEN' as const }, clause, { ...clause, id: 'later' }];
  expect(coveringClause({ ...inForce, clauses }, sharing, now).id).toBe('alerts');
});

test('nothing is covered by an agreement that is not in force', () => {
  for (const [, change, at, where] of cases)
    expect(
      verdictOn(() => coveringClause({ ...inForce, ...change }, { ...sharing, to: [member(khmer)] }, at)),
      where,
    ).toBe(change.withdrawn?.length === 1 ? 'lawful' : codes[where]);
});
