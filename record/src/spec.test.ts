import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sample } from '../fixture/sample.ts';
import { grantReasons } from './access.ts';
import { recordErrors } from './error.ts';
import { alert } from './kind/alert.ts';
import { kinds } from './kind/kinds.ts';
import { contestReasons, delistReasons, reviewReasons } from './listing.ts';
import { purgeReasons, RETENTION_OVER } from './record.ts';
import { rules } from './rule/rules.ts';
import { ensureStatement, type StatementType, statements } from './statement.ts';

const page = (name: string): string => readFileSync(join(import.meta.dirname, '../../docs/spec', name), 'utf8');
const example = (text: string): unknown => JSON.parse(/```json\n(.*?)```/s.exec(text)?.[1] ?? 'null');
const codesIn = (text: string): string[] =>
  text
    .slice(text.indexOf('## Refusals'))
    .split('\n')
    // What a gateway refuses before the ledger sees it has codes of another room.
    .filter((line) => line.startsWith('| `') && !line.includes(', by the gateway'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code ?? ''));

test('the example of an agreement is a lawful statement', () => {
  expect(ensureStatement(example(page('agreement.md'))).typ).toBe('agreement.propose/1');
});

test('the example of a roster is a lawful statement', () => {
  expect(ensureStatement(example(page('custody.md')))).toMatchObject({ typ: 'network.propose/1' });
});

test('the page on statements has a lawful example and lists every type with its roles', () => {
  const text = page('statement.md');
  const [, payload = ''] = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => json);
  expect(ensureStatement(JSON.parse(payload)).typ).toBe('record.acknowledge/1');
  const rows = Object.entries(statements).map(([typ, schema]) => {
    const { description } = schema as { description?: string };
    return `| \`${typ}\` | ${rules[typ as StatementType].roles.join(', ')} | ${description} |`;
  });
  expect(text).toContain(`\n${rows.join('\n')}\n\n`);
});

test('the tables of kinds say which files are witnessed', () => {
  for (const { name, witnessed } of kinds) {
    const word = (needed: boolean): string => (needed ? 'witnessed' : 'direct');
    const urgent = witnessed.urgentDirect ? 'yes' : 'no';
    const row = `| ${name} | ${word(witnessed.post)} | ${word(witnessed.followUp)} | ${urgent} |`;
    expect(page('kinds.md')).toContain(row);
  }
});

test('the page on custody names every reason for a purge', () => {
  for (const reason of [...purgeReasons, RETENTION_OVER]) expect(page('custody.md')).toContain(`\`${reason}\``);
  for (const reason of grantReasons) expect(page('access.md')).toContain(`\`${reason}\``);
});

test('the example of a kind is the table of the alert', () => {
  const text = page('kinds.md');
  expect(example(text)).toEqual(alert.procedure);
  for (const code of [...alert.outcomes, ...alert.withdrawReasons, ...alert.closeReasons]) expect(text).toContain(code);
  for (const [step, hours] of Object.entries(alert.due))
    expect(text).toContain(`| ${step} | ${Object.values(hours).join(' | ')} |`);
});

test('the pages on listings and licences show what the law takes, and name every code', () => {
  const row = example(page('licence.md'));
  const set = { ...sample('licence.set/1'), licences: [row] };
  expect(ensureStatement(set).typ).toBe('licence.set/1');
  for (const code of [...contestReasons, ...reviewReasons, ...delistReasons])
    expect(page('listing.md')).toContain(code);
  for (const code of codesIn(page('licence.md'))) expect(Object.keys(recordErrors)).toContain(code);
});

test.each(['agreement.md', 'kinds.md', 'custody.md', 'listing.md'])(
  'every refusal that %s names is one of ours',
  (name) => {
    const codes = codesIn(page(name));
    expect(codes.length).toBeGreaterThan(10);
    for (const code of codes) expect(Object.keys(recordErrors)).toContain(code);
  },
);
