import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { frame, padme, unframe } from './padme.ts';

// Worked out by hand from the definition: mantissa no longer than the binary length of the exponent.
test.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [8, 8],
  [9, 10],
  [100, 104],
  [1000, 1024],
  [1025, 1088],
  [5000, 5120],
  [123456, 124928],
])('padme(%i) is %i', (length, padded) => {
  expect(padme(length)).toBe(padded);
});

test('padding is at most 12 % and repeating it changes nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 2 ** 30 }), (length) => {
      const padded = padme(length);
      expect(padded).toBeGreaterThanOrEqual(length);
      expect(padded / length).toBeLessThan(1.12);
      expect(padme(padded)).toBe(padded);
    }),
  );
});

test.each([0, 1, 1015, 1016, 1017, 1080, 1081, 4096, 70_000])('a frame of %i bytes opens', (length) => {
  const bytes = new Uint8Array(length).fill(7);
  expect(unframe(frame(bytes))).toEqual(bytes);
  expect(frame(bytes).length).toBeGreaterThanOrEqual(1024);
});

describe('frames that are refused', () => {
  const good = frame(new Uint8Array(1500).fill(7));
  const changed = (at: number, value: number) => good.map((byte, i) => (i === at ? value : byte));
  const cases: [string, Uint8Array][] = [
    ['empty', new Uint8Array(0)],
    ['shorter than the least', new Uint8Array(1023)],
    ['last padding byte set', changed(good.length - 1, 1)],
    ['first padding byte set', changed(8 + 1500, 1)],
    ['length beyond the end', changed(0, 1)],
    ['length one less, content as padding', changed(7, (1500 & 0xff) - 1)],
    ['padded further than prescribed', Uint8Array.of(...good, 0)],
    ['padded less than prescribed', good.subarray(0, good.length - 1)],
  ];
  test.each(cases)('%s', async (_, bytes) => {
    expect(await refusalOf(() => unframe(bytes))).toBe('BAD_PADDING');
  });
});
