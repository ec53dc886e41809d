import { readFileSync } from 'node:fs';
import type { FabricHost } from '../fabric/host.ts';

/** Linux counts a process's time in hundredths of a second (proc(5), sysconf(_SC_CLK_TCK)). */
const TICK_MS = 10;

/** Processor time by kind of process, milliseconds. */
export type ProcessorTime = Readonly<Record<string, number>>;

/** What this process and the network's processes have used so far; `others` are process numbers by kind. */
export async function processorTime(
  { network }: FabricHost,
  others: Readonly<Record<string, Iterable<number>>>,
): Promise<ProcessorTime> {
  const { user, system } = process.cpuUsage();
  const used: Record<string, number> = { client: (user + system) / 1000 };
  const add = (kind: string, pid: number): void => {
    used[kind] = (used[kind] ?? 0) + timeOf(pid);
  };
  for (const { name, pid } of await network.status()) if (pid !== null) add(name.split('.')[0] ?? name, pid);
  for (const [kind, pids] of Object.entries(others)) for (const pid of pids) add(kind, pid);
  return used;
}

function timeOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** What each kind used between two readings, for one of so many posts. */
export const perPost = (before: ProcessorTime, after: ProcessorTime, posts: number): ProcessorTime =>
  Object.fromEntries(Object.entries(after).map(([kind, ms]) => [kind, (ms - (before[kind] ?? 0)) / posts] as const));
