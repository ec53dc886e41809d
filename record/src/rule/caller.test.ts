import { describe, expect, test } from 'vitest';
import { foundedLedger, khmer, officer, postedLedger, registrar, registration, thai } from '../../fixture/exchange.ts';
import { signer } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { type Network, type Officer, type Role, roles } from '../agency.ts';
import { type StatementType, statements } from '../statement.ts';
import { lawfulCaller, type Signing } from './caller.ts';
import { rules } from './rules.ts';

/** Who may sign what: written out, so that a change of a rule's role is a change here. */
const rolesOf: Readonly<Record<StatementType, readonly Role[]>> = {
  'network.found/1': ['registrar'],
  'network.sign/1': ['registrar'],
  'network.propose/1': ['signatory'],
  'network.approve/1': ['signatory'],
  'unit.set/1': ['registrar'],
  'officer.register/1': ['registrar'],
  'officer.revoke/1': ['registrar'],
  'gateway.set/1': ['registrar'],
  'focal-point.set/1': ['coordinator'],
  'key.publish/1': ['keymaster'],
  'key.countersign/1': ['keymaster'],
  'key.destroy/1': ['keymaster'],
  'log.anchor/1': ['gateway'],
  'agreement.propose/1': ['signatory'],
  'agreement.sign/1': ['signatory'],
  'agreement.suspend/1': ['signatory'],
  'agreement.resume/1': ['signatory'],
  'agreement.withdraw/1': ['signatory'],
  'record.post/1': ['author'],
  'record.acknowledge/1': ['author'],
  'record.follow-up/1': ['author'],
  'record.withdraw/1': ['author'],
  'record.close/1': ['author'],
  'record.rehead/1': ['author'],
  'record.purge/1': ['author', 'gateway'],
  'purge.attest/1': ['gateway', 'keymaster'],
  'consent.reshare/1': ['author'],
  'consent.withdraw/1': ['author'],
  'access.request/1': ['reader'],
  'access.receipt/1': ['reader'],
  'access.grant/1': ['author'],
  'lease.take/1': ['reader'],
  'lease.account/1': ['reader'],
  'listing.confirm/1': ['author'],
  'listing.contest/1': ['author'],
  'listing.reply/1': ['author'],
  'listing.review/1': ['author'],
  'listing.delist/1': ['author'],
  'licence.set/1': ['author'],
  'blind.deal/1': ['keymaster'],
  'blind.key/1': ['gateway'],
  'blind.complain/1': ['keymaster', 'gateway'],
  'blind.table/1': ['author'],
  'check.batch/1': ['reader'],
  'blind.demand/1': ['auditor'],
  'blind.opening/1': ['reader'],
};

const now = '2026-11-23T08:00:00.000Z';
const member = { code: thai, class: 'police', country: 'TH', status: 'active', membership: 'm'.repeat(26) } as const;
const network: Network = { id: 'n'.repeat(26), name: 'n', digest: '', status: 'active', members: [member] };
const caller: Officer = {
  ...officer(thai),
  unit: 'duty-desk',
  roles: ['author'],
  key: '',
  certificate: '',
  from: '2026-11-23T08:00:00.000Z',
  until: '2026-11-24T08:00:00.000Z',
  membership: member.membership,
  revoked: null,
};
const said = { id: 's'.repeat(26), agency: thai, at: now };
const lawful: Signing = {
  statement: { ...said, network: network.id },
  officer: caller,
  network,
  roles: ['author'],
  submitter: thai,
  now,
};

describe.each(Object.keys(statements) as StatementType[])('%s', (typ) => {
  test('asks for its roles', () => expect(rules[typ].roles).toEqual(rolesOf[typ]));
  test.each(roles)('signed by a %s', (role) => {
    const verdict = verdictOn(() =>
      lawfulCaller({ ...lawful, officer: { ...caller, roles: [role] }, roles: rules[typ].roles }),
    );
    expect(verdict).toBe(rolesOf[typ].includes(role) ? 'lawful' : 'ROLE_LACKING');
  });
});

test('all roles but the one needed are not enough', () => {
  for (const role of roles) {
    const others = roles.filter((other) => other !== role);
    expect(verdictOn(() => lawfulCaller({ ...lawful, officer: { ...caller, roles: others }, roles: [role] }))).toBe(
      'ROLE_LACKING',
    );
  }
});

const removed: Network = { ...network, members: [{ ...member, status: 'removed' }] };
const signings: readonly [string, Partial<Signing>, string][] = [
  ['lawfully', {}, 'lawful'],
  ['by nobody registered', { officer: undefined }, 'UNKNOWN_OFFICER'],
  [
    'in the name of another agency',
    { statement: { ...lawful.statement, agency: khmer }, submitter: khmer },
    'WRONG_AGENCY',
  ],
  ['through another gateway', { submitter: khmer }, 'WRONG_AGENCY'],
  [
    "in another agency's name through one's own gateway",
    { statement: { ...lawful.statement, agency: khmer } },
    'WRONG_AGENCY',
  ],
  ['for another network', { statement: { ...said, network: 'o'.repeat(26) } }, 'WRONG_NETWORK'],
  ['for no network', { statement: said }, 'WRONG_NETWORK'],
  ['to found the network', { statement: { ...said, id: network.id } }, 'lawful'],
  ['by an agency that is no member', { network: { ...network, members: [] } }, 'UNKNOWN_AGENCY'],
  ['by an agency removed', { network: removed }, 'AGENCY_REMOVED'],
  ['after revocation', { officer: { ...caller, revoked: { at: now, reason: 'left-post' } } }, 'OFFICER_REVOKED'],
  ['under an earlier membership', { officer: { ...caller, membership: 'o'.repeat(26) } }, 'OFFICER_REVOKED'],
  ['a millisecond too early', { now: '2026-11-23T07:59:59.999Z' }, 'OFFICER_EXPIRED'],
  ['at the end of validity', { now: caller.until }, 'OFFICER_EXPIRED'],
  ['five minutes behind', { statement: { ...lawful.statement, at: '2026-11-23T07:55:00.000Z' } }, 'lawful'],
  ['five minutes ahead', { statement: { ...lawful.statement, at: '2026-11-23T08:05:00.000Z' } }, 'lawful'],
  ['a millisecond more behind', { statement: { ...lawful.statement, at: '2026-11-23T07:54:59.999Z' } }, 'CLOCK_SKEW'],
  ['a millisecond more ahead', { statement: { ...lawful.statement, at: '2026-11-23T08:05:00.001Z' } }, 'CLOCK_SKEW'],
];
test.each(signings)('signed %s', (_, change, verdict) =>
  expect(verdictOn(() => lawfulCaller({ ...lawful, ...change }))).toBe(verdict),
);

test('on the ledger too: another gateway, a wrong clock, a lacking role change nothing', () => {
  const { ledger, record } = postedLedger();
  const before = structuredClone(ledger.state);
  const acknowledge = (who = officer(khmer), how = {}) =>
    verdictOn(() => ledger.say('record.acknowledge/1', who, { record }, how));
  expect(acknowledge(officer(khmer), { submitter: thai })).toBe('WRONG_AGENCY');
  expect(acknowledge(officer(khmer), { at: '2026-11-23T08:06:00.000Z' })).toBe('CLOCK_SKEW');
  expect(acknowledge(registrar(khmer))).toBe('ROLE_LACKING');
  expect(acknowledge(signer(khmer, 'nobody'))).toBe('UNKNOWN_OFFICER');
  expect(acknowledge({ agency: khmer, handle: officer(thai).handle })).toBe('WRONG_AGENCY');
  expect(ledger.state).toEqual(before);
});

test('the first registrar of an agency cannot read or post', () => {
  const ledger = foundedLedger();
  expect(ledger.held<'officer'>(`officer/${registrar(thai).handle}`).roles).toEqual([
    'registrar',
    'signatory',
    'coordinator',
  ]);
  expect(
    verdictOn(() => ledger.say('officer.register/1', registrar(thai), registration(officer(thai), ['author']))),
  ).toBe('UNKNOWN_UNIT');
});
