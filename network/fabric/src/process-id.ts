import { readFileSync } from 'node:fs';

/** A process and when it began (ticks since boot), so that a number given away again is not taken for it. */
export interface ProcessId {
  readonly pid: number;
  readonly began: string;
}

/** The process of that number, or null when there is none. */
export function processId(pid: number): ProcessId | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name may hold anything, so fields are counted from its last parenthesis on (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    return { pid, began: fields[19] ?? '' };
  } catch {
    return null;
  }
}

export const processIdText = ({ pid, began }: ProcessId): string => `${pid} ${began}\n`;

/** The process that a pid file names, if it still is that one. */
export function runningFrom(path: string): ProcessId | null {
  try {
    const [pid = '', began = ''] = readFileSync(path, 'utf8').trim().split(' ');
    const found = processId(Number(pid));
    return found?.began === began ? found : null;
  } catch {
    return null;
  }
}

/** Resolves when the process is gone. @returns false when it is still there after the time (milliseconds) */
export async function ended({ pid, began }: ProcessId, within: number): Promise<boolean> {
  const until = performance.now() + within;
  while (processId(pid)?.began === began) {
    if (performance.now() > until) return false;
    // The kernel tells nobody but the parent; a short look again is what there is.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
