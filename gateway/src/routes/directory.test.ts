import { digest, fromBase64url, verifyChain, verifyStatement } from '@tocsin/envelope';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Exchange, openExchange, openGateway, type TestGateway } from '../../fixture/gateway.ts';
import {
  FocalPointSchema,
  KeyDatesSchema,
  ListedAgencySchema,
  ListedAgreementSchema,
  ListedKeySchema,
  OfficerSchema,
  UnitSchema,
} from '../api/directory.ts';
import { MeSchema } from '../api/operation.ts';

let exchange: Exchange;
let lao: TestGateway;

beforeAll(async () => {
  exchange = await openExchange();
  lao = await openGateway(exchange, 'la-fiu');
  const { registrar, officer } = exchange.agency('la-fiu');
  const point = await registrar.sign('focal-point.set/1', {
    post: 'duty',
    unit: 'duty-desk',
    holder: officer.handle,
    duties: [{ step: 'acknowledge', duty: 'responsible' }],
    languages: ['lo', 'en'],
    timeZone: 'Asia/Vientiane',
    until: new Date(Date.now() + 1e9).toISOString(),
    closed: false,
  });
  await lao.client(registrar).submit(point.jws);
});
afterAll(async () => {
  await lao?.gateway.close();
  await exchange?.close();
});

const misfits = (schema: Type.TSchema, values: unknown): unknown[] => [...Compile(Type.Array(schema)).Errors(values)];

describe('the directory', () => {
  test('agencies, with the certificates that their officers chain to', async () => {
    const agencies = await lao.client().agencies();
    expect(agencies.map(({ code, status }) => `${code} ${status}`).sort()).toEqual([
      'kh-immigration active',
      'la-fiu active',
      'th-police active',
    ]);
    expect(misfits(ListedAgencySchema, agencies)).toEqual([]);
    expect(await lao.client().agencies('th-police')).toHaveLength(1);
  });

  test('units, officers and focal points, of all or of one', async () => {
    const client = lao.client();
    const [units, officers, points] = await Promise.all([client.units(), client.officers(), client.focalPoints()]);
    expect(units).toHaveLength(6);
    expect(officers).toHaveLength(9);
    expect(points).toMatchObject([{ agency: 'la-fiu', post: 'duty', timeZone: 'Asia/Vientiane' }]);
    expect(misfits(UnitSchema, units)).toEqual([]);
    expect(misfits(OfficerSchema, officers)).toEqual([]);
    expect(misfits(FocalPointSchema, points)).toEqual([]);
    expect((await client.units('th-police')).map(({ code }) => code)).toEqual(['duty-desk', 'registry']);
    expect(await client.officers('th-police')).toHaveLength(3);
    expect(await client.focalPoints('th-police')).toEqual([]);
  });

  test('an agency code that cannot be one', async () => {
    await expect(lao.client().units('th-police/')).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
  });
});

describe('GET /v1/keys', () => {
  test('a device can verify a key to its own roots with nothing but the answer', async () => {
    const [listed, ...others] = await lao.client().keys({ agency: 'th-police', unit: 'duty-desk' });
    expect(others).toEqual([]);
    const { key, statement, keymaster } = listed!;
    const { root, sealKey } = exchange.agency('th-police');
    const chain = [keymaster.certificate, keymaster.issuing].map(fromBase64url);
    const { spki, commonName } = await verifyWithoutLists(chain, root);
    const { payload, header } = await verifyStatement(statement, spki);
    expect(header.kid).toBe(keymaster.handle);
    expect(commonName).toBe(keymaster.handle);
    expect(payload).toMatchObject({ typ: 'key.publish/1', key: key.key, agency: 'th-police', unit: 'duty-desk' });
    expect(digest(statement)).toBe(key.digest);
    expect(fromBase64url(key.key)).toEqual(sealKey.publicKey);
  });

  test('the registration that came along is the keymaster’s own', async () => {
    const [listed] = await lao.client().keys({ agency: 'th-police' });
    const { registrar, keymaster } = exchange.agency('th-police');
    const { spki } = await verifyWithoutLists(registrar.chain, exchange.agency('th-police').root);
    const { payload } = await verifyStatement(listed!.keymaster.registration!, spki);
    expect(payload).toMatchObject({ typ: 'officer.register/1', officer: keymaster.handle });
  });

  test('of all agencies, as the schema says; of a unit without one, none', async () => {
    const keys = await lao.client().keys();
    expect(keys).toHaveLength(3);
    expect(misfits(ListedKeySchema, keys)).toEqual([]);
    expect(await lao.client().keys({ agency: 'th-police', unit: 'registry' })).toEqual([]);
    expect(await lao.client().keys({ unit: 'duty-desk' })).toHaveLength(3);
  });
});

describe('GET /v1/directory/keys', () => {
  test('the terms of every key, of all agencies or of one, and not the keys', async () => {
    const [all, own, whole] = await Promise.all([
      lao.client().keyDates(),
      lao.client().keyDates('th-police'),
      lao.client().keys({ agency: 'th-police' }),
    ]);
    expect(misfits(KeyDatesSchema, all)).toEqual([]);
    expect(all.map(({ agency }) => agency)).toEqual(['kh-immigration', 'la-fiu', 'th-police']);
    const [{ id: _, key, countersigned: __, ...dates }] = whole.map((one) => one.key) as [(typeof whole)[0]['key']];
    expect(own).toEqual([dates]);
    expect(JSON.stringify(own)).not.toContain(key);
  });

  test('an agency code that cannot be one, and a question it does not know', async () => {
    await expect(lao.client().keyDates('TH')).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
    await expect(lao.client().keyDates('th-police?unit=x')).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
  });
});

describe('GET /v1/agreements', () => {
  test('where it stands, and the statement whose digest the parties signed', async () => {
    const agreements = await lao.client().agreements();
    expect(agreements).toMatchObject([{ standing: 'in-force', agreement: { id: exchange.agreement } }]);
    expect(digest(agreements[0]!.proposal)).toBe(agreements[0]!.agreement.digest);
    expect(misfits(ListedAgreementSchema, agreements)).toEqual([]);
  });
});

describe('GET /v1/me', () => {
  test('the officer as registered, and how far the gateway has come', async () => {
    const me = await lao.client().me();
    expect(me).toMatchObject({ agency: 'la-fiu', officer: { handle: exchange.agency('la-fiu').officer.handle } });
    expect(me.network).toMatchObject({ status: 'active' });
    expect([...Compile(MeSchema).Errors(me)]).toEqual([]);
  });
});

/** The chain alone: this exchange publishes no revocation lists. */
async function verifyWithoutLists(chain: readonly Uint8Array[], root: Uint8Array) {
  return verifyChain({ chain, root, at: new Date() });
}
