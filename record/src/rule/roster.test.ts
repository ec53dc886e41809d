import { describe, expect, test } from 'vitest';
import { agree, delivered, khmer, lao, membership, officer, registrar, staff, thai } from '../../fixture/exchange.ts';
import { type Body, digestOf } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import {
  adopt,
  entrust,
  entrusted,
  gatewayBody,
  postWitnessed,
  steward,
  trusteeKey,
  witnessed,
  witnessedLedger,
} from '../../fixture/witnessed.ts';
import type { ProposedRoster } from '../roster.ts';
import { gatewayKey, networkKey, rosterKey } from '../state.ts';
import { daysAfter, hoursAfter } from '../time.ts';

const viet = 'vn-labour';
type Trustees = ProposedRoster['trustees'];

const proposing = (change: (trustees: Trustees) => Trustees, t = 2) => {
  const { ledger, trustees } = entrusted();
  const roster = { t, trustees: change(trustees) };
  return verdictOn(() => ledger.say('network.propose/1', registrar(thai), { change: { roster } }));
};
const first = (change: Partial<Trustees[number]>) => (trustees: Trustees) =>
  trustees.map((trustee, i) => (i === 0 ? { ...trustee, ...change } : trustee));

describe('a gateway', () => {
  test('is entered by the registrar, with the node that signs for it', () => {
    const { ledger } = entrusted();
    expect(ledger.held<'gateway'>(gatewayKey(lao))).toMatchObject({
      ...gatewayBody(lao),
      agency: lao,
      since: ledger.now,
    });
  });

  test.each([
    ['a steward nobody knows', { steward: 'a'.repeat(26) }, 'UNKNOWN_OFFICER'],
    ["another agency's steward", { steward: steward(khmer).handle }, 'UNKNOWN_OFFICER'],
    ['a person for a steward', { steward: officer(thai).handle }, 'ROLE_LACKING'],
  ])('with %s is refused', (_, change, code) => {
    const { ledger } = entrusted();
    const body = { ...gatewayBody(thai), ...change };
    expect(verdictOn(() => ledger.say('gateway.set/1', registrar(thai), body))).toBe(code);
  });

  test('with a revoked steward is refused', () => {
    const { ledger } = entrusted();
    ledger.say('officer.revoke/1', registrar(thai), { officer: steward(thai).handle, reason: 'key-lost' });
    expect(verdictOn(() => ledger.say('gateway.set/1', registrar(thai), gatewayBody(thai)))).toBe('OFFICER_REVOKED');
  });
});

describe('a roster', () => {
  test('is adopted by a majority and names the very keys', () => {
    const { ledger, trustees } = entrusted();
    const proposal = ledger.say('network.propose/1', registrar(thai), { change: { roster: { t: 2, trustees } } });
    expect(ledger.held<'network'>(networkKey).roster).toBeUndefined();
    ledger.say('network.approve/1', registrar(lao), { proposal });
    expect(ledger.held<'network'>(networkKey).roster).toBe(1);
    expect(ledger.held<'roster'>(rosterKey(1))).toEqual({
      epoch: 1,
      t: 2,
      trustees: trustees.map(({ agency, digest }) => {
        const { key } = trusteeKey(ledger, agency);
        return { agency, unit: 'duty-desk', keyEpoch: 1, key, digest };
      }),
      since: ledger.now,
      until: daysAfter(ledger.now, 365),
      superseded: null,
    });
  });

  test('takes the place of the last one', () => {
    const { ledger, trustees } = entrusted();
    adopt(ledger, { t: 2, trustees });
    ledger.now = hoursAfter(ledger.now, 1);
    adopt(ledger, { t: 3, trustees });
    expect(ledger.held<'roster'>(rosterKey(1))).toMatchObject({ superseded: ledger.now });
    expect(ledger.held<'roster'>(rosterKey(2))).toMatchObject({ t: 3, superseded: null });
    expect(ledger.held<'network'>(networkKey).roster).toBe(2);
  });

  test.each([
    ['all three, two of whom release', (all: Trustees) => all, 2, 'lawful'],
    ['all three, all needed', (all: Trustees) => all, 3, 'lawful'],
    ['two of two', (all: Trustees) => all.slice(1), 2, 'lawful'],
    ['more needed than there are', (all: Trustees) => all, 4, 'ROSTER_UNFIT'],
    ['an agency of no network', first({ agency: viet }), 2, 'UNKNOWN_AGENCY'],
    ['a key of another epoch', first({ epoch: 2 }), 2, 'UNKNOWN_KEY'],
    ['a key of another unit', first({ unit: 'registry' }), 2, 'UNKNOWN_KEY'],
    ['another key than announced', first({ digest: digestOf('other') }), 2, 'DIGEST_MISMATCH'],
  ])('%s', (_, change, t, verdict) => expect(proposing(change, t)).toBe(verdict));

  test('of half is no majority', () => {
    const { ledger, trustees } = entrusted();
    const proposal = ledger.say('network.propose/1', registrar(thai), {
      change: { admit: membership(viet, 'labour') },
    });
    ledger.say('network.approve/1', registrar(lao), { proposal });
    staff(ledger, viet);
    const four = [...trustees, entrust(ledger, viet)];
    const propose = (t: number) =>
      verdictOn(() => ledger.say('network.propose/1', registrar(thai), { change: { roster: { t, trustees: four } } }));
    expect(propose(2)).toBe('ROSTER_UNFIT');
    expect(propose(3)).toBe('lawful');
  });

  test('names an agency once, under whichever key', () => {
    const { ledger, trustees } = entrusted();
    const key = { ...trusteeKey(ledger, thai), unit: 'registry', key: `${'x'.repeat(1621)}A` };
    const digest = digestOf(ledger.say('key.publish/1', officer(thai), key));
    const twice = [...trustees, { agency: thai, unit: 'registry', epoch: 1, digest }];
    const roster = { t: 3, trustees: twice };
    expect(verdictOn(() => ledger.say('network.propose/1', registrar(thai), { change: { roster } }))).toBe(
      'ROSTER_UNFIT',
    );
  });

  test('of one country, or with enough of one, is refused, and so are two trustees with one key or one cosigner', () => {
    const { ledger, trustees } = entrusted();
    const thais = 'th-immigration';
    const proposal = ledger.say('network.propose/1', registrar(khmer), { change: { admit: membership(thais) } });
    ledger.say('network.approve/1', registrar(lao), { proposal });
    staff(ledger, thais);
    const fourth = entrust(ledger, thais);
    const propose = (list: Trustees) =>
      verdictOn(() =>
        ledger.say('network.propose/1', registrar(khmer), { change: { roster: { t: list.length, trustees: list } } }),
      );
    const [own, other] = trustees as [Trustees[number], Trustees[number]];
    expect(propose([own, fourth])).toBe('ROSTER_UNFIT');
    const two = { t: 2, trustees: [own, other, fourth] };
    const proposed = () => ledger.say('network.propose/1', registrar(khmer), { change: { roster: two } });
    expect(verdictOn(proposed), 'two Thai trustees of three release together').toBe('ROSTER_UNFIT');
    expect(propose([own, other, fourth]), 'not where it takes all three').toBe('lawful');
    expect(propose([...trustees, fourth])).toBe('lawful');
    ledger.say('gateway.set/1', registrar(thais), { ...gatewayBody(thais), cosigner: gatewayBody(lao).cosigner });
    expect(propose([...trustees, fourth])).toBe('ROSTER_UNFIT');
    ledger.say('gateway.set/1', registrar(thais), gatewayBody(thais));
    const stolen = { ...trusteeKey(ledger, thais), key: trusteeKey(ledger, lao).key, unit: 'registry' };
    const digest = digestOf(ledger.say('key.publish/1', officer(thais), stolen));
    expect(propose([...trustees, { ...fourth, unit: 'registry', digest }])).toBe('ROSTER_UNFIT');
  });

  test('without a gateway, with a key not yet in force, run out or destroyed is refused, when decided too', () => {
    const { ledger, trustees } = entrusted();
    const roster = { t: 2, trustees };
    const propose = () => verdictOn(() => ledger.say('network.propose/1', registrar(thai), { change: { roster } }));
    const proposal = ledger.say('network.propose/1', registrar(thai), { change: { roster } });
    const approve = () => verdictOn(() => ledger.say('network.approve/1', registrar(khmer), { proposal }));
    const whole = new Map(ledger.state);
    ledger.state.delete(gatewayKey(lao));
    expect([propose(), approve()]).toEqual(['UNKNOWN_GATEWAY', 'UNKNOWN_GATEWAY']);
    for (const [key, value] of whole) ledger.state.set(key, value);
    const [{ digest }] = trustees as [Trustees[number]];
    ledger.say('key.destroy/1', officer(thai), { unit: 'duty-desk', use: 'trustee', epoch: 1, digest });
    expect([propose(), approve()]).toEqual(['KEY_DESTROYED', 'KEY_DESTROYED']);
    const next = { ...trusteeKey(ledger, thai), epoch: 2, previous: digest, from: hoursAfter(ledger.now, 24) };
    const second = digestOf(ledger.say('key.publish/1', officer(thai), { ...next, until: hoursAfter(ledger.now, 30) }));
    const renewed = trustees.map((one) => (one.agency === thai ? { ...one, epoch: 2, digest: second } : one));
    const proposeRenewed = () =>
      verdictOn(() =>
        ledger.say('network.propose/1', registrar(thai), { change: { roster: { t: 2, trustees: renewed } } }),
      );
    expect(proposeRenewed()).toBe('KEY_NOT_YET');
    ledger.now = hoursAfter(ledger.now, 24);
    expect(proposeRenewed()).toBe('lawful');
    ledger.now = hoursAfter(ledger.now, 6);
    expect(proposeRenewed()).toBe('ROSTER_UNFIT');
  });

  test('a key that it rests on is not destroyed before the next roster', () => {
    const { ledger, trustees } = entrusted();
    adopt(ledger, { t: 2, trustees });
    const [{ digest }, ...others] = trustees as [Trustees[number], ...Trustees];
    const destroy = () =>
      verdictOn(() =>
        ledger.say('key.destroy/1', officer(thai), { unit: 'duty-desk', use: 'trustee', epoch: 1, digest }),
      );
    expect(destroy()).toBe('KEY_IN_USE');
    adopt(ledger, { t: 2, trustees: others });
    expect(destroy()).toBe('lawful');
  });
});

describe('what its kind says is witnessed', () => {
  const posting = (change: Partial<Body<'record.post/1'>>) => {
    const { ledger, agreement } = witnessedLedger();
    return verdictOn(() => postWitnessed({ ledger, agreement }, change));
  };
  const { roster: _roster, t: _t, n: _n, cm: _cm, ...file } = witnessed;
  const direct = { ...file, mode: 'direct' } as const;

  test.each([
    ['witnessed', {}, 'lawful'],
    ['direct', { sealed: direct }, 'WITNESS_REQUIRED'],
    ['direct and of priority', { sealed: direct, precedence: 'PRIORITY' }, 'WITNESS_REQUIRED'],
    ['direct and immediate', { sealed: direct, precedence: 'IMMEDIATE' }, 'lawful'],
    ['direct and flash', { sealed: direct, precedence: 'FLASH' }, 'lawful'],
    ['by a roster to come', { sealed: { ...witnessed, roster: 2 } }, 'UNKNOWN_ROSTER'],
    ['with a higher threshold', { sealed: { ...witnessed, t: 3 } }, 'ROSTER_MISMATCH'],
    ['with a trustee more', { sealed: { ...witnessed, n: 4 } }, 'ROSTER_MISMATCH'],
    ['with a trustee less', { sealed: { ...witnessed, n: 2 } }, 'ROSTER_MISMATCH'],
  ] as const)('%s', (_, change, verdict) => expect(posting(change as Partial<Body<'record.post/1'>>)).toBe(verdict));

  test('is direct while there is no roster, and cannot be witnessed then', () => {
    const { ledger } = entrusted();
    const agreement = agree(ledger);
    expect(verdictOn(() => postWitnessed({ ledger, agreement }, { sealed: direct }))).toBe('lawful');
    expect(verdictOn(() => postWitnessed({ ledger, agreement }))).toBe('UNKNOWN_ROSTER');
  });

  test('may be locked by the last roster for an hour, never by one that has run out', () => {
    const { ledger, agreement, trustees } = witnessedLedger();
    adopt(ledger, { t: 2, trustees: trustees.slice(1) });
    const post = (change = {}) => verdictOn(() => postWitnessed({ ledger, agreement }, change));
    const began = ledger.now;
    expect(post({ sealed: { ...witnessed, roster: 2, n: 2 } })).toBe('lawful');
    ledger.now = hoursAfter(began, 1);
    expect(post(), 'to the minute').toBe('lawful');
    ledger.now = '2026-11-23T09:00:00.001Z';
    expect(post()).toBe('UNKNOWN_ROSTER');
    expect(post({ sealed: { ...witnessed, roster: 2, n: 2 } })).toBe('lawful');
  });

  test('cannot be locked once too few of its trustees are left: nobody could open it', () => {
    const { ledger, trustees } = entrusted();
    adopt(ledger, { t: 3, trustees });
    const agreement = agree(ledger);
    const post = () =>
      verdictOn(() => postWitnessed({ ledger, agreement }, { to: [lao], sealed: { ...witnessed, t: 3 } }));
    expect(post()).toBe('lawful');
    const proposal = ledger.say('network.propose/1', registrar(thai), { change: { remove: khmer } });
    ledger.say('network.approve/1', registrar(lao), { proposal });
    expect(post()).toBe('UNKNOWN_ROSTER');
  });

  test('follows in answers too', () => {
    const { ledger, record } = witnessedLedger();
    ledger.say('record.acknowledge/1', officer(khmer), { record });
    const handling = { tlp: 'AMBER', codes: [] } as const;
    const answer = (sealed: Body<'record.follow-up/1'>['sealed']) => {
      const body = { record, outcome: 'information', to: [thai], handling: { ...handling, codes: [] }, sealed };
      const how = { delivered: sealed === null ? null : delivered };
      return verdictOn(() => ledger.say('record.follow-up/1', officer(khmer), body, how));
    };
    expect(answer(direct)).toBe('WITNESS_REQUIRED');
    expect(answer({ ...witnessed, roster: 7 })).toBe('UNKNOWN_ROSTER');
    expect(answer(witnessed)).toBe('lawful');
    expect(answer(null), 'no file, nothing to lock').toBe('lawful');
  });
});
