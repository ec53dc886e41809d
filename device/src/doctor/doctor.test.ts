import type { KeyDates, ListedAgency, ListedAgreement, NetworkState, OpenProposal } from '@tocsin/gateway/api';
import {
  type Agreement,
  daysAfter,
  type FocalPoint,
  type Gateway,
  type Officer,
  type Roster,
  type Unit,
} from '@tocsin/record';
import { describe, expect, test } from 'vitest';
import {
  agreementFindings,
  type Finding,
  keyFindings,
  memberFindings,
  networkFindings,
  officerFindings,
} from './index.ts';

const now = '2026-11-01T00:00:00.000Z';
const own = 'th-police';
const agency = (code: string, more: Partial<ListedAgency> = {}) =>
  ({ code, class: 'police', status: 'active', ...more }) as ListedAgency;
const unit = (code: string, more: Partial<Unit> = {}): Unit =>
  ({ agency: own, code, level: 'national', names: {}, desk: true, closed: false, ...more }) as Unit;
/** A key that begins and ends so many days from now. */
const key = (epoch: number, from: number, until: number, more: Partial<KeyDates> = {}): KeyDates => ({
  ...{ agency: own, unit: 'desk', use: 'seal', epoch, digest: '0'.repeat(64), destroyed: null },
  ...{ from: daysAfter(now, from), until: daysAfter(now, until) },
  ...more,
});
const told = (findings: readonly Finding[]) =>
  findings.map(({ code, weight, agency: whose, what }) => `${weight} ${code} ${whose} ${what}`);

describe('keys', () => {
  const keys = (given: readonly KeyDates[], units: readonly Unit[] = [unit('desk')], agencies = [agency(own)]) =>
    told(keyFindings({ now, own, agencies, units, keys: given }));

  test.each([
    ['none', [], ['wrong desk-without-key th-police desk']],
    ['one that is over', [key(1, -100, -1)], ['wrong desk-without-key th-police desk']],
    ['one that has not begun', [key(1, 1, 90)], ['wrong desk-without-key th-police desk']],
    ["a trustee's alone", [key(1, -1, 90, { use: 'trustee' })], ['wrong desk-without-key th-police desk']],
    ['one with time left', [key(1, -10, 90)], []],
    ['one that ends with no other announced', [key(1, -80, 5)], ['soon key-ends th-police desk']],
    ['one that ends, the next announced', [key(1, -80, 5), key(2, 1, 90)], []],
    ['a replaced one that is still kept', [key(1, -100, -3), key(2, -5, 90)], ['soon key-left-over th-police desk']],
    ['a replaced one that was destroyed', [key(1, -100, -3, { destroyed: now }), key(2, -5, 90)], []],
  ])('%s', (_, given, found) => expect(keys(given as KeyDates[])).toEqual(found));

  test('no word of units that are closed, of auditors, and of members that have left', () => {
    expect(keys([], [unit('desk', { closed: true }), unit('back-office', { desk: false })])).toEqual([]);
    expect(keys([], [unit('desk')], [agency(own, { class: 'auditor' })])).toEqual([]);
    expect(keys([], [unit('desk')], [agency(own, { status: 'removed' })])).toEqual([]);
  });

  test('what others still keep of replaced keys is not known here', () => {
    const theirs = { agency: 'la-fiu' };
    const given = [key(1, -100, -3, theirs), key(2, -5, 90, theirs)];
    expect(keys(given, [unit('desk', theirs)], [agency('la-fiu')])).toEqual([]);
  });

  test('the command names unit and epoch, as the own agency types it', () => {
    const [left] = keyFindings({
      ...{ now, own, agencies: [agency(own)], units: [unit('desk')] },
      keys: [key(4, -100, -3), key(5, -5, 90)],
    });
    expect(left?.command).toBe('tocsin key destroy --unit desk --epoch 4 --seal FOLDER --dry-run');
  });
});

describe('members', () => {
  const point = (post: string, until: number, more: Partial<FocalPoint> = {}) =>
    ({ agency: own, post, unit: 'desk', until: daysAfter(now, until), closed: false, ...more }) as FocalPoint;
  const members = (focalPoints: readonly FocalPoint[], gateways: readonly Gateway[] = []) =>
    told(memberFindings({ now, agencies: [agency(own), agency('la-fiu')], gateways, focalPoints }));

  test('focal points that are over, that end within a fortnight, that are closed', () => {
    const points = [point('a', 0), point('b', 14), point('c', 15), point('d', -9, { closed: true })];
    expect(members(points)).toEqual(['wrong post-over th-police a', 'soon post-ends th-police b']);
  });

  test('a member without a gateway, once there is any', () => {
    expect(members([])).toEqual([]);
    expect(members([], [{ agency: own } as Gateway])).toEqual(['wrong agency-without-gateway la-fiu ']);
  });
});

describe('agreements', () => {
  const listed = (name: string, standing: ListedAgreement['standing'], more: Partial<Agreement> = {}) => ({
    ...{ standing, proposal: '' },
    agreement: {
      ...{ id: `${name}-id`, name, by: own, parties: [own, 'la-fiu'], clauses: [], digest: '' },
      ...{ from: daysAfter(now, -9), until: daysAfter(now, 400), signed: [own, 'la-fiu'], suspendedBy: null },
      ...{ withdrawn: [], ...more },
    },
  });
  const agreed = (given: readonly ListedAgreement[], ours = agency(own)) =>
    agreementFindings({ now, own, agencies: [ours], agreements: given });
  const good = listed('good', 'in-force');

  test.each([
    ['one in force', [good], []],
    ['none', [], ['wrong no-agreement th-police ']],
    [
      'one that ends',
      [listed('old', 'in-force', { until: daysAfter(now, 60) })],
      ['soon agreement-ends th-police old'],
    ],
    ['one that is over', [listed('old', 'expired')], ['wrong no-agreement th-police ']],
    [
      'a suspended one',
      [good, listed('a', 'suspended', { suspendedBy: 'la-fiu' })],
      ['wrong agreement-suspended la-fiu a'],
    ],
    [
      'one that others are to sign',
      [good, listed('a', 'proposed', { signed: [own] })],
      ['soon agreement-unsigned la-fiu a'],
    ],
    ['a proposal that came to nothing', [good, listed('a', 'proposed', { signed: [own], until: now })], []],
    ['one of others', [good, listed('a', 'suspended', { parties: ['la-fiu', 'kh-immigration'] })], []],
    ['one that we have left', [good, listed('a', 'suspended', { withdrawn: [own] })], []],
  ])('%s', (_, given, found) => expect(told(agreed(given))).toEqual(found));

  test('an auditor needs none; a signatory is told what to type', () => {
    expect(agreed([], agency(own, { class: 'auditor' }))).toEqual([]);
    expect(agreed([good, listed('a', 'proposed', { signed: ['la-fiu'] })])[0]?.command).toBe(
      'tocsin agreement sign a-id',
    );
  });
});

describe('the network', () => {
  const state = (more: Partial<NetworkState> = {}): NetworkState => ({
    time: now,
    peer: { blocks: '42', fault: null },
    view: { block: '41', at: now, following: 'following', reason: null },
    checkpoint: { transactions: 40, needed: 2, fault: null },
    cosigners: [own, 'la-fiu', 'kh-immigration'].map((one) => ({ agency: one, at: now, counts: true })),
    alarms: [],
    ...more,
  });
  const roster = { until: daysAfter(now, 90) } as Roster;
  const network = (more: Partial<NetworkState>, trustees: Roster | null = roster) =>
    networkFindings({ now, own, network: state(more), roster: trustees });
  const view = state().view;
  const cosigners = state().cosigners.map((one) => ({ ...one, counts: one.agency === own }));

  test.each<[string, Partial<NetworkState>, string[]]>([
    ['as it should be', {}, []],
    ['three blocks behind', { view: { ...view, block: '38' } }, []],
    ['four blocks behind', { view: { ...view, block: '37' } }, ['wrong view-behind th-police ']],
    ['nothing read yet', { view: { ...view, block: null, at: null } }, ['wrong view-behind th-police ']],
    ['a silent peer', { peer: { blocks: null, fault: 'LEDGER_UNAVAILABLE' } }, ['wrong peer-silent th-police ']],
    ['a ledger that cannot be', { view: { ...view, following: 'broken' } }, ['wrong view-broken th-police ']],
    ['clocks a minute apart', { time: '2026-10-31T23:59:00.000Z' }, ['soon clock-off th-police ']],
    [
      'one who does not vouch',
      { cosigners: [{ agency: 'la-fiu', at: null, counts: false }] },
      ['soon cosigner-silent la-fiu '],
    ],
    [
      'a contradiction',
      { alarms: [{ code: 'CHECKPOINT_INCONSISTENT', against: 'la-fiu', at: now }] },
      ['wrong contradiction th-police '],
    ],
  ])('%s', (_, more, found) => expect(told(network(more))).toEqual(found));

  test('too few who vouch is one finding that names them, not one for each', () => {
    const checkpoint = { transactions: 40, needed: 2, fault: 'CHECKPOINT_NOT_COSIGNED' };
    expect(network({ checkpoint, cosigners })).toMatchObject([
      { code: 'not-cosigned', weight: 'wrong', who: ['la-fiu', 'kh-immigration'] },
    ]);
  });

  test('trustees: none, some that end in a month, some that have ended', () => {
    const until = (days: number) => told(network({}, { until: daysAfter(now, days) } as Roster));
    expect(told(network({}, null))).toEqual(['soon no-trustees th-police ']);
    expect([until(31), until(30), until(0)]).toEqual([
      [],
      ['soon trustees-end th-police '],
      ['wrong trustees-end th-police '],
    ]);
  });
});

describe('the officer', () => {
  const officer = (days: number, proposals: OpenProposal[] = []) =>
    told(officerFindings({ now, own, proposals, me: { officer: { until: daysAfter(now, days) } as Officer } }));

  test('a registration that ends within a month; changes of members that wait, agreements apart', () => {
    expect([officer(31), officer(30)]).toEqual([[], ['soon registration-ends th-police ']]);
    const waiting = ['membership', 'agreement'].map((kind) => ({ kind, id: 'x', at: now }) as OpenProposal);
    expect(officer(99, waiting)).toEqual(['soon membership-unsigned th-police ']);
  });
});
