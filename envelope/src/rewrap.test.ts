import { expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { generateSealKey } from './keys.ts';
import { randomBytes } from './random.ts';
import { openRewrapped, rewrapFileKey } from './rewrap.ts';

const device = generateSealKey();
const fileKey = randomBytes(16);
const access = { access: 'a4c6', file: 'k3v7', fileHash: 'ab'.repeat(32) };
const wrapped = rewrapFileKey(fileKey, { ...access, epk: device.publicKey });

test('the device that was named opens it', () => {
  expect(openRewrapped(device.secretKey, wrapped, access)).toEqual(fileKey);
  expect(openRewrapped(device.secretKey, wrapped, { ...access, extra: 1 } as typeof access)).toEqual(fileKey);
});

test.each(['access', 'file', 'fileHash'] as const)('bound to the %s', async (member) => {
  const other = { ...access, [member]: 'other' };
  expect(await refusalOf(() => openRewrapped(device.secretKey, wrapped, other))).toBe('WRONG_KEY');
});

test('another device, changed bytes, another key length', async () => {
  const other = generateSealKey();
  expect(await refusalOf(() => openRewrapped(other.secretKey, wrapped, access))).toBe('WRONG_KEY');
  const changed = { enc: wrapped.enc, ct: wrapped.ct.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) };
  expect(await refusalOf(() => openRewrapped(device.secretKey, changed, access))).toBe('WRONG_KEY');
  expect(await refusalOf(() => rewrapFileKey(randomBytes(32), { ...access, epk: device.publicKey }))).toBe('WRONG_KEY');
  expect(await refusalOf(() => rewrapFileKey(fileKey, { ...access, epk: new Uint8Array(32) }))).toBe('BAD_KEY');
});
