import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@tocsin/network-fabric';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../cli/bin/tocsin.ts', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'tocsin-fabric-cli-')));
});
afterAll(async () => {
  for (const network of ['.tocsin/network', '.tocsin/demo-fabric/network'])
    await tocsin('network', 'down', '--folder', network);
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** The officers of the demo on Fabric. */
const environment = () => ({ ...process.env, TOCSIN_HOME: join(folder, '.tocsin', 'demo-fabric') });

/** The command itself, in a process of its own as a person starts it. */
function tocsin(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], { cwd: folder, env: environment() }, (_, out, err) =>
      resolve({ exit: child.exitCode, out, err }),
    );
  });
}

const jsonOf = ({ out }: Ran): Record<string, unknown>[] =>
  out.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []));

/** Processes that work in a folder of this test: every node of a network does. */
function nodesLeft(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const cwd = readlinkSync(`/proc/${pid}/cwd`);
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return cwd.startsWith(`${folder}/.tocsin/`) || command.includes(`${folder}/`) ? [command] : [];
    } catch {
      return [];
    }
  });
}

/** Nodes end after what they are bound to, and the system tells nobody but their parent. */
async function allGone(): Promise<void> {
  const until = performance.now() + 20_000;
  while (nodesLeft().length > 0) {
    if (performance.now() > until) throw new Error(`left: ${nodesLeft().join('; ')}`);
    await pause(50);
  }
}

test('a network comes up, is looked at, goes down, comes up again and is removed', async () => {
  const first = await freePorts(3);
  const up = await tocsin('network', 'up', '--topology', 'three-raft', '--ports', String(first), '--json');
  expect([up.exit, up.err]).toEqual([0, expect.stringMatching(/s {3}waiting for a majority to endorse\n/)]);
  const [facts] = jsonOf(up);
  expect(facts).toMatchObject({ shape: 'network/1', topology: 'three-raft', consensus: 'raft', channel: 'tocsin' });
  expect(facts?.peers).toMatchObject([
    { agency: 'th-police', address: `127.0.0.1:${first + 1}`, 'server-name': 'peer.th-police' },
    { agency: 'kh-immigration', address: `127.0.0.1:${first + 11}` },
    { agency: 'la-fiu', address: `127.0.0.1:${first + 21}` },
  ]);

  const status = jsonOf(await tocsin('network', 'status', '--json'))[0];
  expect(status).toMatchObject({
    faults: [],
    peers: Array(3).fill({ answers: true, height: expect.stringMatching(/^[3-9]$/) }),
  });
  const nodes = status?.nodes as { node: string; state: string; pid: number }[];
  expect(nodes.map(({ state }) => state)).toEqual(Array(9).fill('running'));

  const logs = await tocsin('network', 'logs', 'chaincode.la-fiu', '--lines', '1000');
  expect([logs.exit, logs.out]).toEqual([
    0,
    expect.stringContaining(`serving tocsin chaincode on 127.0.0.1:${first + 22}\n`),
  ]);

  const mismatch = await tocsin('network', 'up', '--topology', 'mekong-four');
  expect([mismatch.exit, mismatch.err]).toEqual([1, expect.stringContaining('[NETWORK_EXISTS]')]);

  expect(jsonOf(await tocsin('network', 'down', '--json'))[0]?.ended).toHaveLength(9);
  await allGone();
  const stopped = await tocsin('network', 'status');
  expect([stopped.exit, stopped.err]).toEqual([2, expect.stringContaining('9 nodes [NODES_NOT_RUNNING]')]);

  expect((await tocsin('network', 'up')).exit).toBe(0);
  expect((await tocsin('network', 'status')).exit).toBe(0);
  expect(await tocsin('network', 'reset')).toMatchObject({
    exit: 1,
    err: expect.stringContaining('[CONFIRMATION_NEEDED]'),
  });
  expect((await tocsin('network', 'reset', '--yes')).exit).toBe(0);
  await allGone();
});

const demo = ['demo', '--ledger', 'fabric'] as const;

test('the demo plays every step on Fabric, goes on with it, and leaves what any gateway and auditor can use', async () => {
  const first = await tocsin(...demo, '--once', '--ports', '23501,23502,23503');
  expect([first.exit, first.err]).toEqual([0, '']);
  expect(first.out).toMatch(/[0-9.]+ s from nothing to the first committed alert\n/);
  expect(first.out).toContain('crash-tolerant ordering (Raft) by 3 agencies');
  expect(nodesLeft()).toEqual([]);

  const second = await tocsin(...demo, '--once', '--ports', '23501,23502,23503');
  expect([second.exit, second.out]).toEqual([0, expect.stringContaining('An exchange that is there already')]);
  expect(nodesLeft()).toEqual([]);

  expect((await tocsin('network', 'up', '--folder', '.tocsin/demo-fabric/network')).exit).toBe(0);
  const busy = await tocsin(...demo, '--once');
  expect([busy.exit, busy.err]).toEqual([2, expect.stringContaining('[NETWORK_IN_USE]')]);
  await auditFromOneGateway();
  expect((await tocsin('network', 'down', '--folder', '.tocsin/demo-fabric/network')).exit).toBe(0);
  await allGone();
});

/** One agency's gateway in a process of its own; its auditor exports the ledger, and anybody verifies it. */
async function auditFromOneGateway(): Promise<void> {
  const home = '.tocsin/demo-fabric';
  const gateway = start(['gateway', 'serve', '--config', `${home}/th-police/gateway.json`]);
  await said(gateway, /^th-police listens/);
  const exported = await tocsin('audit', 'export', 'ledger.blocks', '--as', 'th-police-auditor');
  expect([exported.exit, exported.err]).toEqual([0, '']);
  gateway.kill('SIGTERM');
  expect(await once(gateway, 'exit')).toEqual([0, null]);

  const verified = await tocsin('audit', 'ledger', 'ledger.blocks', '--roots', `${home}/roots`, '--json');
  expect(jsonOf(verified)[0]).toMatchObject({ ledger: 'fabric', fault: null, channel: { consensus: 'etcdraft' } });
  const text = await readFile(join(folder, 'ledger.blocks'), 'utf8');
  expect(jsonOf(verified)[0]?.blocks).toBe(text.trimEnd().split('\n').length);
}

const start = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [program, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });

/** Resolves once the program has said a line like this. */
async function said({ stdout }: ChildProcess, line: RegExp): Promise<void> {
  if (stdout === null) throw new Error('no output to read');
  for await (const told of createInterface({ input: stdout })) if (line.test(told)) return void stdout.resume();
  throw new Error(`it never said ${line}`);
}

test.each([
  ['SIGTERM', 'before the network comes up', /plan the network/, 2],
  ['SIGKILL', 'while the network comes up', /joining channel/, null],
  ['SIGINT', 'in the middle of an alert', /seals the alert/, 2],
  ['SIGKILL', 'in the middle of an alert', /seals the alert/, null],
  ['SIGTERM', 'while it serves', /serving until Ctrl-C/, 0],
  ['SIGKILL', 'while it serves', /serving until Ctrl-C/, null],
] as const)('%s %s: no process is left, and the next demo begins', async (signal, when, line, exit) => {
  const playing = start([...demo, '--reset', '--ports', '0,0,0']);
  await said(playing, line);
  if (!when.startsWith('before')) expect(nodesLeft().length).toBeGreaterThan(0);
  playing.kill(signal);
  expect(await once(playing, 'exit')).toEqual([exit, exit === null ? signal : null]);
  await allGone();
});
