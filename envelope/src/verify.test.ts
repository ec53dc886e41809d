import { CompactSign, compactVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { fromBase64url, toBase64url } from './base64.ts';
import { canonicalBytes } from './canonical.ts';
import { concat, utf8 } from './encoding.ts';
import { isLowS } from './es256.ts';
import { digest } from './hash.ts';
import { signStatement, webCryptoSigner } from './sign.ts';
import { MAX_STATEMENT, parseStatement, verifyStatement } from './verify.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const keys = await crypto.subtle.generateKey(P256, false, ['sign', 'verify']);
const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
const signer = webCryptoSigner('h7k2m', keys.privateKey);
const payload = { typ: 'record.acknowledge/1', id: 'k3v7q2m5x4', agency: 'KH-NCCT', at: '2026-11-23T07:30:00Z' };
const header = { alg: 'ES256', kid: 'h7k2m', typ: 'tocsin+jws' };
const jws = await signStatement(payload, signer);

/** Signed by the right key, whatever the parts are. */
async function forge(head: Uint8Array | object, body: Uint8Array | object = payload): Promise<string> {
  const [first, second] = [head, body].map((part) => (part instanceof Uint8Array ? part : canonicalBytes(part)));
  const signed = `${toBase64url(first as Uint8Array)}.${toBase64url(second as Uint8Array)}`;
  const lowSigned = (await signStatement({}, { ...signer, sign: () => signer.sign(utf8(signed)) })).split('.')[2];
  return `${signed}.${lowSigned}`;
}

test('a statement verifies, here and by jose, and says what was signed', async () => {
  const statement = await verifyStatement(jws, spki);
  expect(statement).toEqual({ header, payload, digest: digest(jws), jws });
  expect(parseStatement(jws)).toEqual(statement);
  const { protectedHeader } = await compactVerify(jws, keys.publicKey);
  expect(protectedHeader).toEqual(header);
  expect(await refusalOf(async () => verifyStatement(await forge(header), spki))).toBe('accepted');
});

test('signatures are always the low-s twin, and the high one is refused', async () => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const [head, body, signature] = jws.split('.') as [string, string, string];
  const bytes = fromBase64url(signature);
  const twin = order - BigInt(`0x${Buffer.from(bytes.subarray(32)).toString('hex')}`);
  const high = concat(bytes.subarray(0, 32), Buffer.from(twin.toString(16).padStart(64, '0'), 'hex'));
  expect([isLowS(bytes), isLowS(high)]).toEqual([true, false]);
  const twinJws = `${head}.${body}.${toBase64url(high)}`;
  await compactVerify(twinJws, keys.publicKey); // a good signature, but a second encoding of the statement
  expect(await refusalOf(() => verifyStatement(twinJws, spki))).toBe('BAD_SIGNATURE');
  for (let i = 0; i < 16; i++) {
    const last = (await signStatement({ i }, signer)).split('.')[2] as string;
    expect(isLowS(fromBase64url(last))).toBe(true);
  }
});

describe('shapes that are refused', () => {
  const [head, body, signature] = jws.split('.') as [string, string, string];
  test.each([
    '',
    '.',
    '..',
    head,
    `${head}.${body}`,
    `${jws}.`,
    `${jws}.x`,
    `${head}.${body}.`,
    ` ${jws}`,
    `${jws}\n`,
    `${head}=.${body}.${signature}`,
    `${head}.${body}.${signature}==`,
    `${head}.${body}.${signature.slice(0, -4)}`,
    `${head}.${body}.${signature}AAAA`,
    `${head}.${body}.${signature.slice(0, -1)}_`,
  ])('%#', async (text) => {
    expect(['MALFORMED_JWS', 'MALFORMED_JSON']).toContain(await refusalOf(() => parseStatement(text)));
  });
  test('beyond 64 KiB, by writer and reader', async () => {
    const large = { note: 'x'.repeat(MAX_STATEMENT) };
    expect(await refusalOf(() => signStatement(large, signer))).toBe('TOO_LARGE');
    expect(await refusalOf(async () => parseStatement(await forge(header, large)))).toBe('TOO_LARGE');
  });
});

describe('headers that are refused though the signature is good', () => {
  test.each<[string, object]>([
    ['alg none', { ...header, alg: 'none' }],
    ['alg HS256', { ...header, alg: 'HS256' }],
    ['alg ES384', { ...header, alg: 'ES384' }],
    ['typ of the sealed kind', { ...header, typ: 'tocsin-sealed+jws' }],
    ['surplus jwk', { ...header, jwk: {} }],
    ['surplus crit', { ...header, crit: ['b64'], b64: false }],
    ['no kid', { alg: 'ES256', typ: 'tocsin+jws' }],
    ['empty kid', { ...header, kid: '' }],
    ['kid no text', { ...header, kid: 7 }],
    ['array', [header]],
  ])('%s', async (_, head) => {
    expect(await refusalOf(async () => verifyStatement(await forge(head), spki))).toBe('MALFORMED_JWS');
  });
  test('members in another order', async () => {
    const head = utf8('{"typ":"tocsin+jws","alg":"ES256","kid":"h7k2m"}');
    expect(await refusalOf(async () => verifyStatement(await forge(head), spki))).toBe('NOT_CANONICAL');
  });
});

test('an unsigned or symmetric token is refused', async () => {
  const none = `${toBase64url(utf8('{"alg":"none"}'))}.${jws.split('.')[1]}.`;
  expect(await refusalOf(() => verifyStatement(none, spki))).toBe('MALFORMED_JWS');
  const confused = await new CompactSign(canonicalBytes(payload))
    .setProtectedHeader({ ...header, alg: 'HS256' })
    .sign(spki);
  expect(await refusalOf(() => verifyStatement(confused, spki))).toBe('MALFORMED_JWS');
});

test.each([
  ['not canonical', utf8('{"b":1,"a":1}'), 'NOT_CANONICAL'],
  ['not JSON', utf8('{'), 'MALFORMED_JSON'],
  ['not UTF-8', Uint8Array.of(0xff), 'MALFORMED_UTF8'],
  ['an array', utf8('[]'), 'MALFORMED_JWS'],
  ['null', utf8('null'), 'MALFORMED_JWS'],
])('a payload that is %s', async (_, body, code) => {
  expect(await refusalOf(async () => verifyStatement(await forge(header, body), spki))).toBe(code);
});

test('another key, another payload, a key that is none', async () => {
  const others = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const otherSpki = new Uint8Array(await crypto.subtle.exportKey('spki', others.publicKey));
  expect(await refusalOf(() => verifyStatement(jws, otherSpki))).toBe('BAD_SIGNATURE');
  const [head, , signature] = jws.split('.');
  const moved = `${head}.${toBase64url(canonicalBytes({ ...payload, agency: 'LA-MPS' }))}.${signature}`;
  expect(await refusalOf(() => verifyStatement(moved, spki))).toBe('BAD_SIGNATURE');
  expect(await refusalOf(() => verifyStatement(jws, spki.subarray(1)))).toBe('BAD_KEY');
  const offCurve = spki.map((byte, i) => (i === 90 ? byte ^ 1 : byte));
  expect(await refusalOf(() => verifyStatement(jws, offCurve))).toBe('BAD_KEY');
});

test('a signer needs a P-256 signing key, a statement is an object', async () => {
  const ed = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  expect(await refusalOf(() => webCryptoSigner('h', ed.privateKey))).toBe('BAD_KEY');
  expect(await refusalOf(() => webCryptoSigner('h', keys.publicKey))).toBe('BAD_KEY');
  expect(await refusalOf(() => signStatement([], signer))).toBe('NOT_JSON');
  expect(await refusalOf(() => signStatement({ at: new Date() }, signer))).toBe('NOT_JSON');
});
