import { currentSealKey, provenKey } from '@tocsin/device';
import { toBase64url } from '@tocsin/envelope';
import type { ListedKey } from '@tocsin/gateway/api';
import { type Body, signed } from '@tocsin/gateway/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestExchange, type TestExchange } from './exchange.test-support.ts';
import { authorOf, type Session } from './session.ts';

let exchange: TestExchange;
let genuine: ListedKey;
let reader: Session;
const desk = { agency: 'kh-immigration', unit: 'border-checks' };
beforeAll(async () => {
  exchange = await openTestExchange();
  reader = exchange.running.session('th-police', 'officer');
  [genuine] = (await reader.client.keys(desk)) as [ListedKey];
});
afterAll(() => exchange.close());

/** What a gateway could show that lets somebody else announce a key. */
async function announcedBy(session: Session, change: Partial<Body<'key.publish/1'>> = {}): Promise<ListedKey> {
  const { key, from, until } = genuine.key;
  const body = { unit: desk.unit, use: 'seal' as const, epoch: 1, key, previous: null, from, until, ...change };
  const { jws } = await signed(await authorOf(session), 'key.publish/1', body);
  const [certificate, issuing] = session.chain.map(toBase64url) as [string, string];
  const keymaster = { ...genuine.keymaster, handle: session.signer.handle, certificate, issuing };
  return { ...genuine, statement: jws, keymaster };
}
const proving = (listed: ListedKey) => provenKey(reader.roots, listed, desk);
const keymaster = (agency = 'kh-immigration') => exchange.running.session(agency, 'keymaster');

test('a key that its own keymaster announced is proved', async () => {
  expect(await proving(genuine)).toMatchObject({ ...desk, epoch: 1, digest: genuine.key.digest });
});

describe('not proved', () => {
  test.each([
    [
      'another officer of the agency, who is no keymaster',
      () => announcedBy(exchange.running.session('kh-immigration', 'officer')),
    ],
    ["another agency's keymaster", () => announcedBy(keymaster('la-fiu'))],
    ['a key of another unit', () => announcedBy(keymaster(), { unit: 'duty-desk' })],
    ['a key that is not for sealing', () => announcedBy(keymaster(), { use: 'trustee' })],
    [
      'a signature by another than the certificate names',
      async () => ({ ...genuine, statement: (await announcedBy(keymaster('la-fiu'))).statement }),
    ],
    [
      'another statement',
      async () => ({
        ...genuine,
        statement: (await signed(await authorOf(keymaster()), 'record.acknowledge/1', { record: 'a'.repeat(26) })).jws,
      }),
    ],
    ['no statement at all', async () => ({ ...genuine, statement: 'e30.e30.e30' })],
  ])('%s', async (_, listed) => {
    await expect(listed().then(proving)).rejects.toMatchObject({ code: 'KEY_NOT_PROVEN' });
  });
});

test('one key that cannot be proved spoils the unit: nothing is sealed to the rest', async () => {
  const forged = await announcedBy(keymaster('la-fiu'), { epoch: 2, previous: genuine.key.digest });
  const listed = [genuine, { ...forged, key: { ...genuine.key, epoch: 2 } }];
  const now = new Date().toISOString();
  await expect(currentSealKey(reader, listed, desk, now)).rejects.toMatchObject({ code: 'KEY_NOT_PROVEN' });
});

test('a key that was announced to another network is not sealed to, though its own keymaster signed it', async () => {
  await authorOf(reader);
  const author = { ...(await authorOf(keymaster())), network: 'a'.repeat(26) };
  const { key, from, until } = genuine.key;
  const body = { unit: desk.unit, use: 'seal' as const, epoch: 1, key, previous: null, from, until };
  const elsewhere = { ...genuine, statement: (await signed(author, 'key.publish/1', body)).jws };
  await expect(currentSealKey(reader, [elsewhere], desk, new Date().toISOString())).rejects.toMatchObject({
    code: 'KEY_NOT_PROVEN',
    message: expect.stringContaining('another network'),
  });
});

test('a key before its beginning or after its end is not sealed to', async () => {
  const { from, until } = genuine.key;
  const at = (now: string) => currentSealKey(reader, [genuine], desk, now);
  expect(await at(from)).toMatchObject({ epoch: 1, known: false });
  expect(await at('2020-01-01T00:00:00.000Z')).toBeNull();
  expect(await at(until)).toBeNull();
});
