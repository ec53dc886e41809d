import { expect, test } from 'vitest';
import { fields, harmless, table } from './table.ts';

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

test.each([
  ['escape sequences', 'a\u001b[2Jb', 'a\ufffd[2Jb'],
  ['direction overrides', 'a\u202eb', 'a\ufffdb'],
  ['line breaks', 'one\ntwo\u2028three', 'one two\ufffdthree'],
  ['joiners of the region stay', 'ក\u200bខ', 'ក\u200bខ'],
])('%s', (_, text, expected) => expect(harmless(text)).toBe(expected));
