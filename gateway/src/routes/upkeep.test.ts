import { digest, generateSealKey, toBase64url, toHex, unwrapFileKey } from '@tocsin/envelope';
import { publishedKeyKey } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESK } from '../../../test/support/agency.ts';
import {
  type Exchange,
  ORIGIN,
  openExchange,
  openGateway,
  TestClock,
  type TestGateway,
} from '../../fixture/gateway.ts';
import { ApiError } from '../api/api-error.ts';
import { signRequest } from '../api/request-signature.ts';
import type { KeyName } from '../api/upkeep.ts';

const clock = new TestClock();
let exchange: Exchange;
let thai: TestGateway;
let khmer: TestGateway;
let record: string;
beforeAll(async () => {
  exchange = await openExchange({ clock: clock.now });
  thai = await openGateway(exchange, 'th-police');
  khmer = await openGateway(exchange, 'kh-immigration');
  const post = await exchange.draft();
  const { block } = await thai.client().submit(post.jws, post.file);
  await khmer.gateway.follower.reached(BigInt(block), AbortSignal.timeout(10_000));
  record = post.id;
});
afterAll(async () => {
  await Promise.all([thai?.gateway.close(), khmer?.gateway.close()]);
  await exchange?.close();
});

const keyOf = async (agency: string): Promise<KeyName> => {
  const key = await exchange.agency('la-fiu').ledger.state(publishedKeyKey(agency, DESK, 'seal', 1));
  return { agency, unit: DESK, epoch: 1, digest: key?.digest ?? '' };
};
const refusal = (code: string) => expect.objectContaining({ name: 'ApiError', code });

/** A body as it is, signed by an officer: whatever a client of ours would never send. */
async function posted(gateway: TestGateway, agency: string, path: string, body: unknown): Promise<string> {
  const text = JSON.stringify(body);
  const bytes = new TextEncoder().encode(text);
  const target = `${ORIGIN}${path}`;
  const at = new Date(clock.now()).toISOString();
  const signature = await signRequest(
    { method: 'POST', target, body: bytes },
    exchange.agency(agency).officer.signer,
    at,
  );
  const headers = { 'content-type': 'application/json', ...signature };
  const answer = await gateway.fetch(target, { method: 'POST', headers, body: bytes });
  return (JSON.parse(new TextDecoder().decode(await answer.arrayBuffer())) as { code: string }).code;
}

describe('POST /v1/items/:id/header', () => {
  const names = () => Promise.all(['kh-immigration', 'th-police'].map(keyOf));

  test('the same payload for the keys named, each as the ledger has it', async () => {
    const [before, made] = await Promise.all([
      thai.client().file(record),
      thai.client().newHeader(record, await names()),
    ]);
    expect(made.deposit).toBeNull();
    expect(made.sealed).toMatchObject({ mode: 'direct', hash: digest(made.file), size: made.file.length });
    expect(toHex(made.file.subarray(-200))).toBe(toHex(before.subarray(-200)));
    for (const code of ['th-police', 'kh-immigration'])
      expect(await unwrapFileKey(made.file, exchange.agency(code).sealKey.secretKey)).not.toBeNull();
    expect(await unwrapFileKey(made.file, exchange.agency('la-fiu').sealKey.secretKey)).toBeNull();
  });

  test('for nobody whom the file was neither addressed to nor shared with: re-heading is no way of reading', async () => {
    const stranger = [...(await names()), await keyOf('la-fiu')];
    await expect(thai.client().newHeader(record, stranger)).rejects.toEqual(refusal('NOT_ADDRESSED'));
  });

  test.each([
    ['an epoch that was never announced', { epoch: 7 }, 'UNKNOWN_KEY'],
    ['a unit that has no key', { unit: 'registry' }, 'UNKNOWN_KEY'],
    ['another announcement than the device has proved', { digest: '0'.repeat(64) }, 'DIGEST_MISMATCH'],
  ])('%s', async (_, change, code) => {
    const [addressee, own] = (await names()) as [KeyName, KeyName];
    const wish = [{ ...addressee, ...change }, own];
    await expect(thai.client().newHeader(record, wish)).rejects.toEqual(refusal(code));
  });

  test('without the author’s own unit nobody of that agency could open it again', async () => {
    const [addressee] = (await names()) as [KeyName];
    await expect(thai.client().newHeader(record, [addressee])).rejects.toEqual(refusal('MALFORMED_REQUEST'));
  });

  test('by nobody but an author of the author’s agency', async () => {
    const { keymaster } = exchange.agency('th-police');
    await expect(thai.client(keymaster).newHeader(record, await names())).rejects.toEqual(refusal('ROLE_LACKING'));
    await expect(khmer.client().newHeader(record, await names())).rejects.toEqual(refusal('NOT_THE_AUTHOR'));
    await expect(thai.client().newHeader('a'.repeat(26), await names())).rejects.toEqual(refusal('UNKNOWN_RECORD'));
  });

  test('each use of the key, and each refusal, stands in the own log', async () => {
    const { entries } = await ownLog('th-police');
    const told = entries.map(({ kind, item, code }) => [kind, item, code]);
    expect(told).toContainEqual(['reheading', record, null]);
    expect(told).toContainEqual(['refusal', record, 'NOT_ADDRESSED']);
    expect(told).toContainEqual(['refusal', record, 'ROLE_LACKING']);
  });

  test.each([
    ['nobody', { recipients: [] }],
    ['too many', { recipients: Array.from({ length: 17 }, () => ({})) }],
    ['a key of the device’s own', { recipients: [toBase64url(generateSealKey().publicKey)] }],
    ['a surplus member', { recipients: [], depositTo: '' }],
    ['no object', [1]],
    ['a text for a number', { recipients: [{ agency: 'th-police', unit: DESK, epoch: '1', digest: '0'.repeat(64) }] }],
  ])('%s is no request', async (_, body) => {
    expect(await posted(thai, 'th-police', `/v1/items/${record}/header`, body)).toBe('MALFORMED_REQUEST');
  });
});

async function ownLog(code: string) {
  const { log } = { log: code === 'th-police' ? thai : khmer };
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(`${log.folder}/own-log.db`, { readOnly: true });
  const rows = db.prepare('SELECT body FROM entry ORDER BY place').all();
  db.close();
  return { entries: rows.map(({ body }) => JSON.parse(String(body)) as { kind: string; item: string; code: string }) };
}

describe('GET /v1/unit-keys/:unit/:epoch/items', () => {
  test('what a key opens, and that nothing else does', async () => {
    for (const [gateway, agency] of [
      [thai, 'th-police'],
      [khmer, 'kh-immigration'],
    ] as const) {
      const { items, next } = await gateway.client(exchange.agency(agency).keymaster).openedBy(DESK, 1);
      expect(items).toEqual([expect.objectContaining({ item: record, author: 'th-police', alone: true })]);
      expect(next).toBeNull();
    }
  });

  test('to keymasters and authors alone, for keys that are held here', async () => {
    const { registrar } = exchange.agency('th-police');
    await expect(thai.client(registrar).openedBy(DESK, 1)).rejects.toEqual(refusal('ROLE_LACKING'));
    await expect(thai.client().openedBy(DESK, 2)).rejects.toEqual(refusal('KEY_NOT_HELD'));
    await expect(thai.client().openedBy('registry', 1)).rejects.toEqual(refusal('KEY_NOT_HELD'));
  });

  test.each(['0', '01', '1.5', 'x', '-1', '9999999'])('epoch %s is none', async (epoch) => {
    const asked = thai.client().openedBy(DESK, epoch as unknown as number);
    await expect(asked).rejects.toEqual(refusal('MALFORMED_REQUEST'));
  });
});

describe('what nobody has', () => {
  test('a lease, a purge of no record, consents of none', async () => {
    await expect(thai.client().lease('a'.repeat(26))).rejects.toEqual(refusal('UNKNOWN_LEASE'));
    await expect(thai.client().purge('a'.repeat(26))).rejects.toEqual(refusal('UNKNOWN_RECORD'));
    expect(await thai.client().purge(record)).toEqual({ tombstone: null, attestations: [], missing: [] });
    expect(await thai.client().consents('a'.repeat(26))).toEqual([]);
    expect(await thai.client().oldLocks()).toEqual({ current: null, items: [] });
  });

  test.each(['short', 'A'.repeat(26), '%2e%2e%2fx'])('identifiers like %s are none', async (id) => {
    for (const ask of [
      () => thai.client().lease(id),
      () => thai.client().purge(id),
      () => thai.client().consents(id),
    ]) {
      await expect(ask()).rejects.toBeInstanceOf(ApiError);
    }
  });

  test.each([
    ['key', {}],
    ['key', { item: 'a'.repeat(26), epk: 'short' }],
    [
      'shares',
      { item: 'a'.repeat(26), epk: toBase64url(generateSealKey().publicKey), except: ['th-police', 'th-police'] },
    ],
    ['shares', { item: 1, epk: toBase64url(generateSealKey().publicKey) }],
  ])('POST /v1/leases/:id/%s with an odd body %#', async (route, body) => {
    const path = `/v1/leases/${'a'.repeat(26)}/${route}`;
    expect(await posted(thai, 'th-police', path, body)).toBe('MALFORMED_REQUEST');
  });
});
