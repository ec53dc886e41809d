import { expect, test } from 'vitest';
import { bornIn, compareBorn } from './born.ts';

test.each([
  ['1980', '1980', false],
  ['1980-05', '1980-05', false],
  ['1980-5-1', '1980-05-01', false],
  ['1/5/1980', '1980-05-01', false],
  ['31.12.1999', '1999-12-31', false],
  ['2523', '1980', true],
  ['๑ ๕ ๒๕๒๓', '1980-05-01', true],
  ['០១/០៥/១៩៨០', '1980-05-01', false],
  ['2567-02-29', '2024-02-29', true],
  ['၁၉၈၀', '1980', false],
  ['1990年12月31日', '1990-12-31', false],
  ['１９９０ 年 ５ 月', '1990-05', false],
  ['15 MAR 1981', '1981-03-15', false],
  ['๑๕ มีนาคม พ.ศ. ๒๕๒๔', '1981-03-15', true],
  ['May 1980', '1980-05', false],
  ['2533年1月2号', '1990-01-02', true],
])('%s is %s', (text, value, buddhist) => expect(bornIn(text)).toEqual({ value, buddhist }));

test.each([
  '',
  '31 JUN 1980',
  '5 MAR/APR 1980',
  '80',
  '1980-13',
  '1980-02-30',
  '30/2/1980',
  '1980-00',
  '1990年2月30日',
  '民国79年1月1日',
  '3000',
  '1980-05-01T00:00Z',
  '😀',
  '1'.repeat(10_000),
])('%s is no date of birth', (text) => expect(bornIn(text)).toBeNull());

test.each([
  ['1980-05-01', '1980-05-01', { how: 'same-day' }],
  ['1980', '1980-05-01', { how: 'same-year' }],
  ['1980-05', '1980-05-01', { how: 'same-year' }],
  ['1980-05-01', '1980-01-05', { how: 'day-and-month-swapped' }],
  ['1980-05-01', '1980-06-01', { how: 'other-day' }],
  ['1979', '1980-05-01', { how: 'years-apart', years: 1 }],
  [null, '1980', { how: 'unknown' }],
])('%s against %s', (a, b, how) => {
  expect(compareBorn(a, b)).toEqual(how);
  expect(compareBorn(b, a)).toEqual(how);
});
