import { expect, test } from 'vitest';
import { apart, daysAfter, hoursAfter, toMillis } from './time.ts';

test('hours and days are counted in UTC, over month ends and leap days', () => {
  expect(hoursAfter('2026-11-23T23:30:00.000Z', 1)).toBe('2026-11-24T00:30:00.000Z');
  expect(hoursAfter('2026-12-31T23:59:59.999Z', 1)).toBe('2027-01-01T00:59:59.999Z');
  expect(daysAfter('2028-02-28T00:00:00.000Z', 1)).toBe('2028-02-29T00:00:00.000Z');
  expect(daysAfter('2026-02-28T00:00:00.000Z', 1)).toBe('2026-03-01T00:00:00.000Z');
});

test('five minutes are exactly five minutes, as a fraction of an hour too', () => {
  const start = '2026-11-23T08:00:00.000Z';
  expect(hoursAfter(start, 24 + 300_000 / 3_600_000)).toBe('2026-11-24T08:05:00.000Z');
});

test('apart is the same both ways, in milliseconds', () => {
  const [one, other] = ['2026-11-23T08:00:00.000Z', '2026-11-23T08:00:01.500Z'];
  expect(apart(one, other)).toBe(1500);
  expect(apart(other, one)).toBe(1500);
  expect(apart(one, one)).toBe(0);
  expect(toMillis('1970-01-01T00:00:01.000Z')).toBe(1000);
});
