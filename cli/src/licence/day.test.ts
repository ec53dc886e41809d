import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DateOrder, dayIn } from './day.ts';

test.each([
  ['2026-12-31', undefined, '2026-12-31'],
  ['2026/1/5', undefined, '2026-01-05'],
  ['2026年12月31日', undefined, '2026-12-31'],
  ['5 APR 2026', undefined, '2026-04-05'],
  ['31/12/2026', undefined, '2026-12-31'],
  ['12/31/2026', undefined, '2026-12-31'],
  ['31.12.2026', undefined, '2026-12-31'],
  [' 05-05-2026 ', undefined, '2026-05-05'],
  ['03/04/2026', 'dmy', '2026-04-03'],
  ['03/04/2026', 'mdy', '2026-03-04'],
] as const)('%s (%s) is %s', (text, order, day) => expect(dayIn(text, order)).toEqual({ day }));

test.each([
  ['31/12/2569', '2026-12-31'],
  ['2569-12-31', '2026-12-31'],
  ['๓๑/๑๒/๒๕๖๙', '2026-12-31'],
  ['໓໑/໑໒/໒໕໖໙', '2026-12-31'],
  ['៣១/១២/២៥៦៩', '2026-12-31'],
  ['29/02/2567', '2024-02-29'],
])('%s is %s, and says that it was counted from the Buddha', (text, day) => {
  expect(dayIn(text, undefined)).toEqual({ day, note: `${text} is read as ${day} (Buddhist calendar)` });
});

test.each([
  ['03/04/2026', 'can be read with the day or the month first: say which with --dates dmy or mdy'],
  ['31/12/69', expect.stringContaining('has a year that can be read in several ways')],
  ['31/12/2269', expect.stringContaining('has a year that can be read in several ways')],
  ['0026-12-31', expect.stringContaining('has a year that can be read in several ways')],
  ['', expect.stringContaining('is no day')],
  ['soon', expect.stringContaining('is no day')],
  ['2026-12', expect.stringContaining('is no day')],
  ['31 MAR/APR 2026', expect.stringContaining('is no day')],
])('%s is not guessed', (text, fault) => expect(dayIn(text, undefined)).toEqual({ fault }));

test('every day, however it is written, is read as itself or not at all', () => {
  const order = fc.constantFrom<DateOrder | undefined>('dmy', 'mdy', undefined);
  const days = fc.date({ min: new Date('1950-01-01'), max: new Date('2090-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, fc.boolean(), order, (date, buddhist, said) => {
      const [year = '', month = '', day = ''] = date.toISOString().slice(0, 10).split('-');
      const written = String(Number(year) + (buddhist ? 543 : 0));
      const text = said === 'mdy' ? `${month}/${day}/${written}` : `${day}/${month}/${written}`;
      const read = dayIn(text, said);
      if ('day' in read) expect(read.day).toBe(`${year}-${month}-${day}`);
      else expect(said === undefined && Number(day) <= 12).toBe(true);
    }),
  );
});

test('a month by its name leaves no doubt which number is the day', () => {
  expect(dayIn('๓ เมษายน ๒๕๖๙', undefined)).toEqual({
    day: '2026-04-03',
    note: '๓ เมษายน ๒๕๖๙ is read as 2026-04-03 (Buddhist calendar)',
  });
});
