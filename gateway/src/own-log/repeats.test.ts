import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Entry } from './entry.ts';
import { Repeats } from './repeats.ts';

let written: Entry[];
let repeats: Repeats;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  written = [];
  repeats = new Repeats({ append: async (entry) => void written.push(entry) });
});
afterEach(() => vi.useRealTimers());

const second = (n: number) => `2026-11-23T07:30:${String(n).padStart(2, '0')}.000Z`;
const refusal = (n: number, more: Partial<Entry> = {}): Entry => ({
  at: second(n % 60),
  kind: 'refusal',
  agency: 'kh-immigration',
  officer: null,
  access: String.fromCharCode(97 + (n % 26)).repeat(26),
  item: null,
  key: null,
  code: 'UNKNOWN_ACCESS',
  ...more,
});
const release = (more: Partial<Entry> = {}): Entry =>
  refusal(0, { kind: 'release', code: null, item: 'b'.repeat(26), key: 'trustee duty-desk 1', ...more });

test('six thousand refusals of one kind in a minute are two entries: the first at once, then how many more', async () => {
  for (let n = 0; n < 6000; n++) await repeats.append(refusal(n));
  expect(written).toEqual([refusal(0)]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written).toHaveLength(2);
  expect(written[1]).toEqual({ ...refusal(5999), access: null, count: 5999 });
  await repeats.append(refusal(1));
  expect(written).toHaveLength(3);
});

test('an own officer’s refusals are told apart by access: an auditor holds them against her receipts', async () => {
  const officer = 'o'.repeat(26);
  for (const n of [0, 1, 0, 0]) await repeats.append(refusal(n, { officer }));
  await repeats.close();
  expect(written.map(({ access, count = 1 }) => [access?.[0], count])).toEqual([
    ['a', 1],
    ['b', 1],
    ['a', 2],
  ]);
});

test('another asker, officer or reason is an entry of its own', async () => {
  const others = [{ agency: 'la-fiu' }, { officer: 'o'.repeat(26) }, { code: 'NOT_ADDRESSED' }];
  for (const more of [{}, ...others]) for (let n = 0; n < 3; n++) await repeats.append(refusal(0, more));
  expect(written).toHaveLength(4);
});

test('a release stands at once; the same one again is counted, another access is not', async () => {
  await repeats.append(release());
  await repeats.append(release({ at: second(3) }));
  await repeats.append(release({ access: 'z'.repeat(26) }));
  expect(written.map(({ access }) => access)).toEqual(['a'.repeat(26), 'z'.repeat(26)]);
  await repeats.close();
  expect(written[2]).toEqual(release({ at: second(3), count: 1 }));
});

test('what was never repeated says nothing more, and closing tells the rest once', async () => {
  await repeats.append(refusal(0));
  await repeats.append(release());
  await repeats.append(release());
  await repeats.close();
  await repeats.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written).toHaveLength(3);
});

test('where the first cannot be written, whoever repeats it is told so and nothing is counted', async () => {
  const full = Object.assign(new Error('disk full'), { code: 'ENOSPC' });
  let disk: Promise<void> = Promise.reject(full);
  const log = new Repeats({ append: async (entry) => disk.then(() => void written.push(entry)) });
  const both = await Promise.allSettled([log.append(release()), log.append(release())]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  disk = Promise.resolve();
  await log.append(release());
  await log.close();
  expect(written).toEqual([release()]);
});
