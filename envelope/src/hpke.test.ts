import { expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { utf8 } from './encoding.ts';
import { hpkeOpen, hpkeSeal } from './hpke.ts';
import { generateSealKey } from './keys.ts';

const { publicKey, secretKey } = generateSealKey();
const [info, aad, secret] = ['info', 'aad', 'sixteen byte key'].map(utf8) as [Uint8Array, Uint8Array, Uint8Array];
const { enc, ct } = hpkeSeal(publicKey, info, aad, secret);
const flipped = (bytes: Uint8Array, at = 0) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

test('open inverts seal, and two seals of the same differ', () => {
  expect(enc).toHaveLength(1120);
  expect(hpkeOpen(secretKey, enc, info, aad, ct)).toEqual(secret);
  expect(hpkeSeal(publicKey, info, aad, secret).enc).not.toEqual(enc);
});

test('null where the key or any input is another', () => {
  expect(hpkeOpen(generateSealKey().secretKey, enc, info, aad, ct)).toBeNull();
  expect(hpkeOpen(secretKey, flipped(enc), info, aad, ct)).toBeNull();
  expect(hpkeOpen(secretKey, flipped(enc, 1119), info, aad, ct)).toBeNull();
  expect(hpkeOpen(secretKey, enc, utf8('other'), aad, ct)).toBeNull();
  expect(hpkeOpen(secretKey, enc, info, utf8('other'), ct)).toBeNull();
  expect(hpkeOpen(secretKey, enc, info, aad, flipped(ct, ct.length - 1))).toBeNull();
  expect(hpkeOpen(secretKey, enc.subarray(1), info, aad, ct)).toBeNull();
  expect(hpkeOpen(secretKey, enc, info, aad, ct.subarray(0, 15))).toBeNull();
});

test('keys of the wrong kind are refused', async () => {
  expect(await refusalOf(() => hpkeSeal(publicKey.subarray(1), info, aad, secret))).toBe('BAD_KEY');
  // FIPS 203 section 7.2: coefficients of 3329 and above make no encapsulation key.
  expect(await refusalOf(() => hpkeSeal(new Uint8Array(1216).fill(255), info, aad, secret))).toBe('BAD_KEY');
  expect(await refusalOf(() => hpkeOpen(secretKey.subarray(1), enc, info, aad, ct))).toBe('BAD_KEY');
});
