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
  registration,
  staff,
  thai,
} from '../../fixture/exchange.ts';
import { type Body, digestOf, type Signer, signer } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { consentBody, postWitnessed, steward, witnessed, witnessedLedger } from '../../fixture/witnessed.ts';
import { RETENTION_OVER } from '../record.ts';
import { attestationKey, itemKey, recordKey } from '../state.ts';
import type { StatementType } from '../statement.ts';
import { daysAfter } from '../time.ts';

const world = () => {
  const { ledger, agreement, record } = witnessedLedger();
  const purge = (by = officer(thai), reason = 'court-order', id = record) =>
    verdictOn(() => ledger.say('record.purge/1', by, { record: id, reason }));
  const attest = (by = steward(khmer), id = record) =>
    verdictOn(() => ledger.say('purge.attest/1', by, { record: id, keys: 'destroyed', copies: 'not-held' }));
  return { ledger, agreement, record, purge, attest };
};

describe('a purge', () => {
  test('destroys every file, empties every item and leaves a tombstone with all who held anything', () => {
    const { ledger, record, purge } = world();
    ledger.say('record.acknowledge/1', officer(khmer), { record });
    const answer = { ...followUpBody(record), sealed: { ...witnessed, hash: delivered.hash } };
    const item = ledger.say('record.follow-up/1', officer(khmer), answer, { delivered });
    ledger.say('record.follow-up/1', officer(khmer), { ...followUpBody(record), sealed: null });
    expect(purge()).toBe('lawful');
    expect(ledger.purged).toEqual([record, item]);
    for (const id of [record, item])
      expect(ledger.held<'item'>(itemKey(id))).toMatchObject({ sealed: null, purged: delivered.hash });
    expect(ledger.held<'record'>(recordKey(record))).toMatchObject({
      state: 'purged',
      ended: { at: ledger.now, reason: 'court-order' },
      items: [record, item],
      purged: {
        at: ledger.now,
        by: thai,
        officer: officer(thai).handle,
        reason: 'court-order',
        rule: 'author',
        // Lao is a trustee only: it held a share of the key.
        holders: [thai, khmer, lao],
      },
    });
  });

  test('keeps how the record ended before', () => {
    const { ledger, record, purge } = world();
    ledger.say('record.close/1', officer(thai), { record, reason: 'resolved' });
    expect(purge()).toBe('lawful');
    expect(ledger.held<'record'>(recordKey(record)).ended?.reason).toBe('resolved');
  });

  test('is the author’s at any time, whatever became of the agreement or the record', () => {
    const { ledger, agreement, record, purge } = world();
    ledger.say('record.withdraw/1', officer(thai), { record, reason: 'mistaken' });
    for (const party of [khmer, lao]) ledger.say('agreement.withdraw/1', officer(party), { agreement });
    ledger.now = daysAfter(ledger.now, 31);
    expect(purge()).toBe('lawful');
  });

  test.each([
    ['by an addressee', officer(khmer), 'court-order', 'NOT_THE_AUTHOR'],
    ['by a third agency', officer(lao), 'court-order', 'NOT_THE_AUTHOR'],
    ['for a reason nobody knows', officer(thai), 'tired-of-it', 'MALFORMED_STATEMENT'],
    ['by its author as if retention were over', officer(thai), RETENTION_OVER, 'MALFORMED_STATEMENT'],
    ['by a gateway before its time', steward(khmer), RETENTION_OVER, 'RETENTION_NOT_OVER'],
    ['by its own gateway before its time', steward(thai), RETENTION_OVER, 'RETENTION_NOT_OVER'],
    ['by a registrar', registrar(thai), 'court-order', 'ROLE_LACKING'],
  ])('%s is refused', (_, by, reason, code) => {
    const { ledger, purge } = world();
    expect(purge(by, reason)).toBe(code);
    expect(ledger.purged).toEqual([]);
  });

  test('of nothing is refused, and a second one', () => {
    const { purge } = world();
    expect(purge(officer(thai), 'mistaken', 'a'.repeat(26))).toBe('UNKNOWN_RECORD');
    expect(purge()).toBe('lawful');
    expect(purge()).toBe('ALREADY_PURGED');
  });

  test('executes itself: once retention is over any gateway may do it, for that reason alone', () => {
    const { ledger, record, purge } = world();
    ledger.now = daysAfter(ledger.now, 30);
    expect(purge(steward(lao), 'court-order')).toBe('MALFORMED_STATEMENT');
    expect(purge(officer(khmer), RETENTION_OVER), 'an officer is no gateway').toBe('NOT_THE_AUTHOR');
    expect(purge(steward(lao), RETENTION_OVER)).toBe('lawful');
    expect(ledger.held<'record'>(recordKey(record)).purged).toMatchObject({ rule: 'retention', by: lao });
  });

  test('ends everything: no access, answer, ending, re-heading or link follows', () => {
    const { ledger, agreement, record, purge } = world();
    ledger.say('record.acknowledge/1', officer(khmer), { record });
    const access = ledger.say('access.request/1', officer(khmer), accessBody(record));
    expect(purge()).toBe('lawful');
    const say = <T extends StatementType>(typ: T, by: Signer, body: Body<T>, how = {}) =>
      verdictOn(() => ledger.say(typ, by, body, how));
    const rehead: Body<'record.rehead/1'> = { record, item: record, sealed: witnessed };
    expect(say('access.request/1', officer(khmer), accessBody(record))).toBe('RECORD_PURGED');
    expect(say('access.grant/1', officer(thai), { access, reason: 'life-at-risk' })).toBe('RECORD_PURGED');
    expect(say('record.acknowledge/1', officer(khmer), { record })).toBe('RECORD_PURGED');
    expect(say('record.follow-up/1', officer(khmer), followUpBody(record))).toBe('RECORD_PURGED');
    expect(say('record.close/1', officer(thai), { record, reason: 'resolved' })).toBe('RECORD_PURGED');
    expect(say('record.withdraw/1', officer(thai), { record, reason: 'mistaken' })).toBe('RECORD_PURGED');
    expect(say('record.rehead/1', officer(thai), rehead, { delivered })).toBe('RECORD_PURGED');
    expect(
      verdictOn(() => postWitnessed({ ledger, agreement }, { links: [record] })),
      'a link harms nobody',
    ).toBe('lawful');
  });
});

describe('a record of many files', () => {
  test('holds 64 of them, so that one statement ends them all', () => {
    const { ledger, record, purge } = world();
    const answer = (sealed: Body<'record.follow-up/1'>['sealed']) =>
      verdictOn(() =>
        ledger.say(
          'record.follow-up/1',
          officer(thai),
          { ...followUpBody(record, [khmer]), sealed },
          { delivered: sealed === null ? null : delivered },
        ),
      );
    for (let i = 1; i < 64; i++) expect(answer(witnessed)).toBe('lawful');
    expect(answer(witnessed)).toBe('LIMIT_REACHED');
    expect(answer(null), 'words that need no file still pass').toBe('lawful');
    expect(purge()).toBe('lawful');
    expect(ledger.purged).toHaveLength(64);
  });
});

describe('an attestation', () => {
  test('is given once by each holder, after the purge', () => {
    const { ledger, record, purge, attest } = world();
    expect(attest()).toBe('NOT_PURGED');
    expect(attest(steward(khmer), 'a'.repeat(26))).toBe('UNKNOWN_RECORD');
    expect(purge()).toBe('lawful');
    expect(attest()).toBe('lawful');
    expect(attest()).toBe('ALREADY_ATTESTED');
    expect(ledger.held<'attest'>(attestationKey(record, khmer))).toEqual({
      record,
      agency: khmer,
      officer: steward(khmer).handle,
      keys: 'destroyed',
      copies: 'not-held',
      at: ledger.now,
    });
    expect(attest(officer(lao)), 'a keymaster of a trustee').toBe('lawful');
    expect(attest(registrar(thai))).toBe('ROLE_LACKING');
    expect(attest(steward(thai))).toBe('lawful');
  });

  test('is asked of whom it was shared with, though consent was withdrawn, and of nobody else', () => {
    const { ledger, record, purge, attest } = world();
    const viet = 'vn-labour';
    const proposal = ledger.say('network.propose/1', registrar(thai), { change: { admit: membership(viet) } });
    ledger.say('network.approve/1', registrar(khmer), { proposal });
    staff(ledger, viet);
    const node = signer(viet, 'steward');
    ledger.say('officer.register/1', registrar(viet), registration(node, ['gateway']));
    const consent = ledger.say('consent.reshare/1', officer(thai), consentBody(ledger, record));
    ledger.say('consent.withdraw/1', officer(thai), { consent });
    expect(purge()).toBe('lawful');
    expect(ledger.held<'record'>(recordKey(record)).purged?.holders).toEqual([thai, khmer, lao]);
    expect(attest(node)).toBe('NOT_A_HOLDER');
  });
});

describe('a re-heading', () => {
  const reheading = () => {
    const { ledger, agreement, record, trustees } = witnessedLedger();
    const sealed = { ...witnessed, hash: digestOf('new file'), size: 4096, cm: digestOf('new commitment') };
    const file = { hash: sealed.hash, size: sealed.size };
    const rehead = (
      change: Partial<Body<'record.rehead/1'>> = {},
      by: string = thai,
      came: typeof file | null = file,
    ) =>
      verdictOn(() =>
        ledger.say('record.rehead/1', officer(by), { record, item: record, sealed, ...change }, { delivered: came }),
      );
    return { ledger, agreement, record, trustees, sealed, file, rehead };
  };

  test('takes the file’s place and remembers the one before', () => {
    const { ledger, record, sealed, file } = reheading();
    const body = { record, item: record, sealed };
    const id = ledger.say('record.rehead/1', officer(thai), body, { delivered: file });
    expect(ledger.held<'item'>(itemKey(record))).toMatchObject({
      sealed,
      sealedBy: id,
      earlier: [witnessed.hash],
      officer: officer(thai).handle,
    });
  });

  test('keeps the last 16 hashes', () => {
    const { ledger, record, rehead } = reheading();
    for (let i = 0; i < 20; i++) expect(rehead()).toBe('lawful');
    expect(ledger.held<'item'>(itemKey(record)).earlier).toHaveLength(16);
  });

  const { roster: _r, t: _t, n: _n, cm: _c, ...file } = witnessed;
  test.each([
    ['by an addressee', {}, khmer, 'NOT_THE_AUTHOR'],
    ['by a trustee', {}, lao, 'NOT_THE_AUTHOR'],
    ['of another record', { record: 'a'.repeat(26) }, thai, 'UNKNOWN_RECORD'],
    ['of an item nobody knows', { item: 'a'.repeat(26) }, thai, 'UNKNOWN_RECORD'],
    ['to direct', { sealed: { ...file, mode: 'direct' } }, thai, 'WITNESS_REQUIRED'],
    ['for a roster to come', { sealed: { ...witnessed, roster: 2 } }, thai, 'UNKNOWN_ROSTER'],
    ['with a lower threshold than the roster’s', { sealed: { ...witnessed, t: 3 } }, thai, 'ROSTER_MISMATCH'],
  ] as const)('%s is refused', (_, change, by, code) =>
    expect(reheading().rehead(change as Partial<Body<'record.rehead/1'>>, by)).toBe(code),
  );

  test('brings exactly the file it names', () => {
    const { rehead, file: came } = reheading();
    expect(rehead({}, thai, null)).toBe('SEALED_FILE_MISSING');
    expect(rehead({}, thai, { ...came, size: 1 })).toBe('SEALED_FILE_MISMATCH');
  });

  test('is over with the record', () => {
    const { ledger, record, rehead } = reheading();
    ledger.say('record.withdraw/1', officer(thai), { record, reason: 'mistaken' });
    expect(rehead()).toBe('RECORD_WITHDRAWN');
    ledger.now = daysAfter(ledger.now, 30);
    expect(rehead()).toBe('RECORD_EXPIRED');
  });

  test('by a new roster makes its trustees holders beside the old ones', () => {
    const { ledger, record, trustees, sealed, rehead } = reheading();
    const [, , last] = trustees;
    const roster = { t: 2, trustees: trustees.slice(0, 2) };
    const proposal = ledger.say('network.propose/1', registrar(thai), { change: { roster } });
    ledger.say('network.approve/1', registrar(khmer), { proposal });
    expect(rehead({ sealed: { ...sealed, roster: 2, n: 2 } })).toBe('lawful');
    expect(ledger.held<'record'>(recordKey(record)).rosters).toEqual([1, 2]);
    ledger.say('record.purge/1', officer(thai), { record, reason: 'mistaken' });
    expect(ledger.held<'record'>(recordKey(record)).purged?.holders).toContain(last?.agency);
  });
});
