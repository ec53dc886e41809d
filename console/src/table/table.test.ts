import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../', import.meta.url));

test('every table is the one that the keyboard pushes aside where it is wider than its place', () => {
  const views = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
  const withTables = views.filter((name) => /<table\b|class="scroll/.test(readFileSync(join(folder, name), 'utf8')));
  expect(withTables).toEqual([join('table', 'table.tsx')]);
});
