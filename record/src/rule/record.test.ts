import { describe, expect, test } from 'vitest';
import {
  agree,
  agreementBody,
  alertBody,
  clause,
  delivered,
  followUpBody,
  khmer,
  lao,
  officer,
  postedLedger,
  sealed,
  staffedLedger,
  thai,
} from '../../fixture/exchange.ts';
import { type Body, digestOf } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { itemKey, recordKey } from '../state.ts';
import { hoursAfter } from '../time.ts';

const big = 8 * 1024 * 1024;

describe('posting', () => {
  const post = (
    change: Partial<Body<'record.post/1'>> = {},
    by: string = thai,
    file: typeof delivered | null = delivered,
  ) => {
    const ledger = staffedLedger();
    const body = { ...alertBody(ledger, agree(ledger)), ...change };
    return verdictOn(() => ledger.say('record.post/1', officer(by), body, { delivered: file }));
  };

  test('writes a head and its first item, both at ledger time', () => {
    const { ledger, agreement, record } = postedLedger();
    const awaiting = { state: 'awaiting', at: null };
    const common = {
      id: record,
      kind: 'alert',
      author: thai,
      officer: officer(thai).handle,
      agreement,
      posted: ledger.now,
    };
    expect(ledger.held<'record'>(recordKey(record))).toMatchObject({
      ...common,
      clause: 'alerts',
      state: 'open',
      progress: { [khmer]: awaiting, [lao]: awaiting },
      followUps: 0,
      ended: null,
    });
    expect(ledger.held<'item'>(itemKey(record))).toMatchObject({ ...common, record, outcome: null, sealed });
  });

  test.each([
    ['of a kind nobody knows', { kind: 'tip' }, 'UNKNOWN_KIND'],
    ['to oneself', { to: [thai] }, 'NOT_ADDRESSED'],
    ['to oneself among others', { to: [khmer, thai] }, 'NOT_ADDRESSED'],
    ['to a stranger', { to: [khmer, 'vn-labour'] }, 'UNKNOWN_AGENCY'],
    ['under no agreement', { agreement: 'a'.repeat(26) }, 'UNKNOWN_AGREEMENT'],
    ['for a purpose not agreed', { purposes: ['border-control'] }, 'PURPOSE_NOT_COVERED'],
    ['above the ceiling', { handling: { tlp: 'RED', codes: [] } }, 'HANDLING_ABOVE_CEILING'],
    ['linked to nothing', { links: ['a'.repeat(26)] }, 'UNKNOWN_RECORD'],
  ] as const)('%s is refused', (_, change, code) => expect(post(change as Partial<Body<'record.post/1'>>)).toBe(code));

  test('by a class that the agreement does not let send is refused', () => {
    expect(post({ to: [thai] }, lao)).toBe('CLASS_NOT_COVERED');
  });

  const now = '2026-11-23T08:00:00.000Z';
  test.each([
    ['exactly what the clause allows', { acknowledge: hoursAfter(now, 24), answer: hoursAfter(now, 168) }, 'lawful'],
    [
      "five minutes more, for the officer's clock",
      { acknowledge: '2026-11-24T08:05:00.000Z', answer: '2026-11-30T08:05:00.000Z' },
      'lawful',
    ],
    [
      'a millisecond more',
      { acknowledge: '2026-11-24T08:05:00.001Z', answer: hoursAfter(now, 168) },
      'DUE_NOT_COVERED',
    ],
    ['an answer too late', { acknowledge: hoursAfter(now, 24), answer: '2026-11-30T08:05:00.001Z' }, 'DUE_NOT_COVERED'],
    ['sooner', { acknowledge: hoursAfter(now, 1), answer: hoursAfter(now, 2) }, 'lawful'],
    ['at once', { acknowledge: now, answer: hoursAfter(now, 2) }, 'DUE_NOT_COVERED'],
    ['in the past', { acknowledge: hoursAfter(now, 1), answer: hoursAfter(now, -1) }, 'DUE_NOT_COVERED'],
  ] as const)('due: %s', (_, due, verdict) => expect(post({ due })).toBe(verdict));

  test.each([
    ['30 days', hoursAfter(now, 720), 'lawful'],
    ['five minutes more', '2026-12-23T08:05:00.000Z', 'lawful'],
    ['a millisecond more', '2026-12-23T08:05:00.001Z', 'RETENTION_NOT_COVERED'],
    ['none', now, 'RETENTION_NOT_COVERED'],
  ] as const)('retention: %s', (_, retain, verdict) => expect(post({ retain })).toBe(verdict));

  test.each([
    ['without the file', {}, null, 'SEALED_FILE_MISSING'],
    ['with another file', {}, { hash: digestOf('another'), size: 2048 }, 'SEALED_FILE_MISMATCH'],
    ['with a file of another size', {}, { hash: sealed.hash, size: 2047 }, 'SEALED_FILE_MISMATCH'],
    ['with the largest file', { sealed: { ...sealed, size: big } }, { hash: sealed.hash, size: big }, 'lawful'],
    ['with a larger file', {}, { hash: sealed.hash, size: big + 1 }, 'SEALED_FILE_TOO_LARGE'],
  ] as const)('%s', (_, change, file, verdict) => expect(post(change, thai, file)).toBe(verdict));

  test('with a link to a record of one’s own, as author or addressee', () => {
    const { ledger, agreement, record } = postedLedger();
    const linked = (by: string, to: string) =>
      verdictOn(() =>
        ledger.say(
          'record.post/1',
          officer(by),
          { ...alertBody(ledger, agreement), to: [to], links: [record] },
          { delivered },
        ),
      );
    expect(linked(thai, khmer)).toBe('lawful');
    expect(linked(khmer, thai)).toBe('lawful');
  });
});

describe('acknowledging', () => {
  test('once by each addressee', () => {
    const { ledger, record } = postedLedger();
    const acknowledge = (by: string) => verdictOn(() => ledger.say('record.acknowledge/1', officer(by), { record }));
    expect(acknowledge(thai)).toBe('NOT_ADDRESSED');
    expect(acknowledge(khmer)).toBe('lawful');
    expect(ledger.held<'record'>(recordKey(record)).progress).toEqual({
      [khmer]: { state: 'acknowledged', at: ledger.now },
      [lao]: { state: 'awaiting', at: null },
    });
    expect(acknowledge(khmer)).toBe('ALREADY_ACKNOWLEDGED');
    ledger.say('record.follow-up/1', officer(khmer), followUpBody(record), { delivered });
    expect(acknowledge(khmer), 'after the answer too').toBe('ALREADY_ACKNOWLEDGED');
    expect(acknowledge(lao)).toBe('lawful');
  });

  test('is over with retention, and unknown records cannot be acknowledged', () => {
    const { ledger, record } = postedLedger();
    expect(verdictOn(() => ledger.say('record.acknowledge/1', officer(khmer), { record: 'a'.repeat(26) }))).toBe(
      'UNKNOWN_RECORD',
    );
    ledger.now = hoursAfter(ledger.now, 720);
    expect(verdictOn(() => ledger.say('record.acknowledge/1', officer(khmer), { record }))).toBe('RECORD_EXPIRED');
  });
});

describe('following up', () => {
  const acknowledged = () => {
    const { ledger, agreement, record } = postedLedger();
    ledger.say('record.acknowledge/1', officer(khmer), { record });
    const followUp = (
      by: string,
      change: Partial<Body<'record.follow-up/1'>> = {},
      file: typeof delivered | null = delivered,
    ) =>
      verdictOn(() =>
        ledger.say('record.follow-up/1', officer(by), { ...followUpBody(record), ...change }, { delivered: file }),
      );
    return { ledger, agreement, record, followUp };
  };

  test('writes an item and counts it', () => {
    const { ledger, record, followUp, agreement } = acknowledged();
    expect(followUp(khmer)).toBe('lawful');
    expect(followUp(khmer, { to: [thai, lao], outcome: 'located' })).toBe('lawful');
    const head = ledger.held<'record'>(recordKey(record));
    expect(head).toMatchObject({ followUps: 2, state: 'open' });
    expect(head.progress[khmer]).toEqual({ state: 'answered', at: ledger.now });
    const id = ledger.say('record.follow-up/1', officer(thai), { ...followUpBody(record, [khmer]), sealed: null });
    expect(ledger.held<'item'>(itemKey(id))).toMatchObject({
      id,
      record,
      agreement,
      author: thai,
      to: [khmer],
      sealed: null,
      retain: head.retain,
      purposes: head.purposes,
    });
  });

  test.each([
    ['by an addressee that has not acknowledged', lao, {}, 'NOT_ACKNOWLEDGED'],
    ['to oneself', khmer, { to: [khmer] }, 'NOT_ADDRESSED'],
    ['to a party of the agreement that is not in the record', khmer, { to: ['vn-labour'] }, 'NOT_ADDRESSED'],
    ['above the ceiling', khmer, { handling: { tlp: 'RED', codes: [] } }, 'HANDLING_ABOVE_CEILING'],
    ['with an outcome the kind lacks', khmer, { outcome: 'constructor' }, 'MALFORMED_STATEMENT'],
    ['on a record nobody knows', khmer, { record: 'a'.repeat(26) }, 'UNKNOWN_RECORD'],
  ] as const)('%s is refused', (_, by, change, code) =>
    expect(acknowledged().followUp(by, change as object)).toBe(code),
  );

  test('brings exactly the file it names', () => {
    expect(acknowledged().followUp(khmer, {}, null)).toBe('SEALED_FILE_MISSING');
    expect(acknowledged().followUp(khmer, { sealed: null })).toBe('SEALED_FILE_MISMATCH');
    expect(acknowledged().followUp(khmer, {}, { ...delivered, size: 1 })).toBe('SEALED_FILE_MISMATCH');
  });

  test('needs the agreement in force and the record alive', () => {
    const { ledger, agreement, followUp } = acknowledged();
    ledger.say('agreement.suspend/1', officer(lao), { agreement });
    expect(followUp(khmer)).toBe('AGREEMENT_SUSPENDED');
    ledger.say('agreement.resume/1', officer(lao), { agreement });
    expect(followUp(khmer)).toBe('lawful');
    ledger.now = hoursAfter(ledger.now, 720);
    expect(followUp(khmer)).toBe('RECORD_EXPIRED');
  });
});

describe('ending', () => {
  test.each([
    ['record.close/1', 'resolved', 'closed', 'RECORD_CLOSED'],
    ['record.withdraw/1', 'person-at-risk', 'withdrawn', 'RECORD_WITHDRAWN'],
  ] as const)('%s by the author alone, once and for all', (typ, reason, state, code) => {
    const { ledger, record } = postedLedger();
    const end = (by: string, why: string = reason) =>
      verdictOn(() => ledger.say(typ, officer(by), { record, reason: why }));
    expect(end(khmer)).toBe('NOT_THE_AUTHOR');
    expect(end(thai, 'tired-of-it')).toBe('MALFORMED_STATEMENT');
    expect(end(thai)).toBe('lawful');
    const head = ledger.held<'record'>(recordKey(record));
    expect(head).toMatchObject({ state, ended: { at: ledger.now, reason } });
    expect(end(thai)).toBe(code);
    expect(verdictOn(() => ledger.say('record.acknowledge/1', officer(khmer), { record }))).toBe(code);
    expect(
      verdictOn(() => ledger.say('record.follow-up/1', officer(thai), followUpBody(record, [khmer]), { delivered })),
    ).toBe(code);
  });

  test('a reason of the other ending does not pass', () => {
    const { ledger, record } = postedLedger();
    expect(verdictOn(() => ledger.say('record.close/1', officer(thai), { record, reason: 'mistaken' }))).toBe(
      'MALFORMED_STATEMENT',
    );
    expect(verdictOn(() => ledger.say('record.withdraw/1', officer(thai), { record, reason: 'resolved' }))).toBe(
      'MALFORMED_STATEMENT',
    );
  });

  test('stays possible when the agreement is not in force any more: taking back is never forbidden', () => {
    const { ledger, agreement, record } = postedLedger();
    for (const party of [khmer, lao]) ledger.say('agreement.withdraw/1', officer(party), { agreement });
    expect(
      verdictOn(() => ledger.say('record.withdraw/1', officer(thai), { record, reason: 'source-withdrawn' })),
    ).toBe('lawful');
  });
});

test('the first clause that covers sets due and retention, in the order of the agreement', () => {
  const ledger = staffedLedger();
  const short = { ...clause, id: 'short', retentionDays: 1 };
  const body = alertBody(ledger, agree(ledger, agreementBody([short, clause])));
  expect(verdictOn(() => ledger.say('record.post/1', officer(thai), body, { delivered }))).toBe(
    'RETENTION_NOT_COVERED',
  );
});
