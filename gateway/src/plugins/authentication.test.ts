import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registrationOf } from '../../../test/support/founding.ts';
import { certifiedOfficer } from '../../../test/support/officer.ts';
import {
  type Exchange,
  ORIGIN,
  openExchange,
  openGateway,
  TestClock,
  type TestGateway,
} from '../../fixture/gateway.ts';
import { signRequest } from '../api/request-signature.ts';
import { inputOf, readSignature, signatureBase, signatureFields } from '../api/signature.ts';

const clock = new TestClock();
let exchange: Exchange;
let thai: TestGateway;

beforeAll(async () => {
  exchange = await openExchange({ clock: clock.now });
  thai = await openGateway(exchange, 'th-police');
});
afterAll(async () => {
  await thai?.gateway.close();
  await exchange?.close();
});

const TARGET = `${ORIGIN}/v1/me`;
type Fields = Record<string, string>;
const signerOf = () => exchange.agency('th-police').officer.signer;
const signed = (
  over: { method?: string; target?: string; body?: Uint8Array | null; at?: string } = {},
): Promise<Fields> =>
  signRequest({ method: 'GET', target: TARGET, body: null, ...over }, signerOf(), over.at ?? exchange.now());

async function answer(headers: Fields, { url = '/v1/me', host = 'gateway.test', payload = '', method = 'GET' } = {}) {
  const reply = await thai.gateway.app.inject({
    method: method as 'GET',
    url,
    headers: { host, ...headers },
    ...(payload === '' ? {} : { payload }),
  });
  const { code } = reply.json<{ code?: string }>();
  return `${reply.statusCode} ${code ?? ''}`.trim();
}

describe('a request is let in', () => {
  test('when its officer signed it', async () => {
    expect(await answer(await signed())).toBe('200');
  });

  test('at the edges of the officer’s clock', async () => {
    const from = (ms: number): string => new Date(clock.now() + ms).toISOString();
    expect(await answer(await signed({ at: from(-359_000) }))).toBe('200');
    expect(await answer(await signed({ at: from(+299_000) }))).toBe('200');
    expect(await answer(await signed({ at: from(-362_000) }))).toBe('401 CLOCK_SKEW');
    expect(await answer(await signed({ at: from(+303_000) }))).toBe('401 CLOCK_SKEW');
  });
});

describe('a request is refused', () => {
  test('without a signature, or with half of one', async () => {
    const { signature, ...input } = await signed();
    expect(await answer({})).toBe('401 UNAUTHENTICATED');
    expect(await answer(input)).toBe('401 UNAUTHENTICATED');
    expect(await answer({ signature: signature! })).toBe('401 UNAUTHENTICATED');
  });

  test('the second time', async () => {
    const fields = await signed();
    expect(await answer(fields)).toBe('200');
    expect(await answer(fields)).toBe('401 REPLAYED_REQUEST');
  });

  test('when it was made for another method, path, query or host', async () => {
    expect(await answer(await signed({ method: 'POST' }))).toBe('401 UNAUTHENTICATED');
    expect(await answer(await signed(), { url: '/v1/agreements' })).toBe('401 UNAUTHENTICATED');
    expect(await answer(await signed(), { url: '/v1/me?x=1' })).toBe('401 UNAUTHENTICATED');
    expect(await answer(await signed(), { host: 'elsewhere.test' })).toBe('401 UNAUTHENTICATED');
  });

  test('when a bit of the signature differs', async () => {
    const fields = await signed();
    const { input, signature } = readSignature(fields['signature-input']!, fields.signature!)!;
    signature[10]! ^= 1;
    expect(await answer(signatureFields('tocsin', input, signature))).toBe('401 UNAUTHENTICATED');
  });

  test.each([
    ['fewer components', ['@method'], {}],
    ['more components', ['@method', '@target-uri', 'host'], {}],
    ['another order', ['@target-uri', '@method'], {}],
    ['another algorithm', ['@method', '@target-uri'], { alg: 'rsa-pss-sha512' }],
    ['a short nonce', ['@method', '@target-uri'], { nonce: 'abc' }],
    ['a surplus parameter', ['@method', '@target-uri'], { tag: 'x' }],
    ['a time that is text', ['@method', '@target-uri'], { created: 'now' }],
    ['a handle that cannot be one', ['@method', '@target-uri'], { keyid: '../../etc' }],
  ])('when it is signed over %s', async (_name, names, over) => {
    const values: Fields = { '@method': 'GET', '@target-uri': TARGET, host: 'gateway.test' };
    const parameters = {
      created: Math.floor(clock.now() / 1000),
      nonce: crypto.randomUUID().replaceAll('-', ''),
      keyid: signerOf().handle,
      alg: 'ecdsa-p256-sha256',
      ...over,
    };
    const input = inputOf(names, new Map<string, string | number>(Object.entries(parameters)));
    const base = signatureBase(
      names.map((name) => [name, values[name] ?? '']),
      input,
    );
    expect(await answer(signatureFields('tocsin', input, await signerOf().sign(base)))).toBe('401 UNAUTHENTICATED');
  });

  test('when a body came that its signature does not cover, or another one', async () => {
    const target = `${ORIGIN}/v1/statements`;
    const post = { url: '/v1/statements', method: 'POST', payload: '{"statement":"x"}' };
    const type = { 'content-type': 'application/json' };
    const bare = await signed({ method: 'POST', target });
    expect(await answer({ ...bare, ...type }, post)).toBe('401 UNAUTHENTICATED');
    const other = await signed({ method: 'POST', target, body: new TextEncoder().encode('{"statement":"y"}') });
    expect(await answer({ ...other, ...type }, post)).toBe('401 UNAUTHENTICATED');
    const right = await signed({ method: 'POST', target, body: new TextEncoder().encode(post.payload) });
    expect(await answer({ ...right, 'content-type': 'text/plain' }, post)).toBe('400 MALFORMED_REQUEST');
  });

  test('when the body is no JSON', async () => {
    const target = `${ORIGIN}/v1/statements`;
    const fields = await signed({ method: 'POST', target, body: new TextEncoder().encode('{') });
    const post = { url: '/v1/statements', method: 'POST', payload: '{' };
    expect(await answer({ ...fields, 'content-type': 'application/json' }, post)).toBe('400 MALFORMED_REQUEST');
  });

  test('when its officer is unknown, another agency’s, revoked or expired', async () => {
    const { authority, registrar } = exchange.agency('th-police');
    const officer = await certifiedOfficer({ authority, unit: 'duty-desk', roles: ['reader'], clock: clock.now });
    await expect(thai.client(officer).me()).rejects.toMatchObject({ status: 403, code: 'UNKNOWN_OFFICER' });
    const foreign = thai.client(exchange.agency('la-fiu').officer).me();
    await expect(foreign).rejects.toMatchObject({ status: 403, code: 'WRONG_AGENCY' });
    const until = new Date(clock.now() + 60_000).toISOString();
    const body = { ...registrationOf(officer, clock.now()), until };
    await thai.client(registrar).submit((await registrar.sign('officer.register/1', body)).jws);
    expect(await thai.client(officer).me()).toMatchObject({ officer: { handle: officer.handle } });
    clock.forward(60_001);
    await expect(thai.client(officer).me()).rejects.toMatchObject({ status: 403, code: 'OFFICER_EXPIRED' });
    const revoke = await registrar.sign('officer.revoke/1', { officer: officer.handle, reason: 'left-post' });
    await thai.client(registrar).submit(revoke.jws);
    await expect(thai.client(officer).me()).rejects.toMatchObject({ status: 403, code: 'OFFICER_REVOKED' });
  });

  test('every signed route asks for the signature', async () => {
    const id = 'a'.repeat(26);
    const gets = ['records', `records/${id}`, `items/${id}/file`, `statements/${id}`, 'accesses', 'keys', 'agreements'];
    const more = ['directory/agencies', 'directory/units', 'directory/officers', 'directory/focal-points'];
    for (const path of [...gets, ...more, 'ledger/blocks', 'events', 'me']) {
      expect(await answer({}, { url: `/v1/${path}` }), path).toBe('401 UNAUTHENTICATED');
    }
    for (const path of ['statements', `accesses/${id}/key`]) {
      expect(await answer({}, { url: `/v1/${path}`, method: 'POST' }), path).toBe('401 UNAUTHENTICATED');
    }
  });
});
