import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { errorTables, exitCodeOf, exitCodes, roomOf } from './exit-code.ts';
import { errorsPage, jsonPage } from './reference.ts';

const docs = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const codes = Object.values(errorTables).flatMap((table) => Object.keys(table));

test('docs/errors.md is what the tables say', async () => {
  await expect(errorsPage()).toMatchFileSnapshot(docs('docs/errors.md'));
});

test('docs/json-output.md is what the shapes say', async () => {
  await expect(jsonPage()).toMatchFileSnapshot(docs('docs/json-output.md'));
});

test('every code has a room, a meaning, a hint and an exit code of the table', () => {
  for (const code of codes) {
    expect(roomOf(code)).toBeDefined();
    expect(Object.values(exitCodes).filter((exit) => exit !== 0)).toContain(exitCodeOf(code));
  }
  for (const table of Object.values(errorTables)) {
    for (const { meaning, hint } of Object.values(table)) expect(`${meaning}${hint}`).not.toMatch(/\.$/);
  }
});

test('rooms share these codes and no others, so that a code tells its room', () => {
  const shared = codes.filter((code, i) => codes.indexOf(code) !== i);
  expect(shared.sort()).toEqual(['BAD_CERTIFICATE', 'BAD_KEY', 'CERTIFICATE_EXPIRED', 'CERTIFICATE_REVOKED']);
});

test('the README names every exit code', async () => {
  const readme = await readFile(docs('README.md'), 'utf8');
  for (const [word, code] of Object.entries(exitCodes)) expect(readme).toMatch(new RegExp(`\\| ${code} \\| ${word}`));
});
