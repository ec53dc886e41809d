import { expect, test } from 'vitest';
import {
  agree,
  agreementBody,
  clause,
  khmer,
  lao,
  membership,
  officer,
  registrar,
  staff,
  staffedLedger,
  term,
  thai,
} from '../../fixture/exchange.ts';
import { digestOf, type TestLedger } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { standing } from '../agreement.ts';
import type { AgencyCode, StatementId } from '../id.ts';
import { agreementKey } from '../state.ts';

const held = (ledger: TestLedger, id: StatementId) => ledger.held<'agreement'>(agreementKey(id));
type Act = 'agreement.suspend/1' | 'agreement.resume/1' | 'agreement.withdraw/1';
const act = (ledger: TestLedger, typ: Act, agency: AgencyCode, agreement: StatementId) =>
  verdictOn(() => ledger.say(typ, officer(agency), { agreement }));

test('an agreement comes into force with its last signature', () => {
  const ledger = staffedLedger();
  const id = ledger.say('agreement.propose/1', officer(thai), agreementBody());
  expect(held(ledger, id)).toMatchObject({ id, by: thai, signed: [thai], digest: digestOf(id), suspendedBy: null });
  const sign = (agency: AgencyCode, digest = digestOf(id)) =>
    verdictOn(() => ledger.say('agreement.sign/1', officer(agency), { agreement: id, digest }));
  expect(sign(khmer, digestOf('another text'))).toBe('DIGEST_MISMATCH');
  expect(sign(khmer)).toBe('lawful');
  expect(standing(held(ledger, id), ledger.now)).toBe('proposed');
  expect(sign(khmer)).toBe('ALREADY_SIGNED');
  expect(sign(thai)).toBe('ALREADY_SIGNED');
  expect(sign(lao)).toBe('lawful');
  expect(standing(held(ledger, id), ledger.now)).toBe('in-force');
});

test.each([
  ['without its proposer', { parties: [khmer, lao] }, 'NOT_A_PARTY'],
  ['with a stranger', { parties: [thai, 'vn-labour'] }, 'UNKNOWN_AGENCY'],
  ['over before now', { from: '2026-01-01T00:00:00.000Z', until: '2026-11-23T08:00:00.000Z' }, 'AGREEMENT_EXPIRED'],
  ['ending before it begins', { from: term.until, until: term.from }, 'AGREEMENT_EXPIRED'],
  ['for no time', { from: term.until, until: term.until }, 'AGREEMENT_EXPIRED'],
  [
    'with two clauses of one name',
    { clauses: [clause, { ...clause, ceiling: 'RED' as const }] },
    'MALFORMED_STATEMENT',
  ],
] as const)('none is proposed %s', (_, change, code) => {
  const body = { ...agreementBody(), ...change } as ReturnType<typeof agreementBody>;
  expect(verdictOn(() => staffedLedger().say('agreement.propose/1', officer(thai), body))).toBe(code);
});

test('none is signed after its term', () => {
  const ledger = staffedLedger();
  const id = ledger.say('agreement.propose/1', officer(thai), {
    ...agreementBody(),
    until: '2026-12-01T00:00:00.000Z',
  });
  ledger.now = '2026-12-01T00:00:00.000Z';
  expect(verdictOn(() => ledger.say('agreement.sign/1', officer(khmer), { agreement: id, digest: digestOf(id) }))).toBe(
    'AGREEMENT_EXPIRED',
  );
});

test('one party suspends, the same resumes', () => {
  const ledger = staffedLedger();
  const id = agree(ledger);
  expect(act(ledger, 'agreement.resume/1', khmer, id), 'nothing to resume').toBe('NOT_A_PARTY');
  expect(act(ledger, 'agreement.suspend/1', khmer, id)).toBe('lawful');
  expect(act(ledger, 'agreement.suspend/1', lao, id)).toBe('AGREEMENT_SUSPENDED');
  expect(act(ledger, 'agreement.resume/1', thai, id)).toBe('NOT_A_PARTY');
  expect(standing(held(ledger, id), ledger.now)).toBe('suspended');
  expect(act(ledger, 'agreement.resume/1', khmer, id)).toBe('lawful');
  expect(standing(held(ledger, id), ledger.now)).toBe('in-force');
});

test('a party that leaves is gone for good; the last two end it', () => {
  const ledger = staffedLedger();
  const id = agree(ledger);
  expect(act(ledger, 'agreement.withdraw/1', lao, id)).toBe('lawful');
  for (const typ of ['agreement.withdraw/1', 'agreement.suspend/1', 'agreement.resume/1'] as const)
    expect(act(ledger, typ, lao, id)).toBe('NOT_A_PARTY');
  expect(verdictOn(() => ledger.say('agreement.sign/1', officer(lao), { agreement: id, digest: digestOf(id) }))).toBe(
    'NOT_A_PARTY',
  );
  expect(act(ledger, 'agreement.withdraw/1', khmer, id)).toBe('lawful');
  expect(standing(held(ledger, id), ledger.now)).toBe('ended');
  expect(act(ledger, 'agreement.suspend/1', thai, id)).toBe('AGREEMENT_ENDED');
});

test('strangers and agreements nobody knows', () => {
  const ledger = staffedLedger();
  const id = agree(ledger, { ...agreementBody(), parties: [thai, khmer] });
  expect(act(ledger, 'agreement.suspend/1', lao, id)).toBe('NOT_A_PARTY');
  expect(act(ledger, 'agreement.suspend/1', thai, 'a'.repeat(26))).toBe('UNKNOWN_AGREEMENT');
});

test('a suspension ends with its party: by leaving the agreement, or the network', () => {
  const ledger = staffedLedger();
  const [left, thrownOut] = [agree(ledger), agree(ledger)];
  for (const id of [left, thrownOut]) act(ledger, 'agreement.suspend/1', lao, id);
  expect(act(ledger, 'agreement.withdraw/1', lao, left)).toBe('lawful');
  expect(standing(held(ledger, left), ledger.now)).toBe('in-force');
  const proposal = ledger.say('network.propose/1', registrar(thai), { change: { remove: lao } });
  ledger.say('network.approve/1', registrar(khmer), { proposal });
  expect(act(ledger, 'agreement.resume/1', lao, thrownOut)).toBe('AGENCY_REMOVED');
  expect(act(ledger, 'agreement.resume/1', khmer, thrownOut)).toBe('lawful');
  expect(standing(held(ledger, thrownOut), ledger.now)).toBe('in-force');
});

test('a suspension by one party is not lifted by another that leaves', () => {
  const ledger = staffedLedger();
  const id = agree(ledger);
  act(ledger, 'agreement.suspend/1', khmer, id);
  act(ledger, 'agreement.withdraw/1', lao, id);
  expect(standing(held(ledger, id), ledger.now)).toBe('suspended');
});

test('an agreement that a removed member never signed does not come into force without it', () => {
  const ledger = staffedLedger();
  const admission = ledger.say('network.propose/1', registrar(thai), {
    change: { admit: membership('vn-labour', 'labour') },
  });
  ledger.say('network.approve/1', registrar(khmer), { proposal: admission });
  staff(ledger, 'vn-labour');
  const id = ledger.say('agreement.propose/1', officer(thai), {
    ...agreementBody(),
    parties: [thai, khmer, 'vn-labour'],
  });
  ledger.say('agreement.sign/1', officer(khmer), { agreement: id, digest: digestOf(id) });
  act(ledger, 'agreement.withdraw/1', 'vn-labour', id);
  expect(standing(held(ledger, id), ledger.now)).toBe('proposed');
});
