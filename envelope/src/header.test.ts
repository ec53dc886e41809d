import { describe, expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { isHeaderAuthentic, MAX_HEADER, readAgeHeader, type Stanza, writeAgeHeader } from './age-header.ts';
import { concat, fromUtf8, utf8 } from './encoding.ts';
import { unwrapFileKey } from './file-key.ts';
import { readHeader, writeHeader } from './header.ts';
import { generateSealKey } from './keys.ts';
import { randomBytes } from './random.ts';
import { wrapHybrid } from './stanza.ts';

const fileKey = randomBytes(16);
const { publicKey, secretKey } = generateSealKey();
const x25519: Stanza = { args: ['X25519', 'A'.repeat(43)], body: new Uint8Array(32) };
const witness: Stanza = { args: ['tocsin/witness/1', '2', '3'], body: new Uint8Array(160) };
const wrap = () => wrapHybrid(fileKey, publicKey);
const file = (...stanzas: Stanza[]) => concat(writeAgeHeader(stanzas, fileKey), new Uint8Array(32));

test.each([
  [1, 1],
  [2, 2],
  [3, 4],
  [4, 4],
  [5, 8],
  [8, 8],
  [9, 16],
  [16, 16],
])('%i recipients make %i stanzas', (recipients, stanzas) => {
  const header = readHeader(writeHeader(fileKey, new Array<Uint8Array>(recipients).fill(publicKey)));
  expect(header.hybrid).toHaveLength(stanzas);
  expect(new Set(header.hybrid.map(({ enc }) => enc.join())).size).toBe(stanzas);
  expect(isHeaderAuthentic(header, fileKey)).toBe(true);
  expect(isHeaderAuthentic(header, randomBytes(16))).toBe(false);
});

test('none and seventeen are refused', async () => {
  expect(await refusalOf(() => writeHeader(fileKey, []))).toBe('TOO_MANY_RECIPIENTS');
  expect(await refusalOf(() => writeHeader(fileKey, new Array<Uint8Array>(17).fill(publicKey)))).toBe(
    'TOO_MANY_RECIPIENTS',
  );
});

test("a recipient's stanza may stand anywhere", async () => {
  const others = [generateSealKey(), generateSealKey()].map((key) => key.publicKey);
  const places = new Set<number>();
  for (let i = 0; i < 60 && places.size < 4; i++) {
    const { stanzas } = readAgeHeader(writeHeader(fileKey, [publicKey, ...others]));
    const keys = await Promise.all(stanzas.map((one) => unwrapFileKey(file(one), secretKey)));
    places.add(keys.findIndex((key) => key !== null));
  }
  expect([...places].sort()).toEqual([0, 1, 2, 3]);
});

test('the header is returned as it stands, and what follows is not looked at', () => {
  const whole = file(wrap());
  const header = readHeader(whole);
  expect(header.payloadOffset).toBe(whole.length - 32);
  expect(header.bytes).toEqual(whole.subarray(0, header.payloadOffset));
  expect(fromUtf8(header.bytes)).toMatch(
    /^age-encryption\.org\/v1\n-> mlkem768x25519 [\w+/]{1494}\n[\w+/]{43}\n--- [\w+/]{43}\n$/,
  );
});

describe('files that are not direct ones', () => {
  const hybrid = wrap();
  const short: Stanza = { args: ['mlkem768x25519', 'AAAA'], body: hybrid.body };
  const cases: [string, Stanza[]][] = [
    ['mixed with X25519', [hybrid, x25519]],
    ['mixed with a witnessed stanza', [witness, hybrid]],
    ['X25519 only', [x25519]],
    ['witnessed only', [witness]],
    ['three stanzas', [hybrid, wrap(), wrap()]],
    ['a surplus argument', [{ args: [...hybrid.args, 'x'], body: hybrid.body }]],
    ['no encapsulation', [{ args: ['mlkem768x25519'], body: hybrid.body }]],
    ['a short encapsulation', [short]],
    [
      'an encapsulation with stray bits',
      [{ args: [hybrid.args[0] ?? '', `${hybrid.args[1]?.slice(0, -1)}/`], body: hybrid.body }],
    ],
    ['a long body', [{ args: hybrid.args, body: new Uint8Array(33) }]],
    ['another letter case', [{ args: ['MLKEM768X25519', hybrid.args[1] ?? ''], body: hybrid.body }]],
  ];
  test.each(cases)('%s', async (_, stanzas) => {
    expect(await refusalOf(() => readHeader(file(...stanzas)))).toBe('MALFORMED_FILE');
    expect(await refusalOf(() => unwrapFileKey(file(...stanzas), secretKey))).toBe('MALFORMED_FILE');
  });
});

describe('headers that are not age v1', () => {
  const text = fromUtf8(writeAgeHeader([wrap()], fileKey));
  const cases: [string, string][] = [
    ['empty', ''],
    ['another version', text.replace('v1', 'v2')],
    ['carriage returns', text.replaceAll('\n', '\r\n')],
    ['no end', text.slice(0, -1)],
    ['no MAC', text.replace(/--- .*/, '---')],
    ['a short MAC', text.replace(/--- ..../, '--- ')],
    ['a padded MAC', text.replace(/\n$/, '=\n')],
    ['no stanza', text.replace(/-> [^-]*---/, '---')],
    ['two spaces', text.replace('-> mlkem768x25519 ', '-> mlkem768x25519  ')],
    ['a control character', text.replace('-> m', '-> \u0001m')],
    ['a longer header than any', `age-encryption.org/v1\n-> x ${'y'.repeat(MAX_HEADER)}\n\n--- ${'A'.repeat(43)}\n`],
  ];
  test.each(cases)('%s', async (_, changed) => {
    expect(await refusalOf(() => readHeader(utf8(changed)))).toBe('MALFORMED_FILE');
  });
});

test('unwrapping: null is not for me, a changed header is tampering', async () => {
  const whole = file(wrap());
  expect(await unwrapFileKey(whole, secretKey)).toEqual(fileKey);
  expect(await unwrapFileKey(whole, generateSealKey().secretKey)).toBeNull();
  expect(await refusalOf(() => unwrapFileKey(whole, secretKey.subarray(1)))).toBe('BAD_KEY');
  const added = concat(writeAgeHeader([wrap(), wrapHybrid(randomBytes(16), publicKey)], randomBytes(16)));
  expect(await refusalOf(() => unwrapFileKey(added, secretKey))).toBe('FILE_TAMPERED');
});

test('a stanza with a file key of another length is nobody’s', async () => {
  const long = file(wrapHybrid(randomBytes(32), publicKey));
  expect(await refusalOf(() => unwrapFileKey(long, secretKey))).toBe('MALFORMED_FILE');
});
