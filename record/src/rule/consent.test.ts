import { describe, expect, test } from 'vitest';
import {
  accessBody,
  delivered,
  followUpBody,
  khmer,
  lao,
  membership,
  officer,
  registrar,
  thai,
} from '../../fixture/exchange.ts';
import type { Body } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { consentBody, witnessed, witnessedLedger } from '../../fixture/witnessed.ts';
import { accessKey, consentKey, itemKey } from '../state.ts';
import { daysAfter, hoursAfter } from '../time.ts';

const world = () => {
  const { ledger, agreement, record } = witnessedLedger();
  const consent = (change: Partial<Body<'consent.reshare/1'>> = {}, by: string = thai) =>
    verdictOn(() => ledger.say('consent.reshare/1', officer(by), consentBody(ledger, record, change)));
  const open = (by: string = lao, purpose: Body<'access.request/1'>['purpose'] = 'victim-protection') =>
    verdictOn(() => ledger.say('access.request/1', officer(by), { ...accessBody(record), purpose }));
  return { ledger, agreement, record, consent, open };
};

describe('consent', () => {
  test('lets a further agency open, for its purposes and until its end alone', () => {
    const { ledger, record, open } = world();
    expect(open()).toBe('NOT_ADDRESSED');
    const id = ledger.say('consent.reshare/1', officer(thai), consentBody(ledger, record));
    const access = ledger.say('access.request/1', officer(lao), {
      ...accessBody(record),
      purpose: 'victim-protection',
    });
    expect(ledger.held<'access'>(accessKey(access))).toMatchObject({ consent: id, agency: lao, owner: thai });
    expect(ledger.held<'consent'>(consentKey(id))).toMatchObject({ record, item: record, by: thai, to: lao });
    expect(open(lao, 'trafficking-investigation'), "the record's, not the consent's").toBe('PURPOSE_NOT_ALLOWED');
    ledger.now = daysAfter(ledger.now, 2);
    expect(open()).toBe('CONSENT_REQUIRED');
  });

  test('of several, one that allows the purpose is enough; none says how others may open', () => {
    const { ledger, record, consent, open } = world();
    expect(consent()).toBe('lawful');
    expect(consent({ purposes: ['trafficking-investigation'], until: hoursAfter(ledger.now, 1) })).toBe('lawful');
    expect(open(lao, 'trafficking-investigation')).toBe('lawful');
    expect(open(khmer, 'victim-protection')).toBe('PURPOSE_NOT_ALLOWED');
    ledger.now = hoursAfter(ledger.now, 1);
    expect(open(lao, 'trafficking-investigation')).toBe('PURPOSE_NOT_ALLOWED');
    expect(open()).toBe('lawful');
    expect(ledger.held<'item'>(itemKey(record)).shared).toHaveLength(2);
  });

  test.each([
    ['by an addressee', {}, khmer, 'NOT_THE_AUTHOR'],
    ['by whom it is for', {}, lao, 'NOT_THE_AUTHOR'],
    ['to an addressee', { to: khmer }, thai, 'ALREADY_ADDRESSED'],
    ['to oneself', { to: thai }, thai, 'ALREADY_ADDRESSED'],
    ['to a stranger', { to: 'vn-labour' }, thai, 'UNKNOWN_AGENCY'],
    ['of a record nobody knows', { record: 'a'.repeat(26) }, thai, 'UNKNOWN_RECORD'],
    ['of an item nobody knows', { item: 'a'.repeat(26) }, thai, 'UNKNOWN_RECORD'],
    ['for a purpose not agreed', { purposes: ['border-control'] }, thai, 'PURPOSE_NOT_COVERED'],
    ['for no time', { until: '2026-11-23T08:00:00.000Z' }, thai, 'RETENTION_NOT_COVERED'],
    ['beyond retention', { until: '2026-12-23T08:00:00.001Z' }, thai, 'RETENTION_NOT_COVERED'],
  ] as const)('%s is refused', (_, change, by, code) =>
    expect(world().consent(change as Partial<Body<'consent.reshare/1'>>, by)).toBe(code),
  );

  test('needs the agreement, and that the new reader is a party of a class it covers', () => {
    const { ledger, agreement, consent } = world();
    const admit = (code: string, agencyClass: 'labour' | 'auditor') => {
      const change = { admit: membership(code, agencyClass) };
      const proposal = ledger.say('network.propose/1', registrar(thai), { change });
      ledger.say('network.approve/1', registrar(khmer), { proposal });
      if (agencyClass === 'auditor') ledger.say('network.approve/1', registrar(lao), { proposal: proposal });
    };
    admit('vn-labour', 'labour');
    expect(consent({ to: 'vn-labour' })).toBe('NOT_A_PARTY');
    ledger.say('agreement.suspend/1', officer(lao), { agreement });
    expect(consent()).toBe('AGREEMENT_SUSPENDED');
    ledger.say('agreement.resume/1', officer(lao), { agreement });
    ledger.say('agreement.withdraw/1', officer(lao), { agreement });
    expect(consent()).toBe('NOT_A_PARTY');
    admit('vn-audit', 'auditor');
    expect(consent({ to: 'vn-audit' })).toBe('AUDITOR_ONLY');
  });

  test('for a class that the record’s clause does not share with is refused', () => {
    const { ledger, agreement, record, consent } = world();
    const key = `agreement/${agreement}`;
    const standing = ledger.held<'agreement'>(key);
    const clauses = standing.clauses.map((clause) => ({ ...clause, to: ['police', 'immigration'] as const }));
    ledger.state.set(key, { ...standing, clauses });
    expect(consent()).toBe('CLASS_NOT_COVERED');
    expect(ledger.held<'item'>(itemKey(record)).shared).toEqual([]);
  });

  test('ends with the record: withdrawn, expired or purged', () => {
    const withdrawn = world();
    withdrawn.ledger.say('record.withdraw/1', officer(thai), { record: withdrawn.record, reason: 'mistaken' });
    expect(withdrawn.consent()).toBe('RECORD_WITHDRAWN');
    const expired = world();
    expired.ledger.now = daysAfter(expired.ledger.now, 30);
    expect(expired.consent()).toBe('RECORD_EXPIRED');
    const purged = world();
    expect(purged.consent()).toBe('lawful');
    purged.ledger.say('record.purge/1', officer(thai), { record: purged.record, reason: 'mistaken' });
    expect([purged.consent(), purged.open()]).toEqual(['RECORD_PURGED', 'RECORD_PURGED']);
  });

  test('is given 32 times at most, and each item by its own author', () => {
    const { ledger, record, consent } = world();
    ledger.say('record.acknowledge/1', officer(khmer), { record });
    const answer = { ...followUpBody(record), sealed: witnessed };
    const item = ledger.say('record.follow-up/1', officer(khmer), answer, { delivered });
    expect(consent({ item })).toBe('NOT_THE_AUTHOR');
    expect(consent({ item }, khmer)).toBe('lawful');
    for (let i = 0; i < 32; i++) expect(consent()).toBe('lawful');
    expect(consent()).toBe('LIMIT_REACHED');
  });
});

describe('withdrawing consent', () => {
  const consented = () => {
    const { ledger, record, open } = world();
    const consent = ledger.say('consent.reshare/1', officer(thai), consentBody(ledger, record));
    const withdraw = (by: string = thai, id = consent) =>
      verdictOn(() => ledger.say('consent.withdraw/1', officer(by), { consent: id }));
    return { ledger, record, open, consent, withdraw };
  };

  test('ends what it allowed, from that statement on, and once', () => {
    const { ledger, record, open, consent, withdraw } = consented();
    expect(open()).toBe('lawful');
    expect(withdraw(khmer)).toBe('NOT_THE_AUTHOR');
    expect(withdraw(lao)).toBe('NOT_THE_AUTHOR');
    expect(withdraw(thai, 'a'.repeat(26))).toBe('UNKNOWN_CONSENT');
    expect(withdraw()).toBe('lawful');
    expect(open()).toBe('CONSENT_WITHDRAWN');
    expect(withdraw()).toBe('CONSENT_WITHDRAWN');
    expect(ledger.held<'consent'>(consentKey(consent)).withdrawn).toBe(ledger.now);
    expect(ledger.held<'item'>(itemKey(record)).shared).toMatchObject([{ agency: lao, withdrawn: ledger.now }]);
  });

  test('a new consent counts again', () => {
    const { ledger, record, open, withdraw } = consented();
    withdraw();
    ledger.say('consent.reshare/1', officer(thai), consentBody(ledger, record));
    expect(open()).toBe('lawful');
  });
});
