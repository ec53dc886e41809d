import { describe, expect, test } from 'vitest';
import { pickedFrom } from './picked.ts';

describe('a pasted text names', () => {
  test.each([
    ['Thai', 'พบ นางสาวมาลี ตัวอย่าง ที่ปอยเปต', 'มาลี ตัวอย่าง'],
    ['Lao', 'ນາງ ດາວ ຕົວຢ່າງ ຢູ່ໜອງຄາຍ', 'ດາວ ຕົວຢ່າງ'],
    ['Khmer', 'លោក សុខ គំរូ នៅប៉ោយប៉ែត', 'សុខ គំរូ'],
    ['Burmese', 'ဒေါ် မြမြ နမူနာ', 'မြမြ နမူနာ'],
    ['Vietnamese', 'Chị Nguyễn Thị Mẫu đã đi', 'Nguyễn Thị Mẫu'],
    ['Chinese', '联系人王小明先生', '王小明'],
    ['English', 'call Mr. John Example today', 'John Example'],
  ])('a person, %s', (_, text, name) => expect(pickedFrom(text).names.join('|')).toContain(name));

  test('phones as E.164, however they are written, and each once', () => {
    expect(pickedFrom('tel +1 555 0100 200, again +15550100200').phones).toEqual(['+15550100200']);
  });

  test('accounts, but no phone and no short number', () => {
    const { accounts, phones } = pickedFrom('acc 123-4-56789-0, tel +15550100200, room 1204');
    expect([accounts, phones]).toEqual([['123-4-56789-0'], ['+15550100200']]);
  });
});

test('nothing is picked out of nothing', () =>
  expect(pickedFrom('no one is named here')).toEqual({ names: [], phones: [], accounts: [] }));
