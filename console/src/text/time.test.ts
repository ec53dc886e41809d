import { afterAll, expect, test, vi } from 'vitest';

vi.stubGlobal('localStorage', { getItem: () => null });
afterAll(() => vi.unstubAllGlobals());
const { day, moment } = await import('./time.ts');

test('a day that no calendar has stands as it was written', () => {
  expect(['2023-02-31', '2025-02-29', '2026-04-31'].map(day)).toEqual(['2023-02-31', '2025-02-29', '2026-04-31']);
  expect(['1996', '1996-05', '1996-05-12', '2024-02-29'].map(day)).toEqual([
    ...['1996', 'May 1996', 'May 12, 1996', 'Feb 29, 2024'],
  ]);
});

test('what is no moment stands as it was written', () => {
  for (const text of ['2026-01-01T/55', '2026-13-01T00:00:00.000Z', '']) expect(moment(text)).toBe(text);
  expect(moment('2026-03-09T12:00:00.000Z')).toContain('2026');
});
