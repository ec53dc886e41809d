import { describe, expect, test } from 'vitest';
import { batchBody, dealBody, jointKeyBody } from '../../fixture/blind.ts';
import { desk, khmer, lao, membership, officer, registrar, registration, thai } from '../../fixture/exchange.ts';
import { digestOf, type Signer, signer, type TestLedger } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { steward, witnessedLedger } from '../../fixture/witnessed.ts';
import { BLIND_GRACE_HOURS, BLIND_QUOTA_PER_DAY } from '../blind.ts';
import { batchKey, blindDealKey, blindKeyKey, blindTableKey } from '../state.ts';
import { hoursAfter, millisAfter } from '../time.ts';

const all = [thai, khmer, lao];
const dealAll = (ledger: TestLedger, epoch: number): void => {
  for (const agency of all) ledger.say('blind.deal/1', officer(agency), dealBody(epoch));
};
const signAll = (ledger: TestLedger, epoch: number): void => {
  for (const agency of all) ledger.say('blind.key/1', steward(agency), jointKeyBody(epoch));
};

function world() {
  const { ledger } = witnessedLedger();
  dealAll(ledger, 1);
  signAll(ledger, 1);
  return ledger;
}

describe('the key for blind checks', () => {
  test('is in force when every trustee has dealt and signed the same', () => {
    const { ledger } = witnessedLedger();
    dealAll(ledger, 1);
    const key = () => ledger.held<'blind-key'>(blindKeyKey(1));
    expect(key()).toMatchObject({ roster: 1, t: 2, trustees: all, dealt: all, signed: [], key: null, since: null });
    expect(ledger.held<'blind-deal'>(blindDealKey(1, lao))).toMatchObject({ epoch: 1, agency: lao });
    for (const agency of [thai, khmer]) ledger.say('blind.key/1', steward(agency), jointKeyBody(1));
    expect(key().since).toBeNull();
    expect(verdictOn(() => ledger.say('blind.key/1', steward(lao), jointKeyBody(1, 'q')))).toBe('DIGEST_MISMATCH');
    ledger.say('blind.key/1', steward(lao), jointKeyBody(1));
    expect(key()).toMatchObject({ signed: all, key: jointKeyBody(1).key, since: ledger.now, superseded: null });
  });

  test('nobody deals or signs twice, too early, for another roster, or in another number', () => {
    const { ledger } = witnessedLedger();
    const deal = (change: object, epoch = 1) =>
      verdictOn(() => ledger.say('blind.deal/1', officer(thai), { ...dealBody(epoch), ...change }));
    const sign = (by = thai) => verdictOn(() => ledger.say('blind.key/1', steward(by), jointKeyBody(1)));
    expect(deal({}, 2)).toBe('KEY_EPOCH');
    expect(deal({ roster: 2 })).toBe('UNKNOWN_ROSTER');
    expect(deal({ commitments: [...dealBody(1).commitments, dealBody(1).commitments[0]] })).toBe('ROSTER_MISMATCH');
    expect(deal({ shares: dealBody(1).shares.slice(1) })).toBe('ROSTER_MISMATCH');
    expect(sign()).toBe('UNKNOWN_KEY');
    expect(deal({})).toBe('lawful');
    expect(deal({})).toBe('ALREADY_SIGNED');
    expect(sign()).toBe('KEY_NOT_YET');
    expect(deal({}, 2), 'while the first is being made').toBe('KEY_EPOCH');
    for (const agency of [khmer, lao]) ledger.say('blind.deal/1', officer(agency), dealBody(1));
    expect(sign()).toBe('lawful');
    expect(sign()).toBe('ALREADY_SIGNED');
    const by = officer(thai);
    expect(verdictOn(() => ledger.say('blind.key/1', by, jointKeyBody(1)))).toBe('ROLE_LACKING');
    const short = { ...jointKeyBody(1), shares: jointKeyBody(1).shares.slice(1) };
    expect(verdictOn(() => ledger.say('blind.key/1', steward(khmer), short))).toBe('ROSTER_MISMATCH');
  });

  test('a complaint ends the making of it, and the next epoch begins', () => {
    const { ledger } = witnessedLedger();
    const complain = (about: string[], by = officer(khmer)) =>
      verdictOn(() => ledger.say('blind.complain/1', by, { epoch: 1, about }));
    expect(complain([lao])).toBe('UNKNOWN_KEY');
    dealAll(ledger, 1);
    expect(complain(['vn-labour'])).toBe('NOT_A_DEALER');
    expect(complain([lao], steward(khmer))).toBe('lawful');
    expect(complain([lao])).toBe('KEY_EPOCH');
    const complaint = { by: khmer, about: [lao], at: ledger.now };
    expect(ledger.held<'blind-key'>(blindKeyKey(1)).complaint).toEqual(complaint);
    expect(verdictOn(() => ledger.say('blind.key/1', steward(thai), jointKeyBody(1)))).toBe('KEY_EPOCH');
    dealAll(ledger, 2);
    signAll(ledger, 2);
    expect(ledger.held<'blind-key'>(blindKeyKey(2)).since).toBe(ledger.now);
    expect(ledger.held<'blind-key'>(blindKeyKey(1)).superseded, 'it never counted').toBeNull();
    expect(verdictOn(() => ledger.say('blind.complain/1', officer(thai), { epoch: 2, about: [lao] }))).toBe(
      'KEY_EPOCH',
    );
  });

  test('the next key takes its place; the old one answers for a day, and no table is issued under it', () => {
    const ledger = world();
    const table = (epoch: number) =>
      verdictOn(() => ledger.say('blind.table/1', officer(thai), { epoch, rows: 256, hash: digestOf('table') }));
    const ask = (epoch: number) => verdictOn(() => ledger.say('check.batch/1', officer(thai), batchBody(epoch)));
    expect([table(2), table(1)]).toEqual(['UNKNOWN_KEY', 'lawful']);
    dealAll(ledger, 2);
    expect([table(2), ask(2)], 'not signed').toEqual(['BLIND_KEY_NOT_IN_FORCE', 'BLIND_KEY_NOT_IN_FORCE']);
    signAll(ledger, 2);
    const renewed = ledger.now;
    expect([table(1), table(2)]).toEqual(['BLIND_KEY_NOT_IN_FORCE', 'lawful']);
    expect(ledger.held<'blind-table'>(blindTableKey(thai))).toMatchObject({ epoch: 2, rows: 256 });
    ledger.now = millisAfter(hoursAfter(renewed, BLIND_GRACE_HOURS), -1);
    expect(ask(1)).toBe('lawful');
    ledger.now = hoursAfter(renewed, BLIND_GRACE_HOURS);
    expect([ask(1), ask(2)]).toEqual(['BLIND_KEY_NOT_IN_FORCE', 'lawful']);
  });
});

describe('the quota', () => {
  const ask = (ledger: TestLedger, by = officer(thai), count = 8) =>
    verdictOn(() => ledger.say('check.batch/1', by, batchBody(1, count)));

  test('the check after the last that an officer has in a day is refused; the next day all are there again', () => {
    const ledger = world();
    const begun = ledger.now;
    const whole = Math.floor(BLIND_QUOTA_PER_DAY.officer / 64);
    for (let i = 0; i < whole; i++) expect(ask(ledger, officer(thai), 64)).toBe('lawful');
    for (let i = whole * 64; i < BLIND_QUOTA_PER_DAY.officer; i += 8) expect(ask(ledger)).toBe('lawful');
    expect(ask(ledger)).toBe('QUOTA_EXCEEDED');
    expect(ask(ledger, officer(khmer)), 'of another agency').toBe('lawful');
    ledger.now = millisAfter(hoursAfter(begun, 24), -1);
    expect(ask(ledger)).toBe('QUOTA_EXCEEDED');
    ledger.now = hoursAfter(begun, 24);
    expect(ask(ledger)).toBe('lawful');
  });

  test('officers of one agency together have no more than the agency', () => {
    const ledger = world();
    const officers = Array.from({ length: 11 }, (_, i) => signer(thai, `border post ${i}`));
    for (const one of officers) ledger.say('officer.register/1', registrar(thai), registration(one, ['reader']));
    const { officer: each, agency } = BLIND_QUOTA_PER_DAY;
    let lawful = 0;
    for (const one of officers) {
      for (let i = 0; i < Math.floor(each / 64); i++) lawful += ask(ledger, one, 64) === 'lawful' ? 64 : 0;
      for (let i = 0; i < 4; i++) lawful += ask(ledger, one, 8) === 'lawful' ? 8 : 0;
    }
    expect(lawful).toBe(agency);
    expect(ask(ledger, officers.at(-1))).toBe('QUOTA_EXCEEDED');
  });

  test('elements come in eights, up to 64', () => {
    const ledger = world();
    for (const count of [0, 1, 7, 9, 72]) expect(ask(ledger, officer(thai), count)).toBe('MALFORMED_STATEMENT');
  });
});

describe('an opening', () => {
  test('is demanded by an auditor of the agency or of an agency that audits, and answered by who asked', () => {
    const ledger = world();
    const [own, other] = [signer(thai, 'auditor'), signer(khmer, 'auditor')];
    ledger.say('officer.register/1', registrar(thai), registration(own, ['auditor']));
    ledger.say('officer.register/1', registrar(khmer), registration(other, ['auditor']));
    const batch = ledger.say('check.batch/1', officer(thai), batchBody(1));
    const demand = (by = own, places = [0]) => verdictOn(() => ledger.say('blind.demand/1', by, { batch, places }));
    const open = (by = officer(thai), auditor = own.handle) =>
      verdictOn(() => ledger.say('blind.opening/1', by, { batch, auditor, hash: digestOf('opening') }));
    expect(open()).toBe('NOT_DEMANDED');
    expect(demand(other)).toBe('NOT_YOUR_BATCH');
    expect(demand(own, [8])).toBe('MALFORMED_STATEMENT');
    expect(verdictOn(() => ledger.say('blind.demand/1', own, { batch: 'a'.repeat(26), places: [0] }))).toBe(
      'UNKNOWN_BATCH',
    );
    expect(demand()).toBe('lawful');
    expect(demand()).toBe('ALREADY_DEMANDED');
    expect(open(officer(khmer))).toBe('NOT_YOUR_BATCH');
    expect(open()).toBe('lawful');
    expect(open()).toBe('NOT_DEMANDED');
    const opened = { by: officer(thai).handle, hash: digestOf('opening'), at: ledger.now };
    expect(ledger.held<'batch'>(batchKey(batch)).demands).toMatchObject([{ by: own.handle, places: [0], opened }]);
    expect(demand(own, [1]), 'another element of it').toBe('lawful');
    expect(ledger.held<'batch'>(batchKey(batch)).demands).toMatchObject([{ places: [1], opened: null }]);
  });

  test('is kept from no auditor by a demand or an answer of the agency that asked', () => {
    const ledger = world();
    const proposal = ledger.say('network.propose/1', registrar(thai), {
      change: { admit: membership('th-audit', 'auditor') },
    });
    ledger.say('network.approve/1', registrar(khmer), { proposal });
    ledger.say('unit.set/1', registrar('th-audit'), desk);
    const enter = (agency: string, name: string) => {
      const who = signer(agency, name);
      ledger.say('officer.register/1', registrar(agency), registration(who, ['auditor']));
      return who;
    };
    const [friend, honest, court] = [enter(thai, 'friend'), enter(thai, 'honest'), enter('th-audit', 'court')];
    const batch = ledger.say('check.batch/1', officer(thai), batchBody(1));
    const demand = (by: Signer, places = [0]) => verdictOn(() => ledger.say('blind.demand/1', by, { batch, places }));
    const open = (auditor: string) =>
      verdictOn(() => ledger.say('blind.opening/1', officer(thai), { batch, auditor, hash: digestOf(auditor) }));
    // A colleague of the asker demands an element that fills up, and nobody answers.
    expect(demand(friend, [7])).toBe('lawful');
    for (const by of [honest, court]) expect(demand(by), by.agency).toBe('lawful');
    expect(open(court.handle)).toBe('lawful');
    expect(open(court.handle)).toBe('NOT_DEMANDED');
    // Nor is the answer to one taken away by the next demand of another.
    expect(open(friend.handle)).toBe('lawful');
    expect(demand(friend, [6])).toBe('lawful');
    expect(ledger.held<'batch'>(batchKey(batch)).demands).toMatchObject([
      { by: honest.handle, opened: null },
      { by: court.handle, places: [0], opened: { hash: digestOf(court.handle) } },
      { by: friend.handle, places: [6], opened: null },
    ]);
  });
});
