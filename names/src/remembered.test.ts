import { expect, test } from 'vitest';
import { NameIndex } from './index.ts';
import { Remembered } from './remembered.ts';

test('what is kept is there until there is no room; then all goes but the last', () => {
  const remembered = new Remembered<string, number>(10);
  expect(remembered.get('a')).toBeUndefined();
  expect(remembered.keep('a', 1, 6)).toBe(1);
  remembered.keep('b', 2, 4);
  expect([remembered.get('a'), remembered.get('b')]).toEqual([1, 2]);
  remembered.keep('c', 3);
  expect([remembered.get('a'), remembered.get('b'), remembered.get('c')]).toEqual([undefined, undefined, 3]);
  remembered.keep('d', 4, 100);
  expect([remembered.get('c'), remembered.get('d')]).toEqual([undefined, 4]);
  remembered.clear();
  expect(remembered.get('d')).toBeUndefined();
});

test('what was found of a name does not hide who comes in after', () => {
  const index = new NameIndex();
  index.add({ ref: 1, names: [{ text: 'Bounmy Sisavath' }] });
  const found = () => index.search({ text: 'ບຸນມີ ສີສະຫວາດ' }).map(({ ref }) => ref);
  expect([found(), found()]).toEqual([[1], [1]]);
  index.add({ ref: 2, names: [{ text: 'Bounmie Sysavat' }] });
  expect(found()).toEqual([1, 2]);
});

test('a search that is cut into steps finds what one at once does, and nobody who was taken out meanwhile', () => {
  const index = new NameIndex();
  for (const [ref, text] of ['Somchai Jaidee', 'Somchay Chaidee', 'Somchai Jaidi'].entries())
    index.add({ ref, names: [{ text }] });
  const all = index.search({ text: 'สมชาย ใจดี' });
  expect(all).toHaveLength(3);
  const steps = index.searching({ text: 'สมชาย ใจดี' });
  steps.next();
  index.remove(2);
  index.add({ ref: 3, names: [{ text: 'Somchai Jaidee' }] });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  expect(step.value.map(({ ref }) => ref)).not.toContain(2);
});
