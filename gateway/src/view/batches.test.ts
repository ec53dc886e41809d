import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchKey } from '@tocsin/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BatchQuery, listBatches } from './batches.ts';
import { View } from './view.ts';

let folder: string;
let view: View;
const at = (minute: number): string => `2026-11-27T08:0${minute}:00.000Z`;
/** Letter, agency, minute, whether its opening is demanded. */
const batches = [
  ['a', 'th-police', 1, 0],
  ['b', 'kh-immigration', 2, 1],
  ['c', 'th-police', 3, 1],
  ['e', 'la-fiu', 3, 0],
  ['d', 'th-police', 3, 0],
] as const;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-batches-'));
  view = View.open(folder, 'th-police');
  for (const [letter, agency, minute, demanded] of batches) {
    const id = letter.repeat(26);
    view.run('INSERT INTO batch VALUES (?, ?, ?, ?)', id, agency, at(minute), demanded);
    view.run('INSERT INTO state VALUES (?, ?)', batchKey(id), JSON.stringify({ id }));
  }
});
afterAll(() => {
  view.close();
  rmSync(folder, { recursive: true });
});

test.each<[string, Partial<BatchQuery>, string]>([
  ['all', {}, 'cdeba'],
  ['a page', { limit: 2 }, 'cd'],
  ['of one agency', { agency: 'th-police' }, 'cda'],
  ['demanded', { demanded: true }, 'cb'],
  ['demanded of one agency', { demanded: true, agency: 'kh-immigration' }, 'b'],
  ['before a time', { until: at(3) }, 'ba'],
  ['of an agency that asked nothing', { agency: 'vn-labour' }, ''],
])('the latest batches first: %s', (_, query, letters) => {
  const found = listBatches(view, { demanded: false, limit: 50, ...query });
  expect(found.map(({ id }) => id[0]).join('')).toBe(letters);
});
