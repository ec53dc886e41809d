import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_BUNDLE } from '@tocsin/audit';
import { LONGEST_BLOCK } from '@tocsin/gateway/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshFolder, removeFolder, run } from '../exchange.test-support.ts';

let folder: string;
beforeAll(async () => {
  folder = await freshFolder();
  await mkdir(join(folder, 'roots'));
});
afterAll(() => removeFolder(folder));

/** A file of nothing but zeros, that takes no room. */
async function zeros(name: string, bytes: number, begin = ''): Promise<string> {
  await writeFile(join(folder, name), begin);
  const file = await open(join(folder, name), 'r+');
  await file.truncate(bytes);
  await file.close();
  return name;
}
const audit = (...args: string[]) => run(folder, ['audit', ...args, '--roots', 'roots', '--json']);

test.each([
  ['ledger', []],
  ['access', ['--ledger']],
])('audit %s gives up at a line that is longer than any block, and does not swallow the file', async (verb, option) => {
  const path = await zeros(`line-${verb}`, LONGEST_BLOCK + 1);
  const { exit, err } = await audit(verb, ...option, path);
  expect([exit, err]).toEqual([6, expect.stringContaining('a line is longer than any block [EXPORT_NOT_VERIFIED]')]);
});

test('audit ledger refuses what is not UTF-8', async () => {
  await writeFile(join(folder, 'latin'), Buffer.from([0x7b, 0xff, 0x7d, 0x0a]));
  expect(await audit('ledger', 'latin')).toMatchObject({
    exit: 6,
    err: expect.stringContaining('[EXPORT_NOT_VERIFIED]'),
  });
});

test('audit verify names the layer of a bundle that is too long, and does not read what no bundle can be', async () => {
  const begin = 'tocsin evidence 1 sha256:';
  const long = await audit('verify', await zeros('bundle', MAX_BUNDLE + 1, begin));
  expect([long.exit, long.err]).toEqual([6, expect.stringContaining('[EVIDENCE_NOT_VERIFIED]')]);
  expect(long.json[0]?.fault).toMatchObject({ layer: 'form', code: 'too-long', reason: 'it is too long' });
  const huge = await audit('verify', await zeros('huge', 4 * 1024 ** 3, begin));
  expect([huge.exit, huge.err]).toEqual([1, expect.stringContaining('huge is too large [INPUT_UNREADABLE]')]);
});

test('an export from standard input may be longer than what is otherwise read from there', async () => {
  const input = `${'A'.repeat(17 * 1024 * 1024)}\n`;
  const ledger = await run(folder, ['audit', 'ledger', '-', '--roots', 'roots'], { input });
  expect([ledger.exit, ledger.err]).toEqual([6, expect.stringContaining('[EXPORT_NOT_VERIFIED]')]);
  const bundle = await run(folder, ['audit', 'verify', '-', '--roots', 'roots'], { input });
  expect([bundle.exit, bundle.err]).toEqual([1, expect.stringContaining('standard input has more than 16 MiB')]);
});
