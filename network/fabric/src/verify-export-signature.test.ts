import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signed } from '../fixture/forged-block.ts';
import { asFabricReads, isSigned } from './verify-export-signature.ts';

const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const data = Buffer.from('what is signed');
const good = Buffer.from(signed(data, { agency: 'th-police', key, certificate: '' }));

/** DER of r and s as they are. */
function der(r: bigint, s: bigint): Buffer {
  const integer = (number: bigint) => {
    const digits = Buffer.from(number.toString(16).padStart(66, '0'), 'hex');
    const from = digits.findIndex((byte, i) => byte !== 0 && i > 0);
    const value = (digits[from] ?? 0) > 0x7f ? digits.subarray(from - 1) : digits.subarray(from);
    return Buffer.concat([Uint8Array.of(2, value.length), value]);
  };
  const both = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Uint8Array.of(0x30, both.length), both]);
}

const raw = sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
const [r, s] = [raw.subarray(0, 32), raw.subarray(32)].map((half) => BigInt(`0x${half.toString('hex')}`)) as [
  bigint,
  bigint,
];
const [low, high] = s > order / 2n ? [order - s, s] : [s, order - s];

describe('signatures are read as peers read them', () => {
  test.each([
    ['an honest one', good, true],
    ['the lower s', der(r, low), true],
    ['the higher s', der(r, high), false],
    ['bytes after it', Buffer.concat([good, Buffer.from('more')]), true],
    [
      'an element after both',
      Buffer.concat([Uint8Array.of(0x30, (good[1] ?? 0) + 2), good.subarray(2), Uint8Array.of(5, 0)]),
      true,
    ],
    ['a needless zero', Buffer.from([0x30, 8, 2, 2, 0, 1, 2, 2, 0, 1]), false],
    ['a negative number', Buffer.from([0x30, 6, 2, 1, 0x81, 2, 1, 1]), false],
    ['zero', Buffer.from([0x30, 6, 2, 1, 0, 2, 1, 1]), false],
    ['a cut one', good.subarray(0, -1), false],
    ['nothing', Buffer.alloc(0), false],
    ['a long length', Buffer.concat([Uint8Array.of(0x30, 0x81), good.subarray(1)]), false],
  ])('%s', (_name, signature, expected) => {
    expect(isSigned(data, publicKey, signature)).toBe(expected);
    expect(asFabricReads(signature).length > 0).toBe(expected);
  });
});
