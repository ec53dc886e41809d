import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateSealKey } from './keys.ts';
import { RecoveryError, recoveryErrors } from './recovery-error.ts';
import {
  combineRecoveryShares,
  formatRecoveryShare,
  parseRecoveryShare,
  type RecoveryShare,
  recoverySet,
  splitRecoveryKey,
} from './recovery-share.ts';

const agency = 'th-police';
const usual = { agency, threshold: 3, count: 5 };
const key = generateSealKey();
const shares = await splitRecoveryKey(key.secretKey, usual);
const some = (...indexes: number[]): RecoveryShare[] => indexes.map((index) => shares[index - 1] as RecoveryShare);
const refusal = (code: string) => expect.objectContaining({ name: 'RecoveryError', code });

test('any three of five restore the key, whichever and in whatever order', async () => {
  for (const a of [1, 2, 3, 4, 5])
    for (const b of [1, 2, 3, 4, 5])
      for (const c of [1, 2, 3, 4, 5]) {
        if (new Set([a, b, c]).size < 3) continue;
        expect(await combineRecoveryShares(some(a, b, c), agency)).toEqual(key.secretKey);
      }
  expect(await combineRecoveryShares(some(1, 2, 3, 4, 5), agency)).toEqual(key.secretKey);
});

test('a share survives paper: written, typed in either case, read', () => {
  for (const share of shares) {
    const text = formatRecoveryShare(share);
    expect(text).toMatch(/^tocsin-share1[02-9ac-hj-np-z]{77}$/);
    expect(parseRecoveryShare(text)).toEqual(share);
    expect(parseRecoveryShare(text.toUpperCase())).toEqual(share);
  }
});

test('up to four wrong letters are always noticed', () => {
  const text = formatRecoveryShare(shares[0] as RecoveryShare);
  const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
  const place = fc.integer({ min: 'tocsin-share1'.length, max: text.length - 1 });
  const slip = fc.tuple(place, fc.constantFrom(...letters));
  fc.assert(
    fc.property(fc.array(slip, { minLength: 1, maxLength: 4 }), (slips) => {
      const typed = [...text];
      for (const [at, letter] of slips) typed[at] = letter;
      fc.pre(typed.join('') !== text);
      expect(() => parseRecoveryShare(typed.join(''))).toThrow(refusal('BAD_RECOVERY_SHARE'));
    }),
    { numRuns: process.env.SLOW === '1' ? 20_000 : 500 },
  );
});

test.each([
  '',
  'tocsin-share1',
  'age1pq1qqqq',
  'x'.repeat(5000),
  // Another place than the split has, written with a good checksum.
  formatRecoveryShare({ ...(shares[0] as RecoveryShare), index: 6 }),
  formatRecoveryShare({ ...(shares[0] as RecoveryShare), index: 0 }),
  formatRecoveryShare({ ...(shares[0] as RecoveryShare), threshold: 1 }),
  formatRecoveryShare({ ...(shares[0] as RecoveryShare), count: 17 }),
])('no share: %#', (text) => {
  expect(() => parseRecoveryShare(text)).toThrow(refusal('BAD_RECOVERY_SHARE'));
});

test('too few, none, the same one twice', async () => {
  await expect(combineRecoveryShares([], agency)).rejects.toThrow(refusal('TOO_FEW_RECOVERY_SHARES'));
  await expect(combineRecoveryShares(some(1, 2), agency)).rejects.toThrow(refusal('TOO_FEW_RECOVERY_SHARES'));
  await expect(combineRecoveryShares(some(1, 2, 2), agency)).rejects.toThrow(refusal('RECOVERY_SHARE_TWICE'));
});

test('shares of another set, another agency, or with another threshold restore nothing', async () => {
  const others = await splitRecoveryKey(key.secretKey, { ...usual, threshold: 2 });
  const strangers = await splitRecoveryKey(generateSealKey().secretKey, usual);
  for (const other of [others, strangers]) {
    const mixed = [...some(1, 2), other[2] as RecoveryShare];
    await expect(combineRecoveryShares(mixed, agency)).rejects.toThrow(refusal('OTHER_RECOVERY_SET'));
  }
  await expect(combineRecoveryShares(some(1, 2, 3), 'la-fiu')).rejects.toThrow(refusal('RECOVERY_KEY_MISMATCH'));
  // The claim that two are enough changes what the set must be.
  const eased = some(1, 2).map((one) => ({ ...one, threshold: 2 }));
  await expect(combineRecoveryShares(eased, agency)).rejects.toThrow(refusal('RECOVERY_KEY_MISMATCH'));
});

test('a share that its holder changed, checksum and all, is found by the key that comes out', async () => {
  const [first, ...rest] = some(1, 2, 3) as [RecoveryShare, RecoveryShare, RecoveryShare];
  for (const at of [0, 31, 32]) {
    const share = Uint8Array.from(first.share);
    share[at] = (share[at] as number) ^ 1;
    await expect(combineRecoveryShares([{ ...first, share }, ...rest], agency)).rejects.toThrow(
      refusal('RECOVERY_KEY_MISMATCH'),
    );
  }
});

test.each([
  [1, 5],
  [6, 5],
  [2, 17],
  [2.5, 5],
  [0, 0],
])('a split of %d out of %d is none', async (threshold, count) => {
  await expect(splitRecoveryKey(key.secretKey, { agency, threshold, count })).rejects.toThrow(
    refusal('BAD_RECOVERY_SET'),
  );
});

test('a set names agency, threshold, count and key', () => {
  const set = recoverySet(usual, key.publicKey);
  expect(set).toMatch(/^[0-9a-f]{16}$/);
  for (const other of [{ agency: 'la-fiu' }, { threshold: 4 }, { count: 6 }]) {
    expect(recoverySet({ ...usual, ...other }, key.publicKey)).not.toBe(set);
  }
  expect(recoverySet(usual, generateSealKey().publicKey)).not.toBe(set);
});

test('every code has its words, and the error tells them', () => {
  for (const [code, { meaning, hint }] of Object.entries(recoveryErrors)) {
    const error = new RecoveryError(code as keyof typeof recoveryErrors);
    expect([error.message, error.hint]).toEqual([meaning, hint]);
    expect(meaning).toMatch(/^[a-z].*[^.]$/);
  }
});
