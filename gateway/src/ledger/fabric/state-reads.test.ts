import { expect, test } from 'vitest';
import { StateReads } from './state-reads.ts';

function counted() {
  const asked: (readonly string[])[] = [];
  const reads = new StateReads(async (keys) => {
    asked.push(keys);
    return Buffer.from(JSON.stringify(keys.map((key) => (key === 'none' ? null : { key }))));
  });
  return { reads, asked };
}

test('what is asked for in one go is one question, each key once', async () => {
  const { reads, asked } = counted();
  const answers = await Promise.all(['a', 'b', 'none', 'a'].map((key) => reads.read(key)));
  expect(answers).toEqual([{ key: 'a' }, { key: 'b' }, undefined, { key: 'a' }]);
  await reads.read('a');
  expect(asked).toEqual([['a', 'b', 'none'], ['a']]);
});

test('many keys are more than one question', async () => {
  const { reads, asked } = counted();
  const keys = Array.from({ length: 150 }, (_, i) => `key-${i}`);
  expect(await Promise.all(keys.map((key) => reads.read(key)))).toEqual(keys.map((key) => ({ key })));
  expect(asked.map(({ length }) => length)).toEqual([64, 64, 22]);
});

test('a fault is everybody’s, and the next question is asked anew', async () => {
  let fail = true;
  const reads = new StateReads(async () => {
    if (fail) throw new Error('no peer');
    return Buffer.from('[1]');
  });
  const both = await Promise.allSettled([reads.read('a'), reads.read('b')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fail = false;
  expect(await reads.read('a')).toBe(1);
});
