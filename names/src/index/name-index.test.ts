import { describe, expect, test } from 'vitest';
import { MATCH, NameError, NameIndex } from '../index.ts';

const people = [
  'สมชาย ใจดี',
  'สมศักดิ์ ใจดี',
  'ບຸນມີ ສີສຸລິດ',
  'សុខ សុភា',
  'ကျော်ဇော်ထွန်း',
  '陈小明',
  '王伟强',
  'Nguyễn Thị Thu Hà',
  'Muhammad Faizal bin Osman',
  'Maria Clara Villanueva',
  'Thomas Schröder',
];

const indexOf = (names: readonly string[]): NameIndex => {
  const index = new NameIndex();
  for (const [ref, text] of names.entries()) index.add({ ref, names: [{ text }] });
  return index;
};

describe('an index of names', () => {
  const index = indexOf(people);

  test.each([
    ['Somchai Jaidee', 0],
    ['SOMSAK CHAIDI', 1],
    ['Bounmy Sisoulith', 2],
    ['Sophea Sok', 3],
    ['Kyaw Zaw Tun', 4],
    ['Chan Siu Ming', 5],
    ['Wang Weiqiang', 6],
    ['Ha Nguyen Thi Thu', 7],
    ['Mohd Faisal Othman', 8],
    ['VILLANUEVA, Maria C.', 9],
    ['Tomas Schroeder', 10],
  ])('%s is found as %i', (text, ref) => {
    const [best] = index.search({ text });
    expect(best).toMatchObject({ ref });
    expect(best?.score).toBeGreaterThanOrEqual(MATCH);
  });

  test('a stranger is nobody', () => {
    for (const { score } of index.search({ text: 'Wilhelmina Featherstonehaugh' })) expect(score).toBeLessThan(MATCH);
  });

  test('a ref has all its names and is told once', () => {
    const two = new NameIndex();
    two.add({ ref: 7, names: [{ text: 'สมชาย ใจดี' }, { text: 'Somchay Jaydee' }] });
    expect(two.size).toBe(2);
    expect(two.search({ text: 'Somchai Jaidee' }).map(({ ref }) => ref)).toEqual([7]);
  });

  test('who is taken out is not found, who is added again is', () => {
    const changing = indexOf(people);
    expect(changing.remove(0)).toBe(true);
    expect(changing.remove(0)).toBe(false);
    expect(changing.search({ text: 'Somchai Jaidee' }).some(({ ref }) => ref === 0)).toBe(false);
    changing.add({ ref: 0, names: [{ text: 'สมชาย ใจดี' }] });
    expect(changing.search({ text: 'Somchai Jaidee' })[0]).toMatchObject({ ref: 0 });
  });

  test('a name that cannot be read adds nothing', () => {
    const other = indexOf(people);
    expect(() => other.add({ ref: 99, names: [{ text: 'Ada Lovelace' }, { text: '' }] })).toThrow(NameError);
    expect(other.size).toBe(people.length);
  });
});

describe('a snapshot', () => {
  test('restores an index that answers the same', () => {
    const index = indexOf(people);
    const restored = NameIndex.restore(index.snapshot());
    for (const text of people) expect(restored.search({ text })).toEqual(index.search({ text }));
    expect(restored.snapshot()).toEqual(index.snapshot());
  });

  test.each([
    ['nothing', ''],
    ['another version', 'tocsin-names/9\n{}'],
    ['a cut line', 'tocsin-names/1\n{"ref":1,"names":[{"te'],
    ['no entry', 'tocsin-names/1\n42'],
  ])('of %s is refused', (_, text) => {
    expect(() => NameIndex.restore(new TextEncoder().encode(text))).toThrow(
      expect.objectContaining({ code: 'NAME_INDEX_BROKEN' }),
    );
  });
});

describe('people of one name', () => {
  const spellings = ['สมชาย ใจดี', 'Somchai Jaidee', 'SOMCHAI JAIDEE', 'Somchay Jaydee', 'Somchai Chaidee'];
  const index = new NameIndex();
  for (let ref = 0; ref < 60; ref += 1) index.add({ ref, names: spellings.map((text) => ({ text })) });
  const found = (limit: number) => index.search({ text: 'Somchai Jaidee' }, limit).map(({ ref }) => ref);
  const all = Array.from({ length: 60 }, (_, ref) => ref);

  test('are all found, however few are asked for and however many spellings each has', () => {
    expect(found(5)).toEqual(all);
    expect(found(25)).toEqual(all);
    expect(index.size).toBe(300);
  });

  test('are forgotten one by one, and the last with the name', () => {
    for (const ref of all.slice(1)) index.remove(ref);
    expect(found(5)).toEqual([0]);
    index.remove(0);
    expect(found(5)).toEqual([]);
    index.add({ ref: 7, names: [{ text: 'Somchai Jaidee' }] });
    expect(found(5)).toEqual([7]);
    expect(NameIndex.restore(index.snapshot()).search({ text: 'Somchai Jaidee' })).toMatchObject([{ ref: 7 }]);
  });
});
