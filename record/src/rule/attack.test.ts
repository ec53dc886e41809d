import { describe, expect, test } from 'vitest';
import {
  accessBody,
  agree,
  agreementBody,
  alertBody,
  delivered,
  desk,
  followUpBody,
  foundedLedger,
  khmer,
  lao,
  members,
  membership,
  officer,
  postedLedger,
  registrar,
  registration,
  signFounding,
  staff,
  staffedLedger,
  thai,
} from '../../fixture/exchange.ts';
import { certificateOf, digestOf, type Signer, signer, TestLedger } from '../../fixture/ledger.ts';
import { refusalOf, verdictOn } from '../../fixture/refusal.ts';
import type { Membership } from '../agency.ts';
import { Loaded, networkKey, officerKey } from '../state.ts';
import type { Context } from './rule.ts';
import { rules } from './rules.ts';

/** What a malicious member, or one that was thrown out, might try. Each of these once worked or nearly did. */

const viet = 'vn-labour';
type Change = { admit: Membership } | { remove: string };

function decided(ledger: TestLedger, change: Change, by = registrar(thai), second = registrar(khmer)): string {
  return verdictOn(() => {
    const proposal = ledger.say('network.propose/1', by, { change });
    ledger.say('network.approve/1', second, { proposal });
  });
}
/** A membership of the code whose registrar is this officer's. */
const ledBy = (code: string, who: Signer, root?: string): Membership => ({
  ...membership(code, 'police', root),
  registrar: { handle: who.handle, certificate: certificateOf(who) },
});

describe('taking over a handle', () => {
  test("a new agency cannot bring another agency's officer as its registrar", () => {
    const ledger = staffedLedger();
    const before = ledger.held<'officer'>(officerKey(officer(lao).handle));
    expect(decided(ledger, { admit: ledBy(viet, officer(lao)) })).toBe('OFFICER_EXISTS');
    expect(ledger.held<'officer'>(officerKey(officer(lao).handle))).toBe(before);
  });

  test('nor revive a revoked handle as its registrar', () => {
    const ledger = staffedLedger();
    ledger.say('officer.revoke/1', registrar(lao), { officer: officer(lao).handle, reason: 'key-compromised' });
    expect(decided(ledger, { admit: ledBy(viet, officer(lao)) })).toBe('OFFICER_EXISTS');
  });

  test('nor register one again, in the same agency or in another', () => {
    const ledger = staffedLedger();
    ledger.say('officer.revoke/1', registrar(lao), { officer: officer(lao).handle, reason: 'misuse' });
    for (const agency of [lao, thai])
      expect(
        verdictOn(() => ledger.say('officer.register/1', registrar(agency), registration(officer(lao), ['author']))),
      ).toBe('OFFICER_EXISTS');
  });
});

describe('taking over a code', () => {
  const withoutLao = () => {
    const ledger = staffedLedger();
    expect(decided(ledger, { remove: lao })).toBe('lawful');
    return ledger;
  };

  test('a removed code does not come back under another root', () => {
    const ledger = withoutLao();
    const other = ledBy(lao, signer(lao, 'new chief'), 'another-root');
    expect(
      refusalOf(() =>
        ledger.say('network.approve/1', registrar(khmer), {
          proposal: ledger.say('network.propose/1', registrar(thai), { change: { admit: other } }),
        }),
      ),
    ).toMatchObject({ code: 'AGENCY_REMOVED', detail: `${lao}: another root` });
  });

  test('nor by a second proposal kept in store while the first was decided', () => {
    const ledger = foundedLedger();
    const stored = ledger.say('network.propose/1', registrar(lao), {
      change: { admit: ledBy(viet, signer(viet, 'false chief'), 'false-root') },
    });
    expect(decided(ledger, { admit: membership(viet, 'labour') })).toBe('lawful');
    const approve = (who: Signer) => verdictOn(() => ledger.say('network.approve/1', who, { proposal: stored }));
    expect(approve(registrar(thai))).toBe('AGENCY_EXISTS');
    expect(decided(ledger, { remove: viet })).toBe('lawful');
    expect([approve(registrar(thai)), approve(registrar(khmer))]).toContain('AGENCY_REMOVED');
    expect(ledger.held<'network'>(networkKey).members.find(({ code }) => code === viet)?.status).toBe('removed');
  });

  test('readmitted under its own root, it starts with its new registrar alone: earlier officers stay out', () => {
    const ledger = withoutLao();
    expect(verdictOn(() => ledger.say('unit.set/1', registrar(lao), desk))).toBe('AGENCY_REMOVED');
    expect(decided(ledger, { admit: membership(lao, 'fiu') }), 'the old registrar is not revived').toBe(
      'OFFICER_EXISTS',
    );
    const chief = signer(lao, 'new chief');
    expect(decided(ledger, { admit: ledBy(lao, chief, `root-of-${lao}`) })).toBe('lawful');
    expect(verdictOn(() => ledger.say('unit.set/1', registrar(lao), desk))).toBe('OFFICER_REVOKED');
    expect(
      verdictOn(() =>
        ledger.say('key.publish/1', officer(lao), {
          unit: 'duty-desk',
          use: 'seal',
          epoch: 1,
          key: `${'k'.repeat(1621)}A`,
          previous: null,
          from: ledger.now,
          until: '2027-01-01T00:00:00.000Z',
        }),
      ),
    ).toBe('OFFICER_REVOKED');
    expect(verdictOn(() => ledger.say('unit.set/1', chief, desk))).toBe('lawful');
    const clerk = signer(lao, 'new clerk');
    ledger.say('officer.register/1', chief, registration(clerk, ['signatory']));
    expect(verdictOn(() => ledger.say('agreement.propose/1', clerk, agreementBody()))).toBe('lawful');
  });
});

describe('a founding that never came about', () => {
  /** The Lao founder first founds a network in which it holds the registrar of another's code. */
  const falseFounding = (ledger: TestLedger, code: string, spy: Signer) =>
    ledger.say('network.found/1', registrar(lao), {
      name: 'trap',
      members: [membership(lao, 'fiu'), ledBy(code, spy, 'false-root')],
    });

  test('leaves no officer behind in an agency of the network', () => {
    const ledger = new TestLedger();
    const spy = signer(thai, 'spy');
    falseFounding(ledger, thai, spy);
    ledger.say('network.found/1', registrar(thai), { name: 'true', members: members() });
    for (const agency of [khmer, lao]) signFounding(ledger, agency);
    expect(ledger.held<'officer'>(officerKey(spy.handle)).agency, 'it still stands there').toBe(thai);
    expect(verdictOn(() => ledger.say('unit.set/1', spy, desk))).toBe('OFFICER_REVOKED');
    expect(verdictOn(() => ledger.say('unit.set/1', registrar(thai), desk))).toBe('lawful');
  });

  test('leaves none in an agency admitted later, and does not keep it out', () => {
    const ledger = new TestLedger();
    const spy = signer(viet, 'spy');
    falseFounding(ledger, viet, spy);
    ledger.say('network.found/1', registrar(lao), {
      name: 'trap',
      members: [membership(lao, 'fiu'), membership(viet)],
    });
    ledger.say('network.found/1', registrar(thai), { name: 'true', members: members() });
    for (const agency of [khmer, lao]) signFounding(ledger, agency);
    expect(verdictOn(() => ledger.say('unit.set/1', spy, desk))).toBe('UNKNOWN_AGENCY');
    expect(decided(ledger, { admit: membership(viet, 'labour') })).toBe('lawful');
    expect(verdictOn(() => ledger.say('unit.set/1', spy, desk))).toBe('OFFICER_REVOKED');
    expect(verdictOn(() => ledger.say('unit.set/1', registrar(viet), desk))).toBe('lawful');
  });

  test('cannot be joined by who is not named: the rules hold even if the host did not look', () => {
    const ledger = new TestLedger();
    ledger.say('network.found/1', registrar(thai), { name: 'n', members: members() });
    const network = ledger.held<'network'>(networkKey);
    const context = {
      state: new Loaded(new Map([[networkKey, network]])),
      network,
      digest: network.digest,
    } as unknown as Context;
    const statement = {
      typ: 'network.sign/1',
      id: 'a'.repeat(26),
      agency: viet,
      at: ledger.now,
      nonce: '',
      network: network.id,
      digest: network.digest,
    } as const;
    expect(verdictOn(() => rules['network.sign/1'].judge(statement, context))).toBe('NOT_A_FOUNDER');
    const founding = { ...statement, typ: 'network.found/1', name: 'n', members: members() } as const;
    const empty = { ...context, state: new Loaded(new Map([[networkKey, undefined]])) };
    expect(verdictOn(() => rules['network.found/1'].judge(founding, empty))).toBe('NOT_A_FOUNDER');
  });
});

describe('muting others', () => {
  test('an addressee that leaves the agreement does not end the conversation of the rest', () => {
    const { ledger, agreement, record } = postedLedger();
    ledger.say('record.acknowledge/1', officer(khmer), { record });
    ledger.say('agreement.withdraw/1', officer(lao), { agreement });
    const followUp = (by: string, to: string[]) =>
      verdictOn(() => ledger.say('record.follow-up/1', officer(by), followUpBody(record, to), { delivered }));
    expect(followUp(khmer, [thai])).toBe('lawful');
    expect(followUp(thai, [khmer])).toBe('lawful');
    expect(followUp(thai, [khmer, lao])).toBe('NOT_A_PARTY');
    ledger.say('record.acknowledge/1', officer(lao), { record });
    expect(followUp(lao, [thai])).toBe('NOT_A_PARTY');
  });

  test('an author that is removed does not end it either, and hears no more', () => {
    const { ledger, record } = postedLedger();
    ledger.say('record.acknowledge/1', officer(khmer), { record });
    expect(decided(ledger, { remove: thai }, registrar(lao), registrar(khmer))).toBe('lawful');
    const followUp = (to: string[]) =>
      verdictOn(() => ledger.say('record.follow-up/1', officer(khmer), followUpBody(record, to), { delivered }));
    expect(followUp([lao])).toBe('lawful');
    expect(followUp([lao, thai])).toBe('AGENCY_REMOVED');
  });
});

describe('reaching into records of others', () => {
  test('a link to a record that one has no part in', () => {
    const ledger = staffedLedger();
    const agreement = agree(ledger);
    const body = { ...alertBody(ledger, agreement), to: [lao] };
    const foreign = ledger.say('record.post/1', officer(thai), body, { delivered });
    const linking = { ...body, links: [foreign] };
    expect(verdictOn(() => ledger.say('record.post/1', officer(khmer), linking, { delivered }))).toBe('NOT_ADDRESSED');
  });

  test('an item of one record asked for under another', () => {
    const ledger = staffedLedger();
    const agreement = agree(ledger);
    const body = alertBody(ledger, agreement);
    const mine = ledger.say('record.post/1', officer(thai), body, { delivered });
    const theirs = ledger.say('record.post/1', officer(thai), { ...body, to: [lao] }, { delivered });
    expect(verdictOn(() => ledger.say('access.request/1', officer(khmer), accessBody(mine, theirs)))).toBe(
      'UNKNOWN_RECORD',
    );
    expect(verdictOn(() => ledger.say('access.request/1', officer(khmer), accessBody(theirs, mine)))).toBe(
      'UNKNOWN_RECORD',
    );
  });

  test('what an agency wrote is released to nobody once it has left the agreement', () => {
    const { ledger, agreement, record } = postedLedger();
    ledger.say('record.acknowledge/1', officer(khmer), { record });
    const item = ledger.say('record.follow-up/1', officer(khmer), followUpBody(record, [thai, lao]), { delivered });
    ledger.say('agreement.withdraw/1', officer(khmer), { agreement });
    const request = (by: string, which: string) =>
      verdictOn(() => ledger.say('access.request/1', officer(by), accessBody(record, which)));
    expect(request(thai, item)).toBe('NOT_A_PARTY');
    expect(request(khmer, record)).toBe('NOT_A_PARTY');
    expect(request(lao, record), 'what others wrote stays').toBe('lawful');
  });

  test('a post to a member that was removed', () => {
    const ledger = staffedLedger();
    const agreement = agree(ledger);
    decided(ledger, { remove: lao });
    expect(
      verdictOn(() => ledger.say('record.post/1', officer(thai), alertBody(ledger, agreement), { delivered })),
    ).toBe('AGENCY_REMOVED');
  });
});

describe('keys', () => {
  test('of a removed agency cannot be made to hold at once', () => {
    const ledger = staffedLedger();
    const publish = (epoch: number, previous: string | null) =>
      ledger.say('key.publish/1', officer(lao), {
        unit: 'duty-desk',
        use: 'seal',
        epoch,
        key: `${'k'.repeat(1621)}A`,
        previous,
        from: '2026-11-24T08:00:00.000Z',
        until: '2027-01-01T00:00:00.000Z',
      });
    const second = publish(2, digestOf(publish(1, null)));
    decided(ledger, { remove: lao });
    const body = { owner: lao, unit: 'duty-desk', use: 'seal', epoch: 2, digest: digestOf(second) } as const;
    expect(verdictOn(() => ledger.say('key.countersign/1', officer(khmer), body))).toBe('AGENCY_REMOVED');
  });

  test('raced for one epoch: the first on the ledger stands, the second is told', () => {
    const ledger = staffedLedger();
    const rival = signer(thai, 'second keymaster');
    ledger.say('officer.register/1', registrar(thai), registration(rival, ['keymaster']));
    const publish = (who: Signer, last: string) =>
      verdictOn(() =>
        ledger.say('key.publish/1', who, {
          unit: 'duty-desk',
          use: 'seal',
          epoch: 1,
          key: `${'k'.repeat(1620)}${last}A`,
          previous: null,
          from: ledger.now,
          until: '2027-01-01T00:00:00.000Z',
        }),
      );
    expect([publish(officer(thai), 'x'), publish(rival, 'y')]).toEqual(['lawful', 'KEY_EPOCH']);
    expect(ledger.held<'key'>(`key/${thai}/duty-desk/seal/1`).key.at(-2)).toBe('x');
  });
});

test('a third agency staffed after admission has no part in earlier records', () => {
  const { ledger, record } = postedLedger();
  decided(ledger, { admit: membership(viet, 'labour') });
  staff(ledger, viet);
  expect(verdictOn(() => ledger.say('record.acknowledge/1', officer(viet), { record }))).toBe('NOT_ADDRESSED');
  expect(verdictOn(() => ledger.say('access.request/1', officer(viet), accessBody(record)))).toBe('NOT_ADDRESSED');
});
