import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { envelopeErrors } from '../error.ts';
import { witnessErrors } from '../witness-error.ts';
import { BlindError, type BlindErrorCode, blindErrors } from './blind-error.ts';

const here = new URL('.', import.meta.url);
const source = readdirSync(here)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'blind-error.ts')
  .map((name) => readFileSync(new URL(name, here), 'utf8'))
  .join('\n');

test.each(Object.keys(blindErrors) as BlindErrorCode[])(
  '%s is thrown, is no other code, speaks in house style',
  (code) => {
    expect(source).toContain(`'${code}'`);
    for (const table of [envelopeErrors, witnessErrors]) expect(table).not.toHaveProperty(code);
    const { meaning, hint } = blindErrors[code];
    for (const text of [meaning, hint]) expect(text).toMatch(/^[a-z].*[^.]$/);
    expect(new BlindError(code, [2, 5])).toMatchObject({ code, hint, message: `${meaning}: trustee 2, 5` });
  },
);
