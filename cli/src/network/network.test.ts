import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freshFolder, removeFolder, run, type Surroundings } from '../exchange.test-support.ts';
import { progressLines } from './progress.ts';

let folder: string;
beforeEach(async () => {
  folder = await freshFolder();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await removeFolder(folder);
});

const network = (command: string, args: readonly string[] = [], around: Surroundings = {}) =>
  run(folder, ['network', command, ...args], around);
const place = (...path: string[]): string => join(folder, '.tocsin', 'network', ...path);

/** A network as a first run leaves it, with nothing running. */
async function layNetwork(): Promise<void> {
  const agencies = [{ code: 'th-police', country: 'TH', name: 'Fictitious police' }];
  const sites = [{ agency: 'th-police', host: '127.0.0.1', bind: '127.0.0.1', port: 17_050 }];
  const topology = { name: 'three-raft', channel: 'tocsin', consensus: 'raft', agencies };
  await mkdir(place('logs'), { recursive: true });
  const description = { format: 'tocsin-network/1', topology, sites, sequence: 0, digest: '' };
  await writeFile(place('network.json'), JSON.stringify(description, null, 1));
}

/** The machine has neither Fabric's commands nor Go. */
function withoutGo(): void {
  vi.stubEnv('FABRIC_BIN', undefined);
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  vi.stubEnv('PATH', [folder, '/nowhere'].join(delimiter));
}

test('without Go nothing is begun, and the hint says what to install and what serves meanwhile', async () => {
  withoutGo();
  const { exit, err } = await network('up');
  expect(exit).toBe(1);
  expect(err).toMatch(
    /Go was not found \[GO_MISSING\]\nhint: install Go 1\.26 .*FABRIC_BIN.*embedded ledger serves\n$/,
  );
  const demo = await run(folder, ['demo', '--ledger', 'fabric', '--once']);
  expect([demo.exit, demo.out, demo.err]).toEqual([1, '', err]);
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  [['--topology', 'ring-of-nine'], 'UNKNOWN_TOPOLOGY'],
  [['--ports', '80'], 'USAGE'],
  [['--ports', 'many'], 'USAGE'],
])('up %s is a mistake of the caller, noticed before anything is built', async (args, code) => {
  withoutGo();
  expect(await network('up', args)).toMatchObject({ exit: 1, err: expect.stringContaining(`[${code}]`) });
});

test.each(['status', 'logs', 'down', 'reset'])('%s says so where no network lies', async (command) => {
  expect(await network(command)).toMatchObject({ exit: 1, err: expect.stringContaining('[NETWORK_MISSING]') });
});

test.each(['up', 'reset'])('%s leaves a folder alone that holds something else', async (command) => {
  await mkdir(join(folder, 'papers'));
  await writeFile(join(folder, 'papers', 'network.json'), '{"thesis": "years of work"}');
  const { exit, err } = await network(command, ['--folder', 'papers'], { confirms: true });
  expect([exit, err]).toEqual([1, expect.stringContaining('[OUTPUT_EXISTS]')]);
  expect(await readdir(join(folder, 'papers'))).toEqual(['network.json']);
});

test('status shows each node with its port; what nobody wants to run is no fault', async () => {
  await layNetwork();
  const { exit, out } = await network('status', ['--no-probe']);
  expect(exit).toBe(0);
  expect(out.split('\n').map((line) => line.trim().split(/ +/))).toEqual([
    ['AGENCY', 'NODE', 'STATE', 'PID', 'PORT'],
    ['th-police', 'orderer', 'stopped', '-', '17050'],
    ['th-police', 'peer', 'stopped', '-', '17051'],
    ['th-police', 'chaincode', 'stopped', '-', '17052'],
    [''],
  ]);
});

test('a node that is wanted and does not run is a fault', async () => {
  await layNetwork();
  await mkdir(place('run'));
  const spec = { name: 'peer.th-police', command: 'peer', args: [], cwd: '.', env: {}, wanted: true };
  await writeFile(place('run', 'processes.json'), JSON.stringify([spec]));
  const { exit, err, json } = await network('status', ['--no-probe', '--json']);
  expect([exit, err]).toEqual([2, expect.stringContaining('peer.th-police [NODES_NOT_RUNNING]')]);
  expect(json).toMatchObject([{ shape: 'network-status/1', faults: ['peer.th-police'], peers: null }]);
});

test('logs shows the last lines without what could forge them, and follows', async () => {
  await layNetwork();
  const log = place('logs', 'peer.th-police.log');
  await writeFile(log, 'first\nsecond\n\u001b[33mthird\u001b[0m \u202e\nhalf');
  expect(await network('logs', ['peer.th-police', '--lines', '2'])).toMatchObject({ out: 'second\nthird \ufffd\n' });
  expect(await network('logs', ['peer.nowhere'])).toMatchObject({ err: expect.stringContaining('[UNKNOWN_NODE]') });
  const stop = new AbortController();
  let seen = '';
  const onOut = (text: string): void => {
    seen += text;
    if (seen === 'third \ufffd\n') void appendFile(log, ' a line\n');
    if (seen.endsWith('half a line\n')) stop.abort();
  };
  const args = ['peer.th-police', '--lines', '1', '--follow'];
  expect((await network('logs', args, { signal: stop.signal, onOut })).exit).toBe(0);
  expect(seen).toBe('third \ufffd\nhalf a line\n');
});

test('reset removes nothing unless somebody says yes, and says what would go', async () => {
  await layNetwork();
  await mkdir(place('authorities', 'th-police'), { recursive: true });
  const dry = await network('reset', ['--dry-run']);
  expect([dry.exit, dry.out]).toEqual([0, expect.stringMatching(/th-police: their keys go too/)]);
  const refused = [await network('reset'), await network('reset', [], { confirms: false })];
  for (const { exit, err } of refused)
    expect([exit, err]).toEqual([1, expect.stringContaining('[CONFIRMATION_NEEDED]')]);
  expect(await readdir(place())).toContain('network.json');
  expect(await network('reset', [], { confirms: true })).toMatchObject({ exit: 0, out: 'removed\n' });
  expect(await readdir(join(folder, '.tocsin'))).toEqual([]);
});

test('a network that was only begun, or whose description is broken, can be reset', async () => {
  for (const [name, text] of [
    ['place.json', '{"tocsin":"network/1"}\n'],
    ['network.json', '{"format":"tocsin-network/1"'],
  ] as const) {
    await mkdir(place(), { recursive: true });
    await writeFile(place('place.json'), '{"tocsin":"network/1"}\n');
    await writeFile(place(name), text);
    expect(await network('reset', ['--yes', '--json'])).toMatchObject({ exit: 0, json: [{ removed: true }] });
  }
});

test('of hundreds of packages that Go compiles only the number is told', () => {
  let told = '';
  const progress = progressLines({
    env: {},
    folder,
    interactive: true,
    signal: new AbortController().signal,
    out: () => undefined,
    err: (text) => {
      told += text;
    },
    progress: () => undefined,
    input: () => Readable.from([]),
    askSecret: async () => null,
    confirm: async () => false,
    paint: (_, text) => text,
  });
  for (const line of ['building Fabric', 'golang.org/x/sys/unix', 'fmt', 'joining channel tocsin']) progress(line);
  expect(told.replaceAll(/[0-9]+\.[0-9]/g, 'N')).toMatch(
    /^ +N s {3}building Fabric\n +N s {3}joining channel tocsin\n$/,
  );
});
