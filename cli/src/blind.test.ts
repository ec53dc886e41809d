import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromBase64url, fromHex } from '@tocsin/envelope';
import { batchRoot, inputOf, isOpening, type Kept, openElement } from '@tocsin/envelope/blind';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestExchange, type Run, type TestExchange } from './exchange.test-support.ts';

let exchange: TestExchange;
let table: Uint8Array;
beforeAll(async () => {
  exchange = await openTestExchange();
});
afterAll(() => exchange?.close());

const agencies = ['th-police', 'kh-immigration', 'la-fiu'];
const keymaster = (agency: string, ...args: string[]) => exchange.as(`${agency}-keymaster`, ['blind', ...args]);
const status = () => exchange.as('th-police-officer', ['blind', 'status', '--json']);
const keysIn = ({ json }: Run) => json[0]?.keys as { epoch: number; standing: string; about: string[] }[];

/** Gateways sign by themselves: asked again until the last key stands as wanted, or the test's time is over. */
async function until(wanted: string): Promise<void> {
  while (keysIn(await status()).at(-1)?.standing !== wanted);
}

test('three keymasters deal a key, their gateways sign it, and it is in force', async () => {
  expect((await exchange.as('th-police-officer', ['blind', 'status'])).out).toBe(
    'no key for blind checks was ever dealt\n',
  );
  for (const agency of agencies) expect((await keymaster(agency, 'deal')).exit).toBe(0);
  await until('in force');
  expect((await exchange.as('th-police-officer', ['blind', 'status'])).out).toMatch(
    /^ *1 +in force +2 of 3 +3 of 3 +3 of 3$/m,
  );
  const nothing = await keymaster('th-police', 'complain');
  expect([nothing.exit, nothing.err]).toEqual([5, expect.stringContaining('[KEY_EPOCH]')]);
});

test('an owner issues a table, and another agency asks it: found, not found, and refused with another table', async () => {
  const list = join(exchange.folder, 'list.csv');
  await writeFile(list, 'Passport,country,PHONE,says\nTH 0000001,TH,,นายหน้าเถื่อน (สมมติ)\n,,+66 2 000 0000,second\n');
  const made = await exchange.as('th-police-officer', ['blind', 'table', '--file', list, '--out', 'th.table']);
  expect([made.exit, made.err]).toEqual([0, '']);
  const ask = (...paper: string[]) =>
    exchange.as('kh-immigration-officer', ['blind', 'check', '--table', 'th-police=th.table', '--json', ...paper]);
  const found = await ask('--passport', 'th-0000001');
  expect([found.exit, found.json[0]?.found]).toEqual([3, [{ owner: 'th-police', says: 'นายหน้าเถื่อน (สมมติ)' }]]);
  const again = await exchange.as('th-police-officer', ['blind', 'table', '--file', list, '--out', 'th.table']);
  expect([again.exit, again.err]).toEqual([1, expect.stringContaining('[OUTPUT_EXISTS]')]);
  const missed = await ask('--passport', 'TH0000009');
  expect([missed.exit, missed.json[0]?.found]).toEqual([0, []]);
  const named = await ask('--name', 'สมชาย ใจดี');
  expect([named.exit, named.err]).toEqual([1, expect.stringContaining('[USAGE]')]);
  table = await readFile(join(exchange.folder, 'th.table'));
  await writeFile(join(exchange.folder, 'th.table'), new Uint8Array(100));
  const other = await ask('--passport', 'TH0000001');
  expect([other.exit, other.err]).toEqual([6, expect.stringContaining('[BAD_TABLE]')]);
});

test('what the device keeps of it opens the batch to an auditor, with the words and not without', async () => {
  const asked = ['blind', 'check', '--table', 'th-police=th.table', '--passport', 'KH 7654321'];
  await writeFile(join(exchange.folder, 'th.table'), table);
  expect((await exchange.as('kh-immigration-officer', asked)).exit).toBe(0);
  const files = await readdir(exchange.folder, { recursive: true });
  const paths = files.filter((name) => name.endsWith('blind-checks.ndjson')).map((name) => join(exchange.folder, name));
  const notes = (await Promise.all(paths.map((path) => readFile(path, 'utf8')))).join('');
  expect(notes).not.toContain('7654321');
  const kept = notes
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { elements: Record<string, string>[] });
  const opens = (number: string) =>
    kept.some(({ elements }) => {
      const batch = elements.map(({ element = '', blind = '', salt = '' }) => {
        const [read, secret, salted] = [element, blind, salt].map(fromBase64url);
        return { element: read, blind: secret, salt: salted, input: inputOf('passport', number) } as Kept;
      });
      return isOpening(openElement(batch, 0), { count: batch.length, root: fromHex(batchRoot(batch)) });
    });
  expect([opens('KH7654321'), opens('KH7654322')]).toEqual([true, false]);
});

test('a list with a row that cannot be read makes no table', async () => {
  const bad = async (text: string) => {
    const list = join(exchange.folder, 'bad.csv');
    await writeFile(list, text);
    const { exit, err } = await exchange.as('th-police-officer', [
      'blind',
      'table',
      '--file',
      list,
      '--out',
      'bad.table',
    ]);
    return [exit, err.match(/\[([A-Z_]+)\]/)?.[1]];
  };
  expect(await bad('passport\nTH0000001\n')).toEqual([1, 'INPUT_MALFORMED']);
  expect(await bad('passport,Passport,says\nTH0000001,TH0000002,x\n')).toEqual([1, 'INPUT_MALFORMED']);
  expect(await bad('passport,says\nTH0000001,\n')).toEqual([1, 'INPUT_MALFORMED']);
  expect(await bad(`passport,says\nTH0000001,${'ก'.repeat(40)}\n`)).toEqual([1, 'INPUT_MALFORMED']);
  expect(await bad('passport,says\n,x\n')).toEqual([1, 'USAGE']);
});

test('who does not deal is complained of, and the epoch after begins anew', async () => {
  expect((await keymaster('th-police', 'deal')).out).toContain('key 2');
  const again = await keymaster('th-police', 'deal');
  expect([again.exit, again.err]).toEqual([5, expect.stringContaining('[ALREADY_SIGNED]')]);
  expect((await keymaster('th-police', 'complain')).out).toContain('kh-immigration, la-fiu');
  const keys = keysIn(await status());
  expect(keys.map(({ standing }) => standing)).toEqual(['in force', 'complained of']);
  expect(keys[1]?.about).toEqual(['kh-immigration', 'la-fiu']);
  expect((await keymaster('la-fiu', 'deal')).out).toContain('key 3');
});

test('an officer who is no keymaster deals nothing', async () => {
  const { exit, err, out } = await exchange.as('th-police-officer', ['blind', 'deal']);
  expect([exit, out]).toEqual([5, '']);
  expect(err).toContain('[ROLE_LACKING]');
});
