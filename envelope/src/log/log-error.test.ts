import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LogError, type LogErrorCode, logErrors } from './log-error.ts';

const here = new URL('./', import.meta.url);
const tests = readdirSync(here)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(new URL(name, here), 'utf8'))
  .join('\n');

test.each(Object.keys(logErrors) as LogErrorCode[])('%s is expected by a test and says what to do', (code) => {
  expect(tests).toContain(`'${code}'`);
  const error = new LogError(code);
  expect(error).toMatchObject({ name: 'LogError', code, hint: logErrors[code].hint });
  for (const words of [error.message, error.hint]) expect(words).toMatch(/^[a-z].*[^.]$/s);
});
