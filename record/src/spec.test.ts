import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordErrors } from './error.ts';
import { alert } from './kind/alert.ts';
import { ensureStatement } from './statement.ts';

const page = (name: string): string => readFileSync(join(import.meta.dirname, '../../docs/spec', name), 'utf8');
const example = (text: string): unknown => JSON.parse(/```json\n(.*?)```/s.exec(text)?.[1] ?? 'null');
const codesIn = (text: string): string[] =>
  text
    .slice(text.indexOf('## Refusals'))
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code ?? ''));

test('the example of an agreement is a lawful statement', () => {
  expect(ensureStatement(example(page('agreement.md'))).typ).toBe('agreement.propose/1');
});

test('the example of a kind is the table of the alert', () => {
  const text = page('kinds.md');
  expect(example(text)).toEqual(alert.procedure);
  for (const code of [...alert.outcomes, ...alert.withdrawReasons, ...alert.closeReasons]) expect(text).toContain(code);
  for (const [step, hours] of Object.entries(alert.due))
    expect(text).toContain(`| ${step} | ${Object.values(hours).join(' | ')} |`);
});

test.each(['agreement.md', 'kinds.md'])('every refusal that %s names is one of ours', (name) => {
  const codes = codesIn(page(name));
  expect(codes.length).toBeGreaterThan(10);
  for (const code of codes) expect(Object.keys(recordErrors)).toContain(code);
});
