import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { envelopeErrors } from './error.ts';
import { WitnessError, type WitnessErrorCode, witnessErrors } from './witness-error.ts';

const codes = Object.keys(witnessErrors) as WitnessErrorCode[];
const here = new URL('.', import.meta.url);
const source = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'witness-error.ts')
  .map((name) => readFileSync(new URL(name, here), 'utf8'))
  .join('\n');

test.each(codes)('%s is thrown somewhere, is no code of the other table and speaks in house style', (code) => {
  expect(source).toContain(`'${code}'`);
  expect(envelopeErrors).not.toHaveProperty(code);
  const { meaning, hint } = witnessErrors[code];
  for (const text of [meaning, hint]) expect(text).toMatch(/^[a-z].*[^.]$/);
  expect(new WitnessError(code)).toMatchObject({ code, hint, message: meaning, trustees: [] });
});

test('a bad share names its trustees', () => {
  const error = new WitnessError('BAD_SHARE', [2, 5]);
  expect(error.trustees).toEqual([2, 5]);
  expect(error.message).toMatch(/: trustee 2, 5$/);
});
