import { describe, expect, test } from 'vitest';
import {
  accessBody,
  alertBody,
  delivered,
  followUpBody,
  khmer,
  lao,
  officer,
  registrar,
  registration,
  sealed,
  thai,
} from '../../fixture/exchange.ts';
import { type Body, signer } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { leaseBody, postWitnessed, witnessedLedger } from '../../fixture/witnessed.ts';
import { ACCESS_QUOTA_PER_HOUR } from '../access.ts';
import { leaseKey, quotaKey, recordKey } from '../state.ts';
import { daysAfter, hoursAfter } from '../time.ts';

const world = () => {
  const { ledger, agreement, record } = witnessedLedger();
  const second = postWitnessed({ ledger, agreement });
  const take = (change: Partial<Body<'lease.take/1'>> = {}, by: string = khmer) =>
    verdictOn(() => ledger.say('lease.take/1', officer(by), leaseBody(ledger, [record, second], change)));
  return { ledger, agreement, record, second, take };
};

describe('a lease', () => {
  test('says who may open what until when, and by which right', () => {
    const { ledger, agreement, record, second } = world();
    const id = ledger.say('lease.take/1', officer(khmer), leaseBody(ledger, [record, second]));
    const right = { kind: 'alert', owner: thai, agreement, consent: null };
    expect(ledger.held<'lease'>(leaseKey(id))).toMatchObject({
      id,
      officer: officer(khmer).handle,
      agency: khmer,
      unit: 'duty-desk',
      items: [
        { record, item: record, ...right },
        { record: second, item: second, ...right },
      ],
      at: ledger.now,
      until: daysAfter(ledger.now, 2),
      opened: [],
      closed: null,
    });
    expect(ledger.held<'quota'>(quotaKey(officer(khmer).handle)).count).toBe(2);
  });

  test.each([
    ['of a record for others', {}, lao, 'NOT_ADDRESSED'],
    ['for a purpose of no record', { purpose: 'border-control' }, khmer, 'PURPOSE_NOT_ALLOWED'],
    ['of nothing known', { items: [{ record: 'a'.repeat(26), item: 'a'.repeat(26) }] }, khmer, 'UNKNOWN_RECORD'],
    ['that is over', { until: '2026-11-23T08:00:00.000Z' }, khmer, 'LEASE_OVER'],
    ['for 72 hours and the tolerance of clocks', { until: '2026-11-26T08:05:00.000Z' }, khmer, 'lawful'],
    ['for longer', { until: '2026-11-26T08:05:00.001Z' }, khmer, 'LEASE_OVER'],
  ] as const)('%s', (_, change, by, verdict) =>
    expect(world().take(change as Partial<Body<'lease.take/1'>>, by)).toBe(verdict),
  );

  test('is refused as a whole when one item is, and counts nothing then', () => {
    const { ledger, second, take } = world();
    ledger.say('record.withdraw/1', officer(thai), { record: second, reason: 'mistaken' });
    expect(take()).toBe('RECORD_WITHDRAWN');
    expect(ledger.get<'quota'>(quotaKey(officer(khmer).handle))).toBeUndefined();
  });

  test('names an item of one record under no other', () => {
    const { record, second, take } = world();
    expect(take({ items: [{ record, item: second }] })).toBe('UNKNOWN_RECORD');
  });

  test('does not outlast retention', () => {
    const { ledger, take } = world();
    ledger.now = daysAfter(ledger.now, 29);
    expect(take()).toBe('RECORD_EXPIRED');
    expect(take({ until: hoursAfter(ledger.now, 23) })).toBe('lawful');
  });

  test('needs the agreement in force', () => {
    const { ledger, agreement, take } = world();
    ledger.say('agreement.suspend/1', officer(lao), { agreement });
    expect(take()).toBe('AGREEMENT_SUSPENDED');
  });

  test('counts its items in the quota', () => {
    const { ledger, record, take } = world();
    for (let i = 0; i < ACCESS_QUOTA_PER_HOUR - 1; i++)
      ledger.say('access.request/1', officer(khmer), accessBody(record));
    expect(take(), 'two more would be one too many').toBe('QUOTA_EXCEEDED');
    expect(take({ items: [{ record, item: record }] })).toBe('lawful');
    expect(take({ items: [{ record, item: record }] })).toBe('QUOTA_EXCEEDED');
  });
});

const leased = () => {
  const { ledger, agreement, record, second } = world();
  const lease = ledger.say('lease.take/1', officer(khmer), leaseBody(ledger, [record]));
  const { at, until } = ledger.held<'lease'>(leaseKey(lease));
  return { ledger, agreement, record, second, lease, at, until };
};

describe('accounting for a lease', () => {
  const account = (
    { ledger, lease }: ReturnType<typeof leased>,
    opened: object[],
    closed = false,
    by = officer(khmer),
  ) =>
    verdictOn(() =>
      ledger.say('lease.account/1', by, { lease, closed, opened: opened as Body<'lease.account/1'>['opened'] }),
    );

  test('tells each opening once, in as many statements as it takes', () => {
    const here = leased();
    const { ledger, lease, record, at } = here;
    const opening = { item: record, at: hoursAfter(at, 3), outcome: 'opened' };
    ledger.now = hoursAfter(at, 5);
    expect(account(here, [opening])).toBe('lawful');
    expect(account(here, [opening])).toBe('ALREADY_RECEIPTED');
    expect(account(here, [{ ...opening, at: hoursAfter(at, 4), outcome: 'failed' }], true)).toBe('lawful');
    expect(ledger.held<'lease'>(leaseKey(lease))).toMatchObject({
      opened: [
        { ...opening, told: ledger.now, late: false, outside: false },
        { item: record, at: hoursAfter(at, 4), outcome: 'failed', told: ledger.now, late: false, outside: false },
      ],
      closed: ledger.now,
    });
    expect(account(here, []), 'once closed, nothing more').toBe('LEASE_OVER');
  });

  test('is its officer’s alone', () => {
    const here = leased();
    const colleague = signer(khmer, 'colleague');
    here.ledger.say('officer.register/1', registrar(khmer), registration(colleague, ['reader']));
    expect(account(here, [], true, colleague)).toBe('NOT_YOUR_ACCESS');
    expect(account(here, [], true, officer(thai))).toBe('NOT_YOUR_ACCESS');
    const unknown = { lease: 'a'.repeat(26), opened: [], closed: true };
    expect(verdictOn(() => here.ledger.say('lease.account/1', officer(khmer), unknown))).toBe('UNKNOWN_LEASE');
  });

  test('names what the lease names', () => {
    const here = leased();
    const { ledger, record, second, at, until } = here;
    ledger.now = hoursAfter(until, 1);
    const opening = { item: record, at, outcome: 'opened' };
    expect(account(here, [{ ...opening, item: second }])).toBe('NOT_IN_LEASE');
    expect(account(here, [opening, { ...opening, at: until }])).toBe('lawful');
  });

  test.each([
    ['a clock 5 minutes behind when it was taken', '2026-11-23T07:55:00.000Z', 1, false],
    ['a clock further behind', '2026-11-23T07:54:59.999Z', 1, true],
    ['a clock 5 minutes ahead when it is told at once', '2026-11-23T08:05:00.000Z', 0, false],
    ['a clock further ahead: still to come', '2026-11-23T08:05:00.001Z', 0, true],
    ['5 minutes after the end', '2026-11-25T08:05:00.000Z', 50, false],
    ['longer after the end', '2026-11-25T08:05:00.001Z', 50, true],
    ['a clock of another century', '2000-01-01T00:00:00.000Z', 1, true],
  ])('is never refused for the time on the device, but marked: %s', (_, at, hours, outside) => {
    const here = leased();
    here.ledger.now = hoursAfter(here.at, hours);
    expect(account(here, [{ item: here.record, at, outcome: 'opened' }], true)).toBe('lawful');
    expect(here.ledger.held<'lease'>(leaseKey(here.lease))).toMatchObject({
      opened: [{ at, outside }],
      closed: here.ledger.now,
    });
  });

  test('late is marked, and after 30 days too late', () => {
    const here = leased();
    const { ledger, lease, record, at, until } = here;
    ledger.now = hoursAfter(until, 24);
    expect(account(here, [{ item: record, at, outcome: 'opened' }])).toBe('lawful');
    expect(ledger.held<'lease'>(leaseKey(lease)).opened).toMatchObject([{ late: true }]);
    ledger.now = daysAfter(until, 30);
    expect(account(here, [{ item: record, at: until, outcome: 'opened' }])).toBe('LEASE_OVER');
  });

  test('holds 400 openings', () => {
    const here = leased();
    const { ledger, record, at } = here;
    ledger.now = hoursAfter(at, 1);
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => {
        const when = new Date(Date.parse(at) + from + i).toISOString();
        return { item: record, at: when, outcome: 'opened' };
      });
    for (let i = 0; i < 8; i++) expect(account(here, many(i * 50, 50))).toBe('lawful');
    expect(account(here, many(400, 1))).toBe('LIMIT_REACHED');
  });
});

describe('the outbox', () => {
  const acknowledging = (
    at: string,
    now: string,
    { lease = 'own', by = khmer }: { lease?: string; by?: string } = {},
  ) => {
    const { ledger, record, lease: own } = leased();
    ledger.now = now;
    const named = lease === 'own' ? own : lease;
    return verdictOn(() => ledger.say('record.acknowledge/1', officer(by), { record, lease: named }, { at }));
  };

  test.each([
    ['in the middle of the lease', '2026-11-24T12:00:00.000Z', '2026-11-25T20:00:00.000Z', 'lawful'],
    ['at its first moment', '2026-11-23T08:00:00.000Z', '2026-11-26T07:59:59.999Z', 'lawful'],
    ['before it, within the tolerance of clocks', '2026-11-23T07:55:00.000Z', '2026-11-25T08:00:00.000Z', 'lawful'],
    ['before it', '2026-11-23T07:54:59.999Z', '2026-11-25T08:00:00.000Z', 'CLOCK_SKEW'],
    ['after it', '2026-11-25T08:05:00.001Z', '2026-11-25T20:00:00.000Z', 'CLOCK_SKEW'],
    ['sent 24 hours after its end', '2026-11-24T12:00:00.000Z', '2026-11-26T08:00:00.000Z', 'CLOCK_SKEW'],
    ['in the future', '2026-11-24T12:00:00.000Z', '2026-11-24T11:54:59.999Z', 'CLOCK_SKEW'],
  ])('signed %s', (_, at, now, verdict) => expect(acknowledging(at, now)).toBe(verdict));

  test('is the leaseholder’s, under a lease that exists; without one clocks count as ever', () => {
    const [at, now] = ['2026-11-24T12:00:00.000Z', '2026-11-24T20:00:00.000Z'];
    expect(acknowledging(at, now, { by: thai })).toBe('NOT_YOUR_ACCESS');
    expect(acknowledging(at, now, { lease: 'a'.repeat(26) })).toBe('UNKNOWN_LEASE');
    const { ledger, record } = leased();
    ledger.now = now;
    expect(verdictOn(() => ledger.say('record.acknowledge/1', officer(khmer), { record, lease: null }, { at }))).toBe(
      'CLOCK_SKEW',
    );
  });

  test('takes posts and answers too', () => {
    const { ledger, agreement, record, lease } = leased();
    const at = hoursAfter(ledger.now, 5);
    ledger.now = at;
    const alert = alertBody(ledger, agreement);
    ledger.now = hoursAfter(at, 5);
    ledger.say('record.acknowledge/1', officer(khmer), { record, lease }, { at });
    const answer = { ...followUpBody(record), sealed: null, lease };
    expect(verdictOn(() => ledger.say('record.follow-up/1', officer(khmer), answer, { at }))).toBe('lawful');
    const body = { ...alert, to: [thai], precedence: 'FLASH' as const, sealed, lease };
    expect(verdictOn(() => ledger.say('record.post/1', officer(khmer), body, { at, delivered }))).toBe('lawful');
  });

  test('puts due times off by as long as a post waited: its addressees lose none of their hours', () => {
    const { ledger, agreement, lease } = leased();
    const at = hoursAfter(ledger.now, 5);
    ledger.now = at;
    const alert = { ...alertBody(ledger, agreement), to: [thai], precedence: 'FLASH' as const, sealed, lease };
    ledger.now = hoursAfter(at, 60);
    // By then its own due times are over.
    expect(alert.due.acknowledge < ledger.now).toBe(true);
    const posted = ledger.say('record.post/1', officer(khmer), alert, { at, delivered });
    expect(ledger.held<'record'>(recordKey(posted)).due).toEqual({
      acknowledge: hoursAfter(alert.due.acknowledge, 60),
      answer: hoursAfter(alert.due.answer, 60),
    });
    const long = { ...alert, due: { ...alert.due, acknowledge: hoursAfter(alert.due.acknowledge, 24) } };
    expect(verdictOn(() => ledger.say('record.post/1', officer(khmer), long, { at, delivered }))).toBe(
      'DUE_NOT_COVERED',
    );
  });
});
