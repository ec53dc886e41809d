import { expect, test } from 'vitest';
import {
  foundedLedger,
  khmer,
  lao,
  members,
  membership,
  registrar,
  signFounding,
  staffedLedger,
  thai,
} from '../../fixture/exchange.ts';
import { digestOf, type Signer, signer, TestLedger } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import type { Membership } from '../agency.ts';
import { agencyKey, networkKey, officerKey, proposalKey, unitKey } from '../state.ts';
import { REGISTRY } from './network.ts';

const viet = 'vn-labour';
const founding = { name: 'test-exchange', members: members() };
const status = (ledger: TestLedger) =>
  Object.fromEntries(ledger.held<'network'>(networkKey).members.map(({ code, status }) => [code, status]));

test('founding enrols every member, but only the founder has signed', () => {
  const ledger = new TestLedger();
  const id = ledger.say('network.found/1', registrar(thai), founding);
  expect(ledger.held<'network'>(networkKey)).toMatchObject({ id, status: 'signing' });
  expect(status(ledger)).toEqual({ [thai]: 'active', [khmer]: 'signing', [lao]: 'signing' });
  for (const code of [thai, khmer, lao]) {
    expect(ledger.held<'agency'>(agencyKey(code))).toMatchObject({ since: ledger.now, removed: null });
    expect(ledger.held<'unit'>(unitKey(code, REGISTRY)).closed).toBe(false);
    expect(ledger.held<'officer'>(officerKey(registrar(code).handle)).agency).toBe(code);
  }
});

test('the network is active with the last signature, not before', () => {
  const ledger = new TestLedger();
  ledger.say('network.found/1', registrar(thai), founding);
  signFounding(ledger, khmer);
  expect(ledger.held<'network'>(networkKey).status).toBe('signing');
  expect(verdictOn(() => signFounding(ledger, khmer))).toBe('ALREADY_SIGNED');
  expect(verdictOn(() => signFounding(ledger, thai))).toBe('ALREADY_SIGNED');
  signFounding(ledger, lao);
  expect(ledger.held<'network'>(networkKey).status).toBe('active');
  expect(verdictOn(() => signFounding(ledger, lao))).toBe('ALREADY_SIGNED');
});

test('a founding not yet signed by all may be replaced; signatures on the old one do not count for the new', () => {
  const ledger = new TestLedger();
  const first = ledger.say('network.found/1', registrar(thai), founding);
  signFounding(ledger, khmer);
  ledger.say('network.found/1', registrar(lao), { ...founding, name: 'second' });
  expect(status(ledger)).toEqual({ [thai]: 'signing', [khmer]: 'signing', [lao]: 'active' });
  const old = { network: first, digest: digestOf(first) };
  expect(verdictOn(() => ledger.say('network.sign/1', registrar(khmer), old))).toBe('WRONG_NETWORK');
  const { id } = ledger.held<'network'>(networkKey);
  const mixed = { network: id, digest: digestOf(first) };
  expect(verdictOn(() => ledger.say('network.sign/1', registrar(khmer), mixed))).toBe('DIGEST_MISMATCH');
});

test('an active network is not founded again', () => {
  const ledger = foundedLedger();
  expect(verdictOn(() => ledger.say('network.found/1', registrar(thai), founding))).toBe('ALREADY_FOUNDED');
});

const [police, immigration] = members() as [Membership, Membership];
test.each([
  ['the founder is not a member', [immigration, membership(viet)], 'UNKNOWN_AGENCY'],
  ['the same agency twice', [police, immigration, police], 'AGENCY_EXISTS'],
  ['two agencies with one registrar', [police, { ...immigration, registrar: police.registrar }], 'OFFICER_EXISTS'],
  [
    'a registrar whose certificate is of another handle',
    [police, { ...immigration, registrar: { ...immigration.registrar, handle: signer(khmer, 'x').handle } }],
    'BAD_OFFICER_CERTIFICATE',
  ],
] as const)('no founding when %s', (_, list, code) => {
  const ledger = new TestLedger();
  expect(verdictOn(() => ledger.say('network.found/1', registrar(thai), { name: 'n', members: [...list] }))).toBe(code);
  expect(ledger.state.size).toBe(0);
});

/** One proposes, the others approve in turn; returns the verdicts. */
function decide(
  ledger: TestLedger,
  change: { admit: Membership } | { remove: string },
  by: Signer,
  ...others: Signer[]
) {
  const proposal = ledger.say('network.propose/1', by, { change });
  return others.map((other) => verdictOn(() => ledger.say('network.approve/1', other, { proposal })));
}

test('two of three members are a majority to admit; the new one may act at once', () => {
  const ledger = foundedLedger();
  const proposal = ledger.say('network.propose/1', registrar(thai), { change: { admit: membership(viet, 'labour') } });
  expect(status(ledger)[viet]).toBeUndefined();
  expect(verdictOn(() => ledger.say('network.approve/1', registrar(thai), { proposal }))).toBe('ALREADY_SIGNED');
  ledger.say('network.approve/1', registrar(khmer), { proposal });
  expect(status(ledger)[viet]).toBe('active');
  expect(ledger.held<'proposal'>(proposalKey(proposal))).toMatchObject({ state: 'done', approved: [thai, khmer] });
  expect(verdictOn(() => ledger.say('network.approve/1', registrar(lao), { proposal }))).toBe('UNKNOWN_PROPOSAL');
  ledger.say('network.propose/1', registrar(viet), { change: { remove: lao } });
});

test('half of the members is no majority', () => {
  const ledger = foundedLedger();
  expect(decide(ledger, { admit: membership(viet) }, registrar(thai), registrar(khmer))).toEqual(['lawful']);
  expect(decide(ledger, { admit: membership('cn-police') }, registrar(thai), registrar(viet))).toEqual(['lawful']);
  expect(status(ledger)['cn-police'], 'two of four').toBeUndefined();
});

test('the one to be removed does not count, neither way', () => {
  const ledger = foundedLedger();
  expect(decide(ledger, { remove: lao }, registrar(thai), registrar(lao))).toEqual(['lawful']);
  expect(status(ledger)[lao], 'one of two others').toBe('active');
  expect(decide(ledger, { remove: lao }, registrar(thai), registrar(khmer))).toEqual(['lawful']);
  expect(status(ledger)[lao]).toBe('removed');
  expect(ledger.held<'agency'>(agencyKey(lao)).removed).toBe(ledger.now);
  expect(verdictOn(() => ledger.say('network.propose/1', registrar(lao), { change: { remove: thai } }))).toBe(
    'AGENCY_REMOVED',
  );
});

test('a member may ask to leave; the others decide', () => {
  const ledger = foundedLedger();
  expect(decide(ledger, { remove: lao }, registrar(lao), registrar(thai), registrar(khmer))).toEqual([
    'lawful',
    'lawful',
  ]);
  expect(status(ledger)[lao]).toBe('removed');
});

test('votes of a member removed meanwhile are not counted', () => {
  const ledger = foundedLedger();
  for (const code of [viet, 'cn-police'])
    decide(ledger, { admit: membership(code) }, registrar(thai), registrar(khmer), registrar(lao));
  const proposal = ledger.say('network.propose/1', registrar(lao), { change: { admit: membership('mm-police') } });
  decide(ledger, { remove: lao }, registrar(thai), registrar(khmer), registrar(viet));
  expect(status(ledger)[lao]).toBe('removed');
  for (const code of [thai, khmer]) ledger.say('network.approve/1', registrar(code), { proposal });
  expect(status(ledger)['mm-police'], 'two of four').toBeUndefined();
  ledger.say('network.approve/1', registrar(viet), { proposal });
  expect(status(ledger)['mm-police'], 'three of four').toBe('active');
});

test('what is not possible is refused when proposed and when decided', () => {
  const ledger = foundedLedger();
  const propose = (change: { admit: Membership } | { remove: string }) =>
    verdictOn(() => ledger.say('network.propose/1', registrar(thai), { change }));
  expect(propose({ admit: membership(lao) })).toBe('AGENCY_EXISTS');
  expect(propose({ remove: viet })).toBe('UNKNOWN_AGENCY');
  expect(decide(ledger, { remove: lao }, registrar(thai))).toEqual([]);
  const twice = ledger.say('network.propose/1', registrar(thai), { change: { remove: lao } });
  decide(ledger, { remove: lao }, registrar(thai), registrar(khmer));
  expect(verdictOn(() => ledger.say('network.approve/1', registrar(khmer), { proposal: twice }))).toBe(
    'UNKNOWN_AGENCY',
  );
  expect(verdictOn(() => ledger.say('network.approve/1', registrar(khmer), { proposal: 'a'.repeat(26) }))).toBe(
    'UNKNOWN_PROPOSAL',
  );
});

test('an outsider neither proposes, approves nor signs', () => {
  const ledger = staffedLedger();
  const proposal = ledger.say('network.propose/1', registrar(thai), { change: { admit: membership(viet) } });
  expect(verdictOn(() => ledger.say('network.approve/1', registrar(viet), { proposal }))).toBe('UNKNOWN_OFFICER');
  expect(verdictOn(() => signFounding(ledger, viet))).toBe('UNKNOWN_OFFICER');
});
