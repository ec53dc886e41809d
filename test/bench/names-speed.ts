import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { NameIndex } from '@tocsin/names';
import { type Registered, register } from '../names/register.ts';
import { type Bench, type Figure, figure, load, rounded } from './measure.ts';

const run = promisify(execFile);
const venv = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tocsin', 'names-peers');
const PACKAGES = ['rapidfuzz==3.14.3', 'nomenklatura==4.17.4'];
const script = fileURLToPath(new URL('names-peers/peers.py', import.meta.url));

type Answers = Record<string, { readonly ms: readonly number[]; readonly recall: number }>;

/** The same list and the same queries, one thread each, in turns: ours, rapidfuzz, nomenklatura. */
export const namesSpeed: Bench = {
  name: 'names-speed',
  about: 'queries a second and recall@5 among 10,000 and 100,000 names, against rapidfuzz and nomenklatura',
  async run({ rounds, quick, progress }) {
    const ours: Record<string, Figure | number> = {};
    const peers: Record<string, Record<string, Figure | number>> = {};
    const ratios: Record<string, number> = {};
    const python = await peerPython(progress);
    for (const size of quick ? [2_000] : [10_000, 100_000]) {
      const people = register(size);
      const index = indexOf(people);
      const cold: Asking = { ms: [], cpuMs: 0, hits: 0 };
      const again: Asking = { ms: [], cpuMs: 0, hits: 0 };
      const count = quick ? 100 : 1_000;
      for (let round = 0; round < rounds; round += 1) {
        progress(`${size} names, round ${round + 1}`);
        // No name is asked for in two rounds: what is asked for the first time is what counts at a counter.
        const asked = queries(people, count, round);
        search(index, asked, cold);
        search(index, asked, again);
        if (python !== null && round === 0) await askPeers(python, people, asked, size, peers);
      }
      const found = figure(cold.ms);
      ours[`search ${size}, first asked`] = found;
      ours[`search ${size}, asked again`] = figure(again.ms);
      ours[`search ${size}, first asked, per second of CPU`] = rounded((cold.ms.length * 1000) / cold.cpuMs);
      ours[`recall@5 ${size}`] = rounded(cold.hits / cold.ms.length);
      for (const [name, figures] of Object.entries(peers)) {
        const theirs = figures[`search ${size}`];
        if (typeof theirs === 'object') ratios[`${name} ${size}`] = rounded(theirs.p50 / found.p50);
      }
    }
    ours['memory MB'] = rounded(process.memoryUsage().rss / 1e6);
    return { name: 'names-speed', rounds, load: load(), ours, peers, ratio: ratios };
  },
};

function indexOf(people: readonly Registered[]): NameIndex {
  const index = new NameIndex();
  for (const [ref, { written }] of people.entries()) index.add({ ref, names: [{ text: written }] });
  return index;
}

type Query = readonly [text: string, at: number];

/** Others in each round, as long as there are enough people. */
function queries(people: readonly Registered[], count: number, round: number): Query[] {
  return Array.from({ length: count }, (_, nth) => {
    const at = ((round * count + nth) * 7_919) % people.length;
    return [people[at]?.asked ?? '', at] as const;
  });
}

/** What came of a number of searches. */
interface Asking {
  readonly ms: number[];
  /** Of this thread alone: on a busy machine the clock counts the others too. */
  cpuMs: number;
  hits: number;
}

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

function search(index: NameIndex, asked: readonly Query[], into: Asking): void {
  const before = cpuMs();
  for (const [text, at] of asked) {
    const start = performance.now();
    const found = index.search({ text }, 5).slice(0, 5);
    into.ms.push(performance.now() - start);
    if (found.some(({ ref }) => ref === at)) into.hits += 1;
  }
  into.cpuMs += cpuMs() - before;
}

/** A Python with the peers, in a folder of its own; null, and said, where it cannot be made. */
async function peerPython(progress: (text: string) => void): Promise<string | null> {
  const python = join(venv, 'bin', 'python');
  try {
    await access(join(venv, 'ready'));
    return python;
  } catch {
    progress(`installing ${PACKAGES.join(', ')}`);
  }
  try {
    await run('python3', ['-m', 'venv', venv]);
    await run(python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES], { timeout: 600_000 });
    await run(python, ['-c', `open(${JSON.stringify(join(venv, 'ready'))}, 'w').close()`]);
    return python;
  } catch (error) {
    progress(`peers are SKIPPED: ${(error as Error).message.split('\n')[0]}`);
    return null;
  }
}

async function askPeers(
  python: string,
  people: readonly Registered[],
  asked: readonly Query[],
  size: number,
  peers: Record<string, Record<string, Figure | number>>,
): Promise<void> {
  const job = JSON.stringify({ names: people.map(({ written }) => written), queries: asked.slice(0, 100) });
  const child = run(python, [script], { maxBuffer: 1 << 28, timeout: 1_800_000 });
  child.child.stdin?.end(job);
  const answers = JSON.parse((await child).stdout) as Answers;
  for (const [name, { ms, recall }] of Object.entries(answers)) {
    peers[name] ??= {};
    peers[name][`search ${size}`] = figure(ms);
    peers[name][`recall@5 ${size}`] = rounded(recall);
  }
}
