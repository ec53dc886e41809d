import { generateSealKey, openGranted, openRewrapped, randomBytes, toHex } from '@tocsin/envelope';
import { digest } from '@tocsin/envelope/verify';
import type { Gateway } from '@tocsin/gateway';
import { type Client, recheckLog } from '@tocsin/gateway/api';
import { accessKey, itemKey, type StatementId, type StatementType } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESK } from '../support/agency.ts';
import { fictitiousAlert } from '../support/alert.ts';
import { headOf, openItem, openUnder, requestAccess, trustOf } from '../support/device.ts';
import type { PostOrder } from '../support/exchange.ts';
import { registrationOf } from '../support/founding.ts';
import { type Body, certifiedOfficer, type Officer } from '../support/officer.ts';
import type { ServedExchange } from '../support/served.ts';

/** A clock of officers and gateways that a test may put forward; the ledger's own is another. */
export interface Forward {
  ms: number;
}

/** What holds for witnessed records on every ledger. Three agencies are trustees, two of whom must release. */
export function witnessedRecords(open: () => Promise<ServedExchange>, forward: Forward): void {
  let exchange: ServedExchange;
  beforeAll(async () => {
    exchange = await open();
  });
  afterAll(() => exchange?.close());

  /** Posts as an officer does: through the own gateway, with the key left there. */
  async function posted(order: PostOrder = {}): Promise<StatementId> {
    const from = order.from ?? 'th-police';
    const { id, jws, file, deposit } = await exchange.draft(order);
    await exchange.desk(from).submit(jws, file, { deposit });
    await everywhere(id);
    return id;
  }

  const running = () =>
    [...exchange.served.values()].filter(({ gateway }) => gateway.follower.following.state !== 'stopped');

  /** Resolves when every gateway knows the item. */
  async function everywhere(id: StatementId): Promise<void> {
    await Promise.all(
      running().map(({ gateway }) => shows(gateway, ({ view }) => view.state(itemKey(id)) !== undefined)),
    );
  }

  async function act<T extends StatementType>(officer: Officer, typ: T, body: Body<T>): Promise<StatementId> {
    const { id, jws } = await officer.sign(typ, body);
    await exchange.served.get(officer.agency)?.client(officer).submit(jws);
    return id;
  }

  const asKh = (record: StatementId) => {
    const { officer } = exchange.agency('kh-immigration');
    return { exchange, officer, client: exchange.desk('kh-immigration'), item: { id: record, record } };
  };

  /** What every trustee says when the device of a granted access asks. */
  async function answersFor(record: StatementId, between: () => Promise<unknown>): Promise<string[]> {
    const device = generateSealKey();
    const access = await requestAccess(asKh(record), device);
    await between();
    const answers = await asKh(record).client.shares(access.id, device.publicKey);
    return answers.map((answer) => ('refused' in answer ? answer.refused : 'released'));
  }
  const byAll = (code: string): string[] => new Array(3).fill(code);

  test('an addressee opens with the shares of two of three trustees, and the receipt says whose', async () => {
    const record = await posted();
    expect((await openItem(asKh(record))).content).toEqual(fictitiousAlert);
    const [access] = await exchange.desk('kh-immigration').accesses({ record });
    expect(access?.receipt).toMatchObject({ outcome: 'opened', faulty: [] });
    expect(access?.receipt?.released).toHaveLength(2);
  });

  test('the same access may be used again within its minutes, by the same device: one access stays one', async () => {
    const record = await posted();
    const device = generateSealKey();
    const access = await requestAccess(asKh(record), device);
    for (let n = 0; n < 2; n++) expect((await openUnder(asKh(record), access, device)).inner.content).toBeDefined();
    expect(await exchange.desk('kh-immigration').accesses({ record })).toHaveLength(1);
  });

  test('an agency that is trustee too opens what it is author of, and only by a record', async () => {
    const record = await posted({ from: 'la-fiu', to: ['kh-immigration'] });
    const { officer } = exchange.agency('la-fiu');
    const own = { exchange, officer, client: exchange.desk('la-fiu'), item: { id: record, record } };
    expect((await openItem(own)).content).toEqual(fictitiousAlert);
    const stranger = await act(officer, 'access.request/1', asked(record, generateSealKey().publicKey));
    const answers = await own.client.shares(stranger, generateSealKey().publicKey);
    expect(answers.map((answer) => ('refused' in answer ? answer.refused : 'released'))).toEqual(
      byAll('NOT_YOUR_ACCESS'),
    );
  });

  const asked = (record: StatementId, epk: Uint8Array): Body<'access.request/1'> => ({
    ...{ record, item: record, purpose: 'trafficking-investigation', basis: '0'.repeat(64), case: null },
    epk: digest(epk),
  });

  test('what is witnessed by its kind goes direct only where it is urgent', async () => {
    await expect(posted({ mode: 'direct' })).rejects.toMatchObject({ code: 'WITNESS_REQUIRED' });
    const urgent = await posted({ mode: 'direct', precedence: 'FLASH' });
    expect((await openItem(asKh(urgent))).content).toEqual(fictitiousAlert);
  });

  test('nothing is recorded, so nothing released, for who is not addressed or has no such purpose', async () => {
    const record = await posted();
    const [la, kh] = [exchange.agency('la-fiu'), exchange.agency('kh-immigration')];
    const { publicKey } = generateSealKey();
    const stranger = act(la.officer, 'access.request/1', asked(record, publicKey));
    await expect(stranger).rejects.toMatchObject({ code: 'NOT_ADDRESSED' });
    const curious = act(kh.officer, 'access.request/1', { ...asked(record, publicKey), purpose: 'prosecution' });
    await expect(curious).rejects.toMatchObject({ code: 'PURPOSE_NOT_ALLOWED' });
    expect(await exchange.desk('th-police').accesses({ record })).toEqual([]);
  });

  describe('every trustee refuses, though the access stands', () => {
    test('when another device asks with it', async () => {
      const record = await posted();
      const access = await requestAccess(asKh(record), generateSealKey());
      const answers = await asKh(record).client.shares(access.id, generateSealKey().publicKey);
      expect(answers.map((answer) => ('refused' in answer ? answer.refused : ''))).toEqual(byAll('NOT_YOUR_ACCESS'));
    });

    test('when its quarter of an hour is over', async () => {
      const record = await posted();
      const later = async () => {
        forward.ms = 15 * 60_000 + 1000;
      };
      expect(await answersFor(record, later)).toEqual(byAll('ACCESS_TOO_OLD'));
      forward.ms = 0;
    });

    test('when its author has taken the record back meanwhile', async () => {
      const record = await posted();
      const { officer } = exchange.agency('th-police');
      const withdraw = () => act(officer, 'record.withdraw/1', { record, reason: 'mistaken' });
      expect(await answersFor(record, () => withdraw().then(everySees))).toEqual(byAll('RECORD_WITHDRAWN'));
    });

    test('when the record was purged', async () => {
      const record = await posted();
      const { officer } = exchange.agency('th-police');
      const purge = () => act(officer, 'record.purge/1', { record, reason: 'person-at-risk' });
      const answers = answersFor(record, () => purge().then(everySees));
      await expect(answers).rejects.toMatchObject({ code: 'RECORD_PURGED' });
    });

    test('when the officer has been revoked', async () => {
      const { authority, registrar } = exchange.agency('kh-immigration');
      const { clock } = exchange;
      const leaving = await certifiedOfficer({ authority, clock, unit: DESK, roles: ['reader'] });
      await act(registrar, 'officer.register/1', registrationOf(leaving, clock()));
      const record = await posted();
      const device = generateSealKey();
      const access = await act(leaving, 'access.request/1', asked(record, device.publicKey));
      const { handle: officer } = leaving;
      await everySees(await act(registrar, 'officer.revoke/1', { officer, reason: 'left-post' }));
      const line = exchange.served.get('kh-immigration')?.client(leaving) as Client;
      await expect(line.shares(access, device.publicKey)).rejects.toMatchObject({ code: 'OFFICER_REVOKED' });
    });

    test('when a party has suspended the agreement, until it is resumed', async () => {
      const record = await posted();
      const { registrar } = exchange.agency('kh-immigration');
      const { agreement } = exchange;
      const suspend = () => act(registrar, 'agreement.suspend/1', { agreement }).then(everySees);
      expect(await answersFor(record, suspend)).toEqual(byAll('AGREEMENT_SUSPENDED'));
      await everySees(await act(registrar, 'agreement.resume/1', { agreement }));
      expect((await openItem(asKh(record))).content).toEqual(fictitiousAlert);
    });
  });

  /** Resolves when every agency's own peer, and view, has a statement. */
  async function everySees(id: StatementId): Promise<void> {
    const has = ({ view }: Gateway) => view.row('SELECT 1 FROM statement WHERE id = ?', id) !== undefined;
    await Promise.all(running().map(({ gateway }) => shows(gateway, has)));
  }

  /** An officer of the author's agency names the item in statements that are refused, and leaves something beside them. */
  async function colleagueLeavesRubbish(record: StatementId): Promise<void> {
    const { officer, keymaster } = exchange.agency('th-police');
    const item = exchange.served.get('th-police')?.gateway.view.state(itemKey(record));
    if (item?.sealed == null) throw new Error('no file');
    const rubbish = { enc: randomBytes(1120), ct: randomBytes(32) };
    const client = exchange.served.get('th-police')?.client(keymaster);
    for (const hash of [item.sealed.hash, toHex(randomBytes(32))]) {
      const body = { record, item: record, sealed: { ...item.sealed, hash } };
      const { jws } = await keymaster.sign('record.rehead/1', body);
      await expect(client?.submit(jws, null, { deposit: rubbish })).rejects.toMatchObject({ code: 'ROLE_LACKING' });
      const unsigned = (await officer.sign('record.rehead/1', body)).jws.replace(/[^.]+$/, 'A'.repeat(86));
      const refused = expect(client?.submit(unsigned, null, { deposit: rubbish })).rejects;
      await refused.toMatchObject({ code: 'BAD_STATEMENT_SIGNATURE' });
    }
  }

  test('a gateway’s own log tells each release and refusal to its auditor, and to nobody else', async () => {
    const { authority, registrar } = exchange.agency('la-fiu');
    const { clock } = exchange;
    const auditor = await certifiedOfficer({ authority, clock, unit: DESK, roles: ['auditor'] });
    await act(registrar, 'officer.register/1', registrationOf(auditor, clock()));
    const line = exchange.served.get('la-fiu')?.client(auditor) as Client;
    await expect(exchange.desk('la-fiu').ownLog()).rejects.toMatchObject({ code: 'ROLE_LACKING' });
    const { size, entries } = await line.ownLog({ limit: 500 });
    expect(entries).toHaveLength(size);
    const kinds = entries.map(({ entry }) => JSON.parse(entry?.body ?? '{}') as { kind: string; code: string });
    expect(kinds.some(({ kind }) => kind === 'release')).toBe(true);
    expect(kinds.some(({ code }) => code === 'RECORD_WITHDRAWN')).toBe(true);
    const log = entries.map(({ place, leaf, entry }) => ({
      place,
      leaf: Uint8Array.from(Buffer.from(leaf, 'base64url')),
      entry: entry && { body: entry.body, salt: Uint8Array.from(Buffer.from(entry.salt, 'base64url')) },
    }));
    expect(recheckLog(log, [])).toEqual([]);
  });

  describe('when trustees are away', () => {
    beforeAll(async () => {
      await exchange.served.get('la-fiu')?.stop();
    });

    test('the others suffice', async () => {
      expect((await openItem(asKh(await posted()))).content).toEqual(fictitiousAlert);
    });

    test('too few open nothing; the author’s agency may break the glass, before every member’s eyes, whatever a colleague left', async () => {
      const record = await posted();
      await colleagueLeavesRubbish(record);
      await exchange.served.get('la-fiu')?.stop();
      const device = generateSealKey();
      const access = await requestAccess(asKh(record), device);
      const { client } = asKh(record);
      await expect(client.grantedKey(access.id, device.publicKey)).rejects.toMatchObject({ code: 'NOT_GRANTED' });
      const { officer } = exchange.agency('th-police');
      await everySees(await act(officer, 'access.grant/1', { access: access.id, reason: 'trustees-unreachable' }));
      const wrapped = await client.grantedKey(access.id, device.publicKey);
      const item = (await client.record(record)).items[0];
      if (item?.sealed == null) throw new Error('no file');
      const bound = { access: access.id, file: record, fileHash: item.sealed.hash };
      const fileKey = openRewrapped(device.secretKey, wrapped, bound);
      const about = { file: await client.file(record), head: headOf(item), me: 'kh-immigration', fileKey };
      const inner = await openGranted({ ...about, trust: trustOf(exchange, item.posted) });
      expect(inner.content).toEqual(fictitiousAlert);
      const seen = exchange.served.get('kh-immigration')?.gateway.view.state(accessKey(access.id));
      expect(seen?.granted).toMatchObject({ by: officer.handle, reason: 'trustees-unreachable' });
    });
  });
}

/** Resolves once a gateway's view shows something, told block by block. */
async function shows(gateway: Gateway, what: (gateway: Gateway) => boolean): Promise<void> {
  const { follower } = gateway;
  for (let changed = follower.changed(); !what(gateway); changed = follower.changed()) await changed;
}
