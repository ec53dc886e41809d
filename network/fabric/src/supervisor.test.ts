import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { FabricError } from './error.ts';
import { ended } from './process-id.ts';
import type { ProcessSpec } from './process-spec.ts';
import { Processes } from './processes.ts';
import { retried } from './retry.ts';

const folders: string[] = [];
const open: Processes[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((processes) => processes.end()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function processes(): Processes {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-supervisor-'));
  folders.push(folder);
  const made = new Processes(folder, 'bound');
  open.push(made);
  return made;
}

const sleeper = (name: string): ProcessSpec => ({
  name,
  command: 'sleep',
  args: ['600'],
  cwd: '/',
  env: { PATH: process.env.PATH ?? '' },
  wanted: true,
});

const pidOf = async (all: Processes, name: string): Promise<number> =>
  retried(async () => all.running(name)?.pid ?? Promise.reject(new Error(`${name} does not run`)), { every: 20 });

test('what is killed is started again, as another process', async () => {
  const all = processes();
  await all.want([sleeper('peer.one'), sleeper('peer.two')]);
  const before = await pidOf(all, 'peer.one');
  const untouched = await pidOf(all, 'peer.two');
  process.kill(before, 'SIGKILL');
  const after = await retried(
    async () => {
      const pid = all.running('peer.one')?.pid;
      return pid === undefined || pid === before ? Promise.reject(new Error('not yet')) : pid;
    },
    { every: 20 },
  );
  expect(after).not.toBe(before);
  expect(await pidOf(all, 'peer.two')).toBe(untouched);
});

test('what is no longer wanted ends and stays ended, and can be wanted again', async () => {
  const all = processes();
  await all.want([sleeper('peer.one'), sleeper('peer.two')]);
  await pidOf(all, 'peer.one');
  await all.set('peer.one', false);
  expect(all.running('peer.one')).toBeNull();
  expect(await all.status()).toMatchObject([
    { name: 'peer.one', wanted: false, pid: null },
    { name: 'peer.two', wanted: true },
  ]);
  await all.set('peer.one', true);
  expect(await pidOf(all, 'peer.one')).toBeGreaterThan(0);
});

test('what is wanted otherwise than it runs is started anew, and nothing else is', async () => {
  const all = processes();
  await all.want([sleeper('peer.one'), sleeper('peer.two')]);
  const [before, untouched] = [await pidOf(all, 'peer.one'), await pidOf(all, 'peer.two')];
  const elsewhere = { ...sleeper('peer.two'), env: { PATH: '/another/shell', HOME: '/elsewhere' } };
  await all.want([{ ...sleeper('peer.one'), args: ['700'] }, elsewhere]);
  const after = await pidOf(all, 'peer.one');
  expect(after).not.toBe(before);
  expect(readFileSync(`/proc/${after}/cmdline`, 'utf8')).toBe(['sleep', '700', ''].join('\0'));
  expect(await pidOf(all, 'peer.two')).toBe(untouched);
});

test('ending the network ends every process of it', async () => {
  const all = processes();
  await all.want([sleeper('peer.one'), sleeper('orderer.one')]);
  await Promise.all(['peer.one', 'orderer.one'].map((name) => pidOf(all, name)));
  const ids = ['peer.one', 'orderer.one'].map((name) => all.running(name));
  await all.end();
  for (const id of ids) expect(id !== null && (await ended(id, 2_000))).toBe(true);
});

test('a supervisor that was killed leaves nothing behind that a new one does not replace', async () => {
  const all = processes();
  await all.want([sleeper('peer.one')]);
  const orphan = await pidOf(all, 'peer.one');
  const supervisor = await pidOf(all, 'supervisor.network');
  process.kill(supervisor, 'SIGKILL');
  await retried(async () => (all.running('supervisor.network') === null ? true : Promise.reject(new Error('alive'))), {
    every: 20,
  });
  await all.want([sleeper('peer.one')]);
  expect(await pidOf(all, 'peer.one')).not.toBe(orphan);
});

test('a process that no network has is refused', async () => {
  const all = processes();
  await all.want([sleeper('peer.one')]);
  await expect(all.set('peer.nine', false)).rejects.toThrow(FabricError);
});
