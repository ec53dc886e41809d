import { describe, expect, test } from 'vitest';
import type { DateWords } from './date-words.ts';
import { km } from './dates/km.ts';
import { lo } from './dates/lo.ts';
import { my } from './dates/my.ts';

const languages: readonly (readonly [string, DateWords])[] = [
  ['my', my],
  ['km', km],
  ['lo', lo],
];
// Node has all of ICU's data, and these words are of it.
describe.each(languages)('%s', (language, words) => {
  test('names the months as ICU does', () => {
    const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { dateStyle: 'medium' });
    const named = words.months.map((_, month) =>
      format.formatToParts(new Date(2026, month, 5)).find(({ type }) => type === 'month'),
    );
    expect(named.map((part) => part?.value)).toEqual(words.months);
  });

  test('says distances as ICU does', () => {
    const format = new Intl.RelativeTimeFormat(`${language}-u-nu-latn`, { numeric: 'auto' });
    for (const unit of ['day', 'hour', 'minute'] as const) {
      const { past, future } = words.relative[unit];
      expect([past.replace('{n}', '7'), future.replace('{n}', '7')]).toEqual([
        format.format(-7, unit),
        format.format(7, unit),
      ]);
    }
    expect(words.near.day).toEqual([-1, 0, 1].map((n) => format.format(n, 'day')));
  });

  test('names countries as ICU does', () => {
    const names = new Intl.DisplayNames(language, { type: 'region' });
    expect(Object.keys(words.regions).map((code) => names.of(code))).toEqual(Object.values(words.regions));
  });

  test('has a place for each part of a date', () => {
    expect(words.months).toHaveLength(12);
    for (const part of ['{day}', '{month}', '{year}']) expect(words.date).toContain(part);
    expect(words.buddhist).toContain('{year}');
  });
});
