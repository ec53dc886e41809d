import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshFolder, removeFolder } from '../../../test/support/host.ts';
import { openEmbeddedLedger } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = await freshFolder();
});
afterEach(() => removeFolder(folder));

const index = fileURLToPath(new URL('index.ts', import.meta.url));
const opening = `import { openEmbeddedLedger } from ${JSON.stringify(index)};
try { await openEmbeddedLedger({ folder: process.argv[1] }); console.log('opened'); } catch (error) { console.log(error.code); }
if (process.argv[2] === 'stay') setInterval(() => {}, 1000);`;

/** Another process that opens the ledger; what it says first. */
async function elsewhere(stay: 'stay' | 'leave') {
  const child = spawn(process.execPath, ['--input-type=module', '-e', opening, folder, stay], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said).trim() };
}

test('another process is kept out, even after this one has read every file of the folder', async () => {
  const ledger = await openEmbeddedLedger({ folder });
  expect((await elsewhere('leave')).said).toBe('LEDGER_LOCKED');
  for (const name of readdirSync(folder)) readFileSync(join(folder, name));
  expect((await elsewhere('leave')).said).toBe('LEDGER_LOCKED');
  await ledger.close();
  expect((await elsewhere('leave')).said).toBe('opened');
});

test('a process that was killed keeps nobody out', async () => {
  const { child, said } = await elsewhere('stay');
  expect(said).toBe('opened');
  await expect(openEmbeddedLedger({ folder })).rejects.toMatchObject({ code: 'LEDGER_LOCKED' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await openEmbeddedLedger({ folder })).close();
});

test.each(['', 'nonsense', '0 0', `${process.ppid} 1`])(
  'a lock that names nobody alive is taken over: %j',
  async (text) => {
    writeFileSync(join(folder, 'lock'), text);
    await (await openEmbeddedLedger({ folder })).close();
  },
);
