import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { fromBase64, fromBase64Unpadded, fromBase64url, toBase64, toBase64url } from './base64.ts';
import { concat, equalBytes, fromHex, fromUtf8, toBase32, toHex, u64be, utf8 } from './encoding.ts';

const bytes = () => fc.uint8Array({ maxLength: 200 });

test('encodings are inverse and agree with Node', () => {
  fc.assert(
    fc.property(bytes(), (some) => {
      expect(fromHex(toHex(some))).toEqual(some);
      expect(fromBase64(toBase64(some))).toEqual(some);
      expect(fromBase64url(toBase64url(some))).toEqual(some);
      expect(toHex(some)).toBe(Buffer.from(some).toString('hex'));
      expect(toBase64url(some)).toBe(Buffer.from(some).toString('base64url'));
    }),
  );
});

test('base32 follows RFC 4648 section 10, lower case and unpadded', () => {
  const vectors = {
    '': '',
    f: 'my',
    fo: 'mzxq',
    foo: 'mzxw6',
    foob: 'mzxw6yq',
    fooba: 'mzxw6ytb',
    foobar: 'mzxw6ytboi',
  };
  for (const [text, encoded] of Object.entries(vectors)) expect(toBase32(utf8(text))).toBe(encoded);
});

describe('text that is not in its strict form', () => {
  test.each(['A', 'AB==', 'AB', 'AAB', 'A+==', 'AA A', 'AA\n', '+/8', 'AAAA=', 'é'])('base64url %j', async (text) => {
    expect(await refusalOf(() => fromBase64url(text))).toBe('MALFORMED_ENCODING');
  });
  test.each(['AA', 'AB==', 'AAB=', 'A===', '====', 'AA-=', 'AAA'])('base64 %j', async (text) => {
    expect(await refusalOf(() => fromBase64(text))).toBe('MALFORMED_ENCODING');
  });
  test.each(['AB', 'AA==', '_w'])('unpadded base64 %j', async (text) => {
    expect(await refusalOf(() => fromBase64Unpadded(text))).toBe('MALFORMED_ENCODING');
  });
  test.each(['A0', 'abc', '0g', ' 00'])('hex %j', async (text) => {
    expect(await refusalOf(() => fromHex(text))).toBe('MALFORMED_ENCODING');
  });
});

test.each([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe0, 0x80]])('UTF-8 %j is refused', async (...broken) => {
  expect(await refusalOf(() => fromUtf8(Uint8Array.from(broken)))).toBe('MALFORMED_UTF8');
});

test('a byte order mark is kept, for dropping it would let two byte strings read alike', () => {
  expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA');
});

test('a lone surrogate is not replaced in silence', async () => {
  expect(await refusalOf(() => utf8('\ud800'))).toBe('NOT_JSON');
});

test('equality looks at every byte and at the length', () => {
  const three = Uint8Array.of(1, 2, 3);
  expect(equalBytes(three, concat(Uint8Array.of(1), Uint8Array.of(2, 3)))).toBe(true);
  for (const other of [
    [0, 2, 3],
    [1, 2, 4],
    [1, 2],
    [1, 2, 3, 0],
  ]) {
    expect(equalBytes(three, Uint8Array.from(other))).toBe(false);
  }
});

test('u64be writes eight bytes, most significant first', () => {
  expect(toHex(u64be(1))).toBe('0000000000000001');
  expect(toHex(u64be(0xffffffffffffffffn))).toBe('ffffffffffffffff');
  expect(() => u64be(-1)).toThrow(RangeError);
  expect(() => u64be(1n << 64n)).toThrow(RangeError);
});
