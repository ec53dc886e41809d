import { expect, test } from 'vitest';
import { fromHex } from './encoding.ts';
import { randomBytes } from './random.ts';
import { combineShares, splitSecret } from './shamir.ts';

/** Every choice of `size` of these. */
function subsets<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}

// FIPS 197 gives {57}{83} = {c1} (section 4.2) and {53}{ca} = {01}: lines through these points meet zero as stated.
test.each([
  ['53', ['9901', 'dc02']], // f(x) = 53 + ca x: f(1) = 99, f(2) = dc
  ['53', ['9901', '5253']], // f(53) = 53 + 01
  ['07', ['c683', '5001']], // f(x) = 07 + 57 x: f(83) = 07 + c1, f(1) = 50
])('the secret %s from the shares %j', async (secret, shares) => {
  expect(await combineShares(shares.map(fromHex))).toEqual(fromHex(secret));
});

test('any t of n rebuild the secret, for all n up to 5', async () => {
  for (const [t, n] of [2, 3, 4, 5].flatMap((count) => [2, 3, 4, 5].map((some) => [some, count] as const))) {
    if (t > n) continue;
    const secret = randomBytes(32);
    const shares = await splitSecret(secret, n, t);
    for (const some of subsets(shares, t)) expect(await combineShares(some)).toEqual(secret);
    for (const few of subsets(shares, t - 1).filter(({ length }) => length > 1)) {
      expect(await combineShares(few)).not.toEqual(secret);
    }
  }
});

test('a share by itself is uniform, whatever the secret', async () => {
  const [share] = (await splitSecret(new Uint8Array(16_384).fill(0x5a), 2, 2)) as [Uint8Array];
  const counts = new Uint32Array(256);
  for (const byte of share.subarray(0, -1)) counts[byte] = (counts[byte] ?? 0) + 1;
  // 64 expected of each value; 64 away is eight standard deviations.
  for (const count of counts) expect(Math.abs(count - 64)).toBeLessThan(64);
});

test('shares differ each time and hold nothing of the secret as it is', async () => {
  const secret = new Uint8Array(32).fill(0x5a);
  const [a, b] = [await splitSecret(secret, 3, 2), await splitSecret(secret, 3, 2)];
  for (const share of [...a, ...b]) {
    expect(share).toHaveLength(33);
    // A byte equals the secret's with chance 1/256; eight of 32 do with less than one in 10^12.
    expect(share.subarray(0, 32).filter((byte) => byte === 0x5a).length).toBeLessThan(8);
  }
  expect(a).not.toEqual(b);
  expect(new Set(a.map((share) => share.at(-1))).size).toBe(3);
});

test('too few, or two at one place, rebuild nothing', async () => {
  const [share] = (await splitSecret(randomBytes(32), 2, 2)) as [Uint8Array];
  expect(await combineShares([])).toBeNull();
  expect(await combineShares([share])).toBeNull();
  expect(await combineShares([share, share])).toBeNull();
});
