import { expect, test } from 'vitest';
import { type Questions, Reads } from './reads.ts';

const standing = (key: string) => (key === 'none' ? null : { key });
const jsonOf = (keys: readonly string[]) => Buffer.from(JSON.stringify(keys.map(standing)));

function counted(more: Partial<Questions> = {}) {
  const asked: (readonly string[])[] = [];
  const reads = new Reads({
    async states(keys) {
      asked.push(keys);
      return jsonOf(keys);
    },
    async file(item) {
      asked.push(['file', item]);
      return Buffer.from(`file of ${item}`);
    },
    async reading(item, keys) {
      asked.push(['reading', item, ...keys]);
      const json = jsonOf(keys);
      const length = Buffer.alloc(8);
      length.writeBigUInt64BE(BigInt(json.length));
      return Buffer.concat([length, json, Buffer.from(`file of ${item}`)]);
    },
    ...more,
  });
  const fileOf = async (item: string) => Buffer.from(await reads.file(item)).toString();
  return { reads, fileOf, asked };
}

test('what is asked for in one go is one question, each key once', async () => {
  const { reads, asked } = counted();
  const answers = await Promise.all(['a', 'b', 'none', 'a'].map((key) => reads.state(key)));
  expect(answers).toEqual([{ key: 'a' }, { key: 'b' }, undefined, { key: 'a' }]);
  await reads.state('a');
  expect(asked).toEqual([['a', 'b', 'none'], ['a']]);
});

test('many keys are more than one question', async () => {
  const { reads, asked } = counted();
  const keys = Array.from({ length: 150 }, (_, i) => `key-${i}`);
  expect(await Promise.all(keys.map((key) => reads.state(key)))).toEqual(keys.map((key) => ({ key })));
  expect(asked.map(({ length }) => length)).toEqual([64, 64, 22]);
});

test('a fault is everybody’s, and the next question is asked anew', async () => {
  let fail = true;
  const { reads } = counted({
    states: async () => {
      if (fail) throw new Error('no peer');
      return Buffer.from('[1]');
    },
  });
  const both = await Promise.allSettled([reads.state('a'), reads.state('b')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fail = false;
  expect(await reads.state('a')).toBe(1);
});

test('a file and the state that decides on it are one question', async () => {
  const { reads, fileOf, asked } = counted();
  expect(await Promise.all([reads.state('a'), fileOf('i'), reads.state('none')])).toEqual([
    { key: 'a' },
    'file of i',
    undefined,
  ]);
  expect(asked).toEqual([['reading', 'i', 'a', 'none']]);
});

test('a file alone, or a second one, is a question of its own; one that is on its way is not asked for again', async () => {
  const { reads, fileOf, asked } = counted();
  const first = fileOf('i');
  await Promise.resolve();
  expect(await Promise.all([first, fileOf('i'), reads.state('a'), fileOf('j')])).toEqual([
    'file of i',
    'file of i',
    { key: 'a' },
    'file of j',
  ]);
  expect(asked).toEqual([
    ['file', 'i'],
    ['reading', 'j', 'a'],
  ]);
  await Promise.all([fileOf('i'), fileOf('j')]);
  expect(asked.slice(2)).toEqual([
    ['file', 'j'],
    ['file', 'i'],
  ]);
});

test.each([
  ['no answer', () => Promise.reject(new Error('not there yet'))],
  ['too little', async () => new Uint8Array(3)],
  ['no JSON', async () => new Uint8Array(20)],
])(
  'a file that is not there yet, or a chaincode that cannot read both, holds no state back: %s',
  async (_, reading) => {
    const come = Promise.withResolvers<Buffer>();
    const { reads, fileOf } = counted({ reading, file: () => come.promise });
    const file = fileOf('i');
    expect(await reads.state('a')).toEqual({ key: 'a' });
    come.resolve(Buffer.from('at last'));
    expect(await file).toBe('at last');
    const lost = counted({ reading, file: () => Promise.reject(new Error('never')) });
    const missing = lost.fileOf('i');
    expect(await lost.reads.state('a')).toEqual({ key: 'a' });
    await expect(missing).rejects.toThrow('never');
  },
);
