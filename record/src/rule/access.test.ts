import { describe, expect, test } from 'vitest';
import {
  accessBody,
  agree,
  agreementBody,
  alertBody,
  delivered,
  followUpBody,
  khmer,
  lao,
  officer,
  type Posted,
  postedLedger,
  registrar,
  registration,
  staffedLedger,
  thai,
} from '../../fixture/exchange.ts';
import { type Body, digestOf, signer } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { adopt, entrusted, postWitnessed, witnessed, witnessedLedger } from '../../fixture/witnessed.ts';
import { ACCESS_QUOTA_PER_HOUR } from '../access.ts';
import { accessKey, quotaKey } from '../state.ts';
import { hoursAfter } from '../time.ts';

const request = ({ ledger, record }: Posted, by: string, change: Partial<Body<'access.request/1'>> = {}) =>
  verdictOn(() => ledger.say('access.request/1', officer(by), { ...accessBody(record), ...change }));

describe('a request', () => {
  test('says who opens what, why, by which agreement, and whose it is', () => {
    const posted = postedLedger();
    const { ledger, record, agreement } = posted;
    const id = ledger.say('access.request/1', officer(khmer), accessBody(record));
    expect(ledger.held<'access'>(accessKey(id))).toEqual({
      id,
      record,
      item: record,
      kind: 'alert',
      owner: thai,
      agency: khmer,
      unit: 'duty-desk',
      officer: officer(khmer).handle,
      purpose: 'trafficking-investigation',
      basis: digestOf('basis'),
      case: null,
      agreement,
      epk: digestOf('one-time key'),
      at: ledger.now,
      consent: null,
      roster: null,
      granted: null,
      receipt: null,
    });
  });

  test('by addressees and by the author, for what it was posted for', () => {
    const posted = postedLedger();
    for (const agency of [thai, khmer, lao]) expect(request(posted, agency), agency).toBe('lawful');
    expect(request(posted, khmer, { purpose: 'victim-protection' }), "the clause's, not the record's").toBe(
      'PURPOSE_NOT_ALLOWED',
    );
    expect(request(posted, khmer, { item: 'a'.repeat(26) })).toBe('UNKNOWN_RECORD');
    expect(request(posted, khmer, { record: 'a'.repeat(26) })).toBe('UNKNOWN_RECORD');
  });

  test('not by a party of the agreement that the record is not for', () => {
    const ledger = staffedLedger();
    const agreement = agree(ledger);
    const body = { ...alertBody(ledger, agreement), to: [khmer] };
    const record = ledger.say('record.post/1', officer(thai), body, { delivered });
    expect(request({ ledger, agreement, record }, lao)).toBe('NOT_ADDRESSED');
  });

  test('of a follow-up only by its author and those it is for', () => {
    const posted = postedLedger();
    const { ledger, record } = posted;
    ledger.say('record.acknowledge/1', officer(khmer), { record });
    const item = ledger.say('record.follow-up/1', officer(khmer), followUpBody(record, [thai]), { delivered });
    expect(request(posted, thai, { item })).toBe('lawful');
    expect(request(posted, khmer, { item })).toBe('lawful');
    expect(request(posted, lao, { item })).toBe('NOT_ADDRESSED');
    const empty = ledger.say('record.follow-up/1', officer(khmer), { ...followUpBody(record), sealed: null });
    expect(request(posted, thai, { item: empty }), 'nothing to open').toBe('UNKNOWN_RECORD');
  });

  test('until the record is withdrawn or past its retention; a closed one stays readable', () => {
    const closed = postedLedger();
    closed.ledger.say('record.close/1', officer(thai), { record: closed.record, reason: 'resolved' });
    expect(request(closed, khmer)).toBe('lawful');
    closed.ledger.now = hoursAfter(closed.ledger.now, 720);
    expect(request(closed, khmer)).toBe('RECORD_EXPIRED');
    const withdrawn = postedLedger();
    withdrawn.ledger.say('record.withdraw/1', officer(thai), { record: withdrawn.record, reason: 'mistaken' });
    expect(request(withdrawn, khmer)).toBe('RECORD_WITHDRAWN');
  });

  test('while the agreement is in force', () => {
    const posted = postedLedger();
    const { ledger, agreement } = posted;
    ledger.say('agreement.suspend/1', officer(lao), { agreement });
    for (const agency of [thai, khmer, lao]) expect(request(posted, agency)).toBe('AGREEMENT_SUSPENDED');
    ledger.say('agreement.resume/1', officer(lao), { agreement });
    for (const party of [khmer, lao]) ledger.say('agreement.withdraw/1', officer(party), { agreement });
    expect(request(posted, khmer)).toBe('AGREEMENT_ENDED');
  });
});

describe('the quota', () => {
  test('counts one officer for one hour of ledger time', () => {
    const posted = postedLedger();
    const { ledger, record } = posted;
    for (let i = 0; i < ACCESS_QUOTA_PER_HOUR; i++) expect(request(posted, khmer)).toBe('lawful');
    expect(ledger.held<'quota'>(quotaKey(officer(khmer).handle)).count).toBe(ACCESS_QUOTA_PER_HOUR);
    const before = structuredClone(ledger.state);
    expect(request(posted, khmer)).toBe('QUOTA_EXCEEDED');
    expect(ledger.state).toEqual(before);
    const colleague = signer(khmer, 'colleague');
    ledger.say('officer.register/1', registrar(khmer), registration(colleague, ['reader']));
    expect(verdictOn(() => ledger.say('access.request/1', colleague, accessBody(record)))).toBe('lawful');
    ledger.now = '2026-11-23T08:59:59.999Z';
    expect(request(posted, khmer)).toBe('QUOTA_EXCEEDED');
    ledger.now = '2026-11-23T09:00:00.000Z';
    expect(request(posted, khmer)).toBe('lawful');
    expect(ledger.held<'quota'>(quotaKey(officer(khmer).handle))).toEqual({ from: ledger.now, count: 1 });
  });

  test('does not count what was refused', () => {
    const posted = postedLedger();
    request(posted, khmer, { purpose: 'border-control' });
    expect(posted.ledger.get(quotaKey(officer(khmer).handle))).toBeUndefined();
  });
});

describe('a receipt', () => {
  test('is given once, by the officer who asked', () => {
    const { ledger, record } = postedLedger();
    const access = ledger.say('access.request/1', officer(khmer), accessBody(record));
    const receive = (by = officer(khmer), id = access) =>
      verdictOn(() =>
        ledger.say('access.receipt/1', by, {
          access: id,
          outcome: 'failed',
          reason: 'BAD_SHARE',
          released: [],
          faulty: [],
        }),
      );
    const colleague = signer(khmer, 'colleague');
    ledger.say('officer.register/1', registrar(khmer), registration(colleague, ['reader']));
    expect(receive(colleague)).toBe('NOT_YOUR_ACCESS');
    expect(receive(officer(thai))).toBe('NOT_YOUR_ACCESS');
    expect(receive(officer(khmer), 'a'.repeat(26))).toBe('UNKNOWN_ACCESS');
    expect(receive()).toBe('lawful');
    expect(ledger.held<'access'>(accessKey(access)).receipt).toEqual({
      at: ledger.now,
      outcome: 'failed',
      reason: 'BAD_SHARE',
      released: [],
      faulty: [],
    });
    expect(receive()).toBe('ALREADY_RECEIPTED');
  });
});

describe('breaking the glass', () => {
  const asked = () => {
    const { ledger, record } = postedLedger();
    const access = ledger.say('access.request/1', officer(khmer), accessBody(record));
    const grant = (by: string = thai, id = access, reason = 'life-at-risk') =>
      verdictOn(() => ledger.say('access.grant/1', officer(by), { access: id, reason }));
    return { ledger, record, access, grant };
  };

  test('is the author’s, once, while the access is young', () => {
    const { ledger, access, grant } = asked();
    expect(grant(khmer)).toBe('NOT_THE_AUTHOR');
    expect(grant(lao)).toBe('NOT_THE_AUTHOR');
    expect(grant(thai, 'a'.repeat(26))).toBe('UNKNOWN_ACCESS');
    expect(grant(thai, access, 'convenience')).toBe('MALFORMED_STATEMENT');
    const began = ledger.now;
    ledger.now = '2026-11-23T08:15:00.001Z';
    expect(grant()).toBe('ACCESS_TOO_OLD');
    ledger.now = hoursAfter(began, 0.25);
    expect(grant()).toBe('lawful');
    const granted = { by: officer(thai).handle, at: ledger.now, reason: 'life-at-risk' };
    expect(ledger.held<'access'>(accessKey(access)).granted).toEqual(granted);
    expect(grant()).toBe('ALREADY_GRANTED');
  });

  test('is over with the record', () => {
    const { ledger, record, grant } = asked();
    ledger.say('record.withdraw/1', officer(thai), { record, reason: 'mistaken' });
    expect(grant()).toBe('RECORD_WITHDRAWN');
    ledger.say('record.purge/1', officer(thai), { record, reason: 'mistaken' });
    expect(grant()).toBe('RECORD_PURGED');
  });
});

describe('a receipt names trustees', () => {
  const asked = ({ ledger, record }: Pick<Posted, 'ledger' | 'record'>) => {
    const access = ledger.say('access.request/1', officer(khmer), accessBody(record));
    return (released: string[], faulty: string[] = [], outcome: 'opened' | 'failed' = 'opened') =>
      verdictOn(() =>
        ledger.say('access.receipt/1', officer(khmer), { access, outcome, reason: null, released, faulty }),
      );
  };

  test('not as good and as bad', () => {
    const receive = asked(witnessedLedger());
    expect(receive([thai, lao], [lao])).toBe('MALFORMED_STATEMENT');
    expect(receive([thai, khmer], [lao])).toBe('lawful');
  });

  test('none of a direct file', () => {
    const receive = asked(postedLedger());
    expect(receive([thai, lao])).toBe('RECEIPT_UNFOUNDED');
    expect(receive([], [lao])).toBe('RECEIPT_UNFOUNDED');
    expect(receive([])).toBe('lawful');
  });

  test('of the roster, and no fewer than it takes to have opened', () => {
    const receive = asked(witnessedLedger());
    for (const released of [[], [lao], [lao, 'vn-labour']]) expect(receive(released)).toBe('RECEIPT_UNFOUNDED');
    expect(receive([thai, lao], ['vn-labour'])).toBe('RECEIPT_UNFOUNDED');
    expect(receive([lao], ['vn-labour'], 'failed')).toBe('RECEIPT_UNFOUNDED');
    expect(receive([thai, lao])).toBe('lawful');
  });

  test('fewer where it failed, none where the glass was broken', () => {
    const here = witnessedLedger();
    expect(asked(here)([lao], [thai], 'failed')).toBe('lawful');
    const access = here.ledger.say('access.request/1', officer(khmer), accessBody(here.record));
    here.ledger.say('access.grant/1', officer(thai), { access, reason: 'trustees-unreachable' });
    const receive = (released: string[]) =>
      verdictOn(() =>
        here.ledger.say('access.receipt/1', officer(khmer), {
          access,
          outcome: 'opened',
          reason: null,
          released,
          faulty: [],
        }),
      );
    expect(receive([lao])).toBe('RECEIPT_UNFOUNDED');
    expect(receive([])).toBe('lawful');
  });

  test('of the roster in force too, where the file got a new header meanwhile', () => {
    const { ledger, trustees } = entrusted();
    adopt(ledger, { t: 2, trustees: trustees.slice(0, 2) });
    const record = postWitnessed({ ledger, agreement: agree(ledger) }, { sealed: { ...witnessed, n: 2 } });
    const receive = asked({ ledger, record });
    expect(receive([khmer, lao])).toBe('RECEIPT_UNFOUNDED');
    adopt(ledger, { t: 2, trustees });
    expect(receive([khmer, lao])).toBe('lawful');
  });
});

test('another agreement between the same parties does not help', () => {
  const posted = postedLedger();
  const { ledger, agreement } = posted;
  agree(ledger, agreementBody());
  ledger.say('agreement.suspend/1', officer(thai), { agreement });
  expect(request(posted, khmer)).toBe('AGREEMENT_SUSPENDED');
});
