import { readFileSync } from 'node:fs';
import { fromHex, toHex } from '@tocsin/envelope';
import { blindInput, evaluateBlinded, finalize, inputOf, writeTable } from '@tocsin/envelope/blind';
import { expect, test } from 'vitest';
import { type BlindVector, vectors } from './generator.ts';

const stored = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as BlindVector[];

test('the file is what the other implementation gives', async () => {
  await expect(`${JSON.stringify(vectors(), undefined, 2)}\n`).toMatchFileSnapshot('vectors.json');
});

test.each(stored)('$kind $value', ({ kind, value, secret, key, ...expected }) => {
  const [input, blind] = [inputOf(kind, value), fromHex(expected.blind)];
  const { element } = blindInput(input, blind);
  expect(toHex(element)).toBe(expected.element);
  const [evaluation] = evaluateBlinded(fromHex(secret), fromHex(key), [element]).evaluations;
  expect(toHex(evaluation as Uint8Array)).toBe(expected.evaluation);
  const output = finalize(input, blind, evaluation as Uint8Array);
  expect(toHex(output)).toBe(expected.output);
  const table = toHex(
    writeTable(
      expected.owner,
      ['first', 'second'].map((text) => ({ output, text })),
    ),
  );
  for (const row of expected.rows) expect(table, 'tag').toContain(row.slice(0, 32));
});
