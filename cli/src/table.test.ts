import { expect, test } from 'vitest';
import { fields, table } from './table.ts';

test('columns line up, and native script stands last', () => {
  const text = table(
    ['CODE', 'NAME'],
    [
      ['th', 'ตำรวจ'],
      ['la-fiu', 'ສຳນັກງານ'],
    ],
  );
  expect(text).toBe('CODE    NAME\nth      ตำรวจ\nla-fiu  ສຳນັກງານ\n');
  expect(table(['CODE'], [])).toBe('');
});

test('labels line up by the columns a terminal needs', () => {
  expect(
    fields([
      ['中文', 'a'],
      ['four', 'b'],
    ]),
  ).toBe('中文  a\nfour  b\n');
});
