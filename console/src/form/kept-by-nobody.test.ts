import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../', import.meta.url));
const views = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
/** Whoever is there for a passphrase lets a password manager fill it in. */
const others = views.filter((name) => !name.startsWith('view/welcome/'));
const formsIn = (name: string): string[] => readFileSync(join(folder, name), 'utf8').match(/<form\b.{0,40}/g) ?? [];

// Browsers write what stands in a page's forms onto the disk, to restore a session.
test('no browser keeps what is written in a form', () => {
  const forms = others.flatMap(formsIn);
  expect(forms.length).toBeGreaterThan(5);
  expect(forms.filter((form) => !form.startsWith('<form autoComplete="off"'))).toEqual([]);
});

test('every field of content stands in such a form', () => {
  const alone = others.filter((name) => /<(textarea|input)\b/.test(readFileSync(join(folder, name), 'utf8')));
  const without = alone.filter((name) => formsIn(name).length === 0);
  // Parts of the form of a post, and a search in the directory, which is switched off itself.
  expect(without.sort()).toEqual([
    ...['form/attachments.tsx', 'form/field.tsx', 'view/compose/cover.tsx', 'view/compose/paste.tsx'],
    'view/exchange/directory.tsx',
  ]);
});
