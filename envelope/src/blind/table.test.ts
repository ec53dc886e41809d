import { expect, test } from 'vitest';
import { concat, toHex } from '../encoding.ts';
import { randomBytes } from '../random.ts';
import { BlindError } from './blind-error.ts';
import { MAX_ALIKE, MAX_ROW_TEXT, ROW_BYTES, readTable, writeTable } from './table.ts';

const output = (): Uint8Array => randomBytes(64);

test('an owner’s rows are found by who has the output, and by nobody else', () => {
  const [one, two, stranger] = [output(), output(), output()];
  const bytes = writeTable('th-police', [
    { output: one, text: 'listing a' },
    { output: two, text: 'ชื่อ' },
    { output: one, text: 'listing b' },
  ]);
  const table = readTable('th-police', bytes);
  expect(table.lookUp(one)).toEqual(['listing a', 'listing b']);
  expect(table.lookUp(two)).toEqual(['ชื่อ']);
  expect(table.lookUp(stranger)).toEqual([]);
  expect(readTable('la-fiu', bytes).lookUp(one), 'as another owner’s').toEqual([]);
});

test('tables of different owners and of one owner twice have no row in common', () => {
  const sources = Array.from({ length: 20 }, () => ({ output: output(), text: 'x' }));
  const rowsOf = (bytes: Uint8Array): string[] =>
    Array.from({ length: 256 }, (_, i) => toHex(bytes.subarray(15 + i * ROW_BYTES).subarray(16, ROW_BYTES)));
  const tables = [writeTable('th-police', sources), writeTable('la-fiu', sources), writeTable('th-police', sources)];
  expect(new Set(tables.flatMap(rowsOf)).size).toBe(3 * 256);
});

test('how many rows a table has is told in powers of two only', () => {
  const sources = (n: number) => Array.from({ length: n }, () => ({ output: output(), text: 'x' }));
  const lengths = [0, 1, 256, 257].map((n) => writeTable('th-police', sources(n)).length);
  expect(lengths).toEqual([256, 256, 256, 512].map((rows) => 15 + rows * ROW_BYTES));
});

test('a text as long as a row, and none longer', () => {
  const one = output();
  const text = 'x'.repeat(MAX_ROW_TEXT);
  expect(readTable('th-police', writeTable('th-police', [{ output: one, text }])).lookUp(one)).toEqual([text]);
  expect(() => writeTable('th-police', [{ output: one, text: `${text}x` }])).toThrow(RangeError);
});

test(`more than ${MAX_ALIKE} rows of one input are not written`, () => {
  const one = output();
  const sources = Array.from({ length: MAX_ALIKE + 1 }, (_, i) => ({ output: one, text: String(i) }));
  expect(readTable('th-police', writeTable('th-police', sources)).lookUp(one)).toHaveLength(MAX_ALIKE);
});

test('what is no table is refused, and a changed row says nothing', () => {
  const one = output();
  const bytes = writeTable('th-police', [{ output: one, text: 'x' }]);
  const short = bytes.subarray(0, bytes.length - 1);
  const magic = concat(new Uint8Array(1), bytes.subarray(1));
  const doubled = concat(
    bytes.subarray(0, 15),
    ...Array.from({ length: 256 }, () => bytes.subarray(15, 15 + ROW_BYTES)),
  );
  for (const broken of [new Uint8Array(), bytes.subarray(0, 15), short, magic, doubled])
    expect(() => readTable('th-police', broken)).toThrow(new BlindError('BAD_TABLE'));
  for (let row = 0; row < 256; row++) {
    const at = 15 + row * ROW_BYTES + ROW_BYTES - 1;
    bytes[at] = (bytes[at] as number) ^ 1;
  }
  expect(readTable('th-police', bytes).lookUp(one)).toEqual([]);
});
