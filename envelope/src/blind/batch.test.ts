import { expect, test } from 'vitest';
import { fromHex, toHex } from '../encoding.ts';
import {
  batchRoot,
  blindBatch,
  type Committed,
  ensureBatch,
  isOpening,
  type Kept,
  MAX_BATCH,
  openElement,
} from './batch.ts';
import { BlindError } from './blind-error.ts';
import { generatorTimes, inverse, scalarTimes, times } from './group.ts';
import { randomScalar } from './hash-to-group.ts';
import { blindInput, inputOf } from './oprf.ts';

const inputs = ['สมชาย ใจดี', 'សុខ សុភា', 'ທ້າວ ບຸນມີ', 'မောင်မောင်', 'Nguyễn Văn An', '王小明'].map((name) =>
  inputOf('name', name),
);

test('one key or eight look the same from outside, and every element is new', () => {
  const batches = [inputs.slice(0, 1), inputs, inputs].map(blindBatch);
  expect(batches.map(({ length }) => length)).toEqual([8, 8, 8]);
  const seen = batches.flat().flatMap(({ element, salt }) => [toHex(element), toHex(salt)]);
  expect(new Set(seen).size).toBe(seen.length);
  expect(() => blindBatch(Array.from({ length: MAX_BATCH + 1 }, () => inputs[0] as Uint8Array))).toThrow(RangeError);
});

test('whatever is seen of one name might as well be of another: for each there is a blind that gives these very bytes', () => {
  // Names stand here for elements whose relation is known, as it is to nobody for hashes: H(a) = a·G and H(b) = b·G.
  for (let i = 0; i < 20; i++) {
    const [a, b, blind] = [randomScalar(), randomScalar(), randomScalar()];
    const related = scalarTimes(blind, scalarTimes(a, inverse(b)));
    expect(times(blind, generatorTimes(a))).toEqual(times(related, generatorTimes(b)));
    expect(scalarTimes(related, scalarTimes(b, inverse(a))), 'one blind of the one, one of the other').toEqual(blind);
  }
});

test('the elements of two names cannot be told apart by how often each bit is set', () => {
  const count = process.env.SLOW ? 4000 : 400;
  const meanOf = (input: Uint8Array): number[] => {
    const sums = new Array<number>(248).fill(0);
    for (let i = 0; i < count; i++) {
      const { element } = blindInput(input);
      // Bit 0 of an encoding is always 0 and the top ones are those of the field's prime: the same for every input.
      for (let bit = 1; bit < 248; bit++)
        sums[bit] = (sums[bit] ?? 0) + (((element[bit >> 3] as number) >> (bit & 7)) & 1);
    }
    return sums.map((sum) => sum / count);
  };
  const [one, other] = [meanOf(inputs[0] as Uint8Array), meanOf(inputs[3] as Uint8Array)];
  // 247 bits, six standard deviations: a false alarm in two million runs.
  const limit = 6 * Math.sqrt(0.5 / count);
  expect(one.every((mean, bit) => Math.abs(mean - (other[bit] as number)) < limit)).toBe(true);
});

const shown = (batch: readonly Kept[]): Committed[] => batch.map(({ element, salt }) => ({ element, salt }));

test('trustees evaluate the whole batch that the ledger names, and no other', () => {
  const batch = blindBatch(inputs);
  const named = { count: batch.length, root: batchRoot(batch) };
  ensureBatch(shown(batch), named);
  const [first, second, ...rest] = shown(batch) as [Committed, Committed, ...Committed[]];
  const others: Committed[][] = [
    [second, first, ...rest],
    [first, ...rest],
    [first, second, ...rest, first],
    [{ ...first, element: second.element }, second, ...rest],
    [{ ...first, salt: second.salt }, second, ...rest],
    [{ ...first, salt: new Uint8Array() }, second, ...rest],
    [],
  ];
  for (const other of others) expect(() => ensureBatch(other, named)).toThrow(new BlindError('BAD_BATCH'));
});

test('an auditor sees what was asked, of one element and of no other', () => {
  const batch = blindBatch(inputs);
  const named = { count: batch.length, root: fromHex(batchRoot(batch)) };
  for (const [i, { input }] of batch.entries()) {
    const opened = openElement(batch, i);
    expect(opened.input).toEqual(input);
    expect(isOpening(opened, named)).toBe(true);
    const lies = [
      { ...opened, input: inputOf('name', 'John Doe') },
      { ...opened, blind: (batch[(i + 1) % 8] as Kept).blind },
      { ...opened, blind: new Uint8Array(32) },
      { ...opened, salt: new Uint8Array(32) },
      { ...opened, index: (i + 1) % 8 },
      { ...opened, proof: opened.proof.slice(1) },
    ];
    for (const lie of lies) expect(isOpening(lie, named)).toBe(false);
  }
  expect(() => openElement(batch, 8)).toThrow(RangeError);
});
