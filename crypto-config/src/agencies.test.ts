import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ensureValidAgency, ensureValidTitle, ensureValidUnit } from './names.ts';

const folder = new URL('../agencies/', import.meta.url);
const files = await readdir(folder);

test('the four examples are there, and nothing else that might be a key', () => {
  expect(files.toSorted()).toEqual(['kh-immigration.json', 'la-fiu.json', 'th-police.json', 'vn-labour.json']);
});

test.each(files)('%s can be made an authority of', async (file) => {
  const agency: unknown = JSON.parse(await readFile(new URL(file, folder), 'utf8'));
  const { code, class: kind, country, names, units, ...rest } = agency as Record<string, string & string[]>;
  expect(rest).toEqual({});
  expect(file).toBe(`${code}.json`);
  expect(['police', 'immigration', 'fiu', 'labour']).toContain(kind);
  ensureValidAgency(code!, country!);
  const titles = Object.values(names!);
  expect(titles).toHaveLength(2);
  for (const title of titles) ensureValidTitle(title);
  for (const unit of units!) ensureValidUnit(unit);
});
