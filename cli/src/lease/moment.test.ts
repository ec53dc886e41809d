import { MAX_LEASE_OPENINGS } from '@tocsin/record';
import { expect, test } from 'vitest';
import type { NotedOpening } from './book.ts';
import { momentFor } from './moment.ts';

const [lease, item, other] = ['a', 'b', 'c'].map((letter) => letter.repeat(26)) as [string, string, string];
const at = '2026-11-23T07:30:00.000Z';
const moment = (before: NotedOpening[], clock = at) =>
  momentFor({ openings: async () => before }, { lease, item }, new Date(clock));
const noted = (more: Partial<NotedOpening> = {}): NotedOpening => ({ item, at, outcome: 'opened', ...more });

test('an opening has the time that the device shows', async () => {
  expect(await moment([])).toBe(at);
  expect(await moment([noted({ item: other })])).toBe(at);
});

test('two openings of one item never have the same time, even where the clock stands still: the ledger takes each once', async () => {
  expect(await moment([noted()])).toBe('2026-11-23T07:30:00.001Z');
  expect(await moment([noted({ at: '2026-11-23T07:30:00.001Z' }), noted()])).toBe('2026-11-23T07:30:00.002Z');
});

test('a clock that lost its battery can still be told', async () => {
  expect(await moment([], '1970-01-01T00:00:09.000Z')).toBe('2000-01-01T00:00:00.000Z');
});

test('what the ledger could not hold any more is not opened', async () => {
  const many = Array.from({ length: MAX_LEASE_OPENINGS }, () => noted({ item: other }));
  expect(await moment(many.slice(1))).toBe(at);
  await expect(moment(many)).rejects.toMatchObject({ code: 'NO_LEASE' });
});
