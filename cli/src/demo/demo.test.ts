import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshFolder, removeFolder, run } from '../exchange.test-support.ts';
import { Place } from './place.ts';

let folder: string;
beforeAll(async () => {
  folder = await freshFolder();
});
afterAll(() => removeFolder(folder));

interface Step {
  readonly what: string;
  readonly ok: boolean;
}
async function play(...args: string[]) {
  const done = await run(folder, ['demo', '--once', '--json', ...args]);
  return { ...done, steps: (done.json[0]?.steps ?? []) as Step[] };
}

test('the demo plays every step, then goes on with what is there, then forgets it', async () => {
  const first = await play();
  expect([first.exit, first.err]).toEqual([0, '']);
  const { steps } = first;
  expect(steps.every(({ ok }) => ok)).toBe(true);
  expect(steps.filter(({ what }) => what.includes('refused [UNKNOWN_ACCESS]')).length).toBe(5);
  const files = () => readdir(join(folder, '.tocsin', 'demo', 'th-police', 'authority'));
  const before = await files();

  const second = await play();
  expect(second.exit).toBe(0);
  expect(second.steps.length).toBeLessThan(steps.length);
  expect(await files()).toEqual(before);

  const third = await play('--reset');
  expect(third.steps.length).toBe(steps.length);
}, 120_000);

test('a folder that holds anything else is neither used nor emptied', async () => {
  const other = join(folder, 'papers');
  await mkdir(other);
  await writeFile(join(other, 'thesis.txt'), 'years of work');
  const { exit, err } = await play('--folder', 'papers', '--reset');
  expect([exit, err]).toEqual([1, expect.stringContaining('[OUTPUT_EXISTS]')]);
  expect(await readdir(other)).toEqual(['thesis.txt']);
});

test('a folder of one ledger is not played on another', async () => {
  const folderOfFabric = join(folder, 'on-fabric');
  const onFabric = new Place(folderOfFabric, 'fabric');
  expect(await onFabric.prepare(false)).toBe(false);
  await onFabric.finish();
  expect(await onFabric.prepare(false)).toBe(true);
  const { exit, err } = await play('--folder', 'on-fabric');
  expect([exit, err]).toEqual([1, expect.stringContaining('a demo on another ledger')]);
  expect(await readdir(folderOfFabric)).toContain('finished');
});

test('Ctrl-C ends the demo in the middle, and the process with it', async () => {
  const program = fileURLToPath(new URL('../../bin/tocsin.ts', import.meta.url));
  const child = spawn(process.execPath, [program, 'demo', '--folder', 'cut-short'], { cwd: folder });
  let told = '';
  child.stderr.on('data', (text) => {
    told += text;
  });
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(told).toContain('[INTERRUPTED]');
});

test('a step that fails ends the demo with its code', async () => {
  await mkdir(join(folder, 'alerts'));
  await writeFile(join(folder, 'alerts', '1.json'), '{"content":{}}');
  const { exit, err } = await play('--alerts', 'alerts');
  expect(exit).not.toBe(0);
  expect(err).toContain('[');
});
