import { expect, test } from 'vitest';
import { randomBytes, shuffled } from './random.ts';

test('random bytes have the length asked for and do not repeat', () => {
  expect(randomBytes(64)).toHaveLength(64);
  expect(randomBytes(32)).not.toEqual(randomBytes(32));
});

test('every order of four comes up, about equally often', () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 4800; i++) {
    const order = shuffled([1, 2, 3, 4]).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  // 200 expected of each; 100 away is more than seven standard deviations.
  expect(counts.size).toBe(24);
  for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(100);
});
