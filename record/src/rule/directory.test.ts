import { describe, expect, test } from 'vitest';
import {
  desk,
  foundedLedger,
  khmer,
  officer,
  registrar,
  registration,
  staffedLedger,
  thai,
} from '../../fixture/exchange.ts';
import { type Body, certificateLife, digestOf, signer } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { focalPointKey, officerKey, publishedKeyKey, unitKey } from '../state.ts';
import { hoursAfter } from '../time.ts';
import { KEY_NOTICE_HOURS } from './key.ts';

const clerk = signer(thai, 'clerk');

describe('units', () => {
  test('are opened, changed and closed by their own registrar', () => {
    const ledger = foundedLedger();
    ledger.say('unit.set/1', registrar(thai), desk);
    expect(ledger.held<'unit'>(unitKey(thai, 'duty-desk'))).toEqual({
      agency: thai,
      code: 'duty-desk',
      level: 'post',
      names: { en: 'Duty desk' },
      desk: true,
      closed: false,
    });
    ledger.say('unit.set/1', registrar(khmer), desk);
    ledger.say('unit.set/1', registrar(thai), { ...desk, closed: true });
    expect(ledger.held<'unit'>(unitKey(thai, 'duty-desk')).closed).toBe(true);
    expect(ledger.held<'unit'>(unitKey(khmer, 'duty-desk')).closed).toBe(false);
  });

  test('named like members of the prototype are units like others', () => {
    const ledger = foundedLedger();
    ledger.say('unit.set/1', registrar(thai), { ...desk, unit: 'constructor' });
    expect(ledger.held<'unit'>(unitKey(thai, 'constructor')).code).toBe('constructor');
  });
});

describe('officers', () => {
  const register = (change: Partial<Body<'officer.register/1'>> = {}, at?: string) => {
    const ledger = staffedLedger();
    ledger.now = at ?? ledger.now;
    return verdictOn(() =>
      ledger.say('officer.register/1', registrar(thai), { ...registration(clerk, ['reader']), ...change }),
    );
  };

  test('are registered under the handle of their certificate', () => {
    expect(register()).toBe('lawful');
    expect(register({ officer: signer(thai, 'another').handle })).toBe('BAD_OFFICER_CERTIFICATE');
    expect(register({ officer: officer(khmer).handle })).toBe('OFFICER_EXISTS');
  });

  test('belong to an open unit', () => {
    expect(register({ unit: 'nowhere' })).toBe('UNKNOWN_UNIT');
    const ledger = staffedLedger();
    ledger.say('unit.set/1', registrar(thai), { ...desk, closed: true });
    expect(verdictOn(() => ledger.say('officer.register/1', registrar(thai), registration(clerk, ['reader'])))).toBe(
      'UNKNOWN_UNIT',
    );
  });

  test.each([
    ['before its certificate', { from: '2025-12-31T23:59:59.999Z' }],
    ['after its certificate', { until: '2027-01-01T00:00:00.001Z' }],
    ['in the past only', { until: '2026-11-23T08:00:00.000Z' }],
    ['never', { from: '2026-12-02T00:00:00.000Z', until: '2026-12-01T00:00:00.000Z' }],
    ['for no time', { from: '2026-12-01T00:00:00.000Z', until: '2026-12-01T00:00:00.000Z' }],
  ])('are not registered to act %s', (_, life) => expect(register(life)).toBe('BAD_OFFICER_CERTIFICATE'));

  test('revoked, act no more from that statement on, and never again', () => {
    const ledger = staffedLedger();
    const { handle } = officer(thai);
    const revoke = () => ledger.say('officer.revoke/1', registrar(thai), { officer: handle, reason: 'key-lost' });
    revoke();
    expect(ledger.held<'officer'>(officerKey(handle)).revoked).toEqual({ at: ledger.now, reason: 'key-lost' });
    const body = {
      post: 'blo',
      unit: 'duty-desk',
      holder: registrar(thai).handle,
      duties: [],
      languages: ['th'],
      timeZone: 'Asia/Bangkok',
      until: certificateLife.until,
      closed: false,
    };
    expect(verdictOn(() => ledger.say('focal-point.set/1', officer(thai), body))).toBe('OFFICER_REVOKED');
    expect(verdictOn(revoke)).toBe('OFFICER_REVOKED');
    expect(
      verdictOn(() => ledger.say('officer.register/1', registrar(thai), registration(officer(thai), ['author']))),
    ).toBe('OFFICER_EXISTS');
  });

  test('are revoked by their own agency alone', () => {
    const ledger = staffedLedger();
    const revoke = (handle: string) =>
      verdictOn(() => ledger.say('officer.revoke/1', registrar(thai), { officer: handle, reason: 'misuse' }));
    expect(revoke(officer(khmer).handle)).toBe('WRONG_AGENCY');
    expect(revoke(clerk.handle)).toBe('UNKNOWN_OFFICER');
  });
});

describe('focal points', () => {
  const point: Body<'focal-point.set/1'> = {
    post: 'blo',
    unit: 'duty-desk',
    holder: officer(thai).handle,
    duties: [{ step: 'acknowledge', duty: 'responsible' }],
    languages: ['th', 'en'],
    timeZone: 'Asia/Bangkok',
    until: certificateLife.until,
    closed: false,
  };
  const set = (change: Partial<Body<'focal-point.set/1'>>, ledger = staffedLedger()) =>
    verdictOn(() => ledger.say('focal-point.set/1', officer(thai), { ...point, ...change }));

  test('are confirmed at ledger time', () => {
    const ledger = staffedLedger();
    expect(set({}, ledger)).toBe('lawful');
    expect(ledger.held<'focal-point'>(focalPointKey(thai, 'blo'))).toMatchObject({
      confirmed: ledger.now,
      holder: officer(thai).handle,
    });
  });

  test('are held by an officer of the agency in an open unit', () => {
    expect(set({ holder: officer(khmer).handle })).toBe('UNKNOWN_OFFICER');
    expect(set({ holder: clerk.handle })).toBe('UNKNOWN_OFFICER');
    expect(set({ unit: 'nowhere' })).toBe('UNKNOWN_UNIT');
  });

  test('of a revoked holder can only be closed', () => {
    const ledger = staffedLedger();
    ledger.say('officer.register/1', registrar(thai), registration(clerk, ['reader']));
    ledger.say('officer.revoke/1', registrar(thai), { officer: clerk.handle, reason: 'left-post' });
    expect(set({ holder: clerk.handle }, ledger)).toBe('OFFICER_REVOKED');
    expect(set({ holder: clerk.handle, closed: true }, ledger)).toBe('lawful');
  });
});

describe('keys', () => {
  const where = (epoch: number) => publishedKeyKey(thai, 'duty-desk', 'seal', epoch);
  const world = () => {
    const ledger = staffedLedger();
    const publish = (epoch: number, previous: string | null, change: Partial<Body<'key.publish/1'>> = {}) =>
      ledger.say('key.publish/1', officer(thai), {
        unit: 'duty-desk',
        use: 'seal',
        epoch,
        key: `${'k'.repeat(1621)}A`,
        previous,
        from: hoursAfter(ledger.now, KEY_NOTICE_HOURS),
        until: hoursAfter(ledger.now, 2000),
        ...change,
      });
    return { ledger, publish };
  };
  const announced = () => {
    const { ledger, publish } = world();
    const first = publish(1, null, { from: '2026-11-23T08:00:00.000Z' });
    const second = publish(2, digestOf(first));
    const countersign = (change: Partial<Body<'key.countersign/1'>> = {}, by = officer(khmer)) =>
      verdictOn(() =>
        ledger.say('key.countersign/1', by, {
          owner: thai,
          unit: 'duty-desk',
          use: 'seal',
          epoch: 2,
          digest: digestOf(second),
          ...change,
        }),
      );
    return { ledger, publish, first, second, countersign };
  };

  test('for sealing last 90 days and 7 at most, those of trustees longer', () => {
    const { ledger, publish } = world();
    const trustee = { use: 'trustee', until: '2027-11-23T08:00:00.000Z' } as const;
    const from = ledger.now;
    expect(verdictOn(() => publish(1, null, { from, until: '2027-02-28T08:00:00.001Z' }))).toBe('KEY_EPOCH');
    expect(verdictOn(() => publish(1, null, { from, until: '2027-02-28T08:00:00.000Z' }))).toBe('lawful');
    expect(verdictOn(() => publish(1, null, { from, ...trustee }))).toBe('lawful');
  });

  test('are destroyed once, by the digest they were announced with, and hold no more', () => {
    const { ledger, second, countersign } = announced();
    const destroy = (epoch = 2, digest = digestOf(second), by = officer(thai)) =>
      verdictOn(() => ledger.say('key.destroy/1', by, { unit: 'duty-desk', use: 'seal', epoch, digest }));
    expect(destroy(3)).toBe('UNKNOWN_KEY');
    expect(destroy(2, digestOf('other'))).toBe('DIGEST_MISMATCH');
    expect(destroy(2, digestOf(second), officer(khmer)), 'no key of its own').toBe('UNKNOWN_KEY');
    expect(destroy()).toBe('lawful');
    expect(ledger.held<'key'>(where(2)).destroyed).toBe(ledger.now);
    expect(destroy()).toBe('KEY_DESTROYED');
    expect(countersign()).toBe('KEY_DESTROYED');
  });

  test('of the first epoch hold at once, never in the past', () => {
    const { ledger, publish } = world();
    publish(1, null, { from: '2026-01-01T00:00:00.000Z' });
    expect(ledger.held<'key'>(where(1)).from).toBe(ledger.now);
  });

  test('of a later epoch hold after 24 hours, whatever they say', () => {
    const { ledger, publish } = announced();
    expect(ledger.held<'key'>(where(2)).from).toBe(hoursAfter(ledger.now, 24));
    const third = (from: string) => verdictOn(() => publish(3, ledger.held<'key'>(where(2)).digest, { from }));
    expect(third(ledger.now)).toBe('KEY_NOT_YET');
    expect(third('2026-11-24T07:54:59.999Z')).toBe('KEY_NOT_YET');
    expect(third('2026-11-24T07:55:00.000Z'), "the officer's clock may be off").toBe('lawful');
    expect(ledger.held<'key'>(where(3)).from).toBe('2026-11-24T08:00:00.000Z');
  });

  test('follow each other without a gap, each naming the one before', () => {
    const { publish, first, second } = announced();
    expect(
      verdictOn(() => publish(2, digestOf(first))),
      'announced already',
    ).toBe('KEY_EPOCH');
    expect(
      verdictOn(() => publish(1, null)),
      'the first again',
    ).toBe('KEY_EPOCH');
    expect(
      verdictOn(() => publish(4, digestOf(second))),
      'a gap',
    ).toBe('KEY_EPOCH');
    expect(
      verdictOn(() => publish(4, null)),
      'a gap that names nothing',
    ).toBe('KEY_EPOCH');
    expect(
      verdictOn(() => publish(3, digestOf(first))),
      'the one before the last',
    ).toBe('KEY_EPOCH');
    expect(verdictOn(() => publish(3, null))).toBe('KEY_EPOCH');
    expect(verdictOn(() => publish(3, digestOf(second)))).toBe('lawful');
    expect(
      verdictOn(() => world().publish(1, digestOf(first))),
      'a first key has none before',
    ).toBe('KEY_EPOCH');
  });

  test('seal and trustee keys, and those of other units, are counted apart', () => {
    const { ledger, publish } = announced();
    expect(verdictOn(() => publish(1, null, { use: 'trustee' }))).toBe('lawful');
    ledger.say('unit.set/1', registrar(thai), { ...desk, unit: 'second-desk' });
    expect(verdictOn(() => publish(1, null, { unit: 'second-desk' }))).toBe('lawful');
    expect(verdictOn(() => publish(1, null, { unit: 'nowhere' }))).toBe('UNKNOWN_UNIT');
  });

  test.each([
    ['ends before it begins', { until: '2026-11-24T07:00:00.000Z' }],
    ['has ended', { from: '2026-11-01T00:00:00.000Z', until: '2026-11-02T00:00:00.000Z' }],
    ['is over within its notice', { from: '2026-11-24T07:56:00.000Z', until: '2026-11-24T07:58:00.000Z' }],
  ])('that %s is refused', (_, life) => {
    const { publish, second } = announced();
    expect(verdictOn(() => publish(3, digestOf(second), life))).toBe('KEY_EPOCH');
  });

  test('countersigned by a second agency hold at once', () => {
    const { ledger, countersign } = announced();
    expect(countersign()).toBe('lawful');
    expect(ledger.held<'key'>(where(2))).toMatchObject({ from: ledger.now, countersigned: khmer });
    expect(countersign()).toBe('ALREADY_SIGNED');
  });

  test('are countersigned as announced, by another than their owner', () => {
    const { ledger, countersign, first } = announced();
    expect(countersign({}, officer(thai))).toBe('WRONG_AGENCY');
    expect(countersign({ digest: digestOf(first) })).toBe('DIGEST_MISMATCH');
    expect(countersign({ epoch: 3 })).toBe('UNKNOWN_KEY');
    expect(countersign({ owner: 'vn-labour' })).toBe('UNKNOWN_AGENCY');
    ledger.now = hoursAfter(ledger.now, 48);
    expect(countersign(), 'late').toBe('lawful');
    expect(ledger.held<'key'>(where(2)).from, 'never later than without').toBe('2026-11-24T08:00:00.000Z');
  });
});
