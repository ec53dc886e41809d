import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EnvelopeError, type EnvelopeErrorCode, envelopeErrors } from './error.ts';

const codes = Object.keys(envelopeErrors) as EnvelopeErrorCode[];
const here = new URL('.', import.meta.url);
const source = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'error.ts')
  .map((name) => readFileSync(new URL(name, here), 'utf8'))
  .join('\n');

test.each(codes)('%s is thrown somewhere and speaks in house style', (code) => {
  expect(source).toContain(`'${code}'`);
  const { meaning, hint } = envelopeErrors[code];
  for (const text of [meaning, hint]) expect(text).toMatch(/^[a-z].*[^.]$/);
  expect(new EnvelopeError(code)).toMatchObject({ code, hint, message: meaning, name: 'EnvelopeError' });
});
