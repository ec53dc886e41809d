import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedError } from './error.ts';

/**
 * Keeps a second process out of a ledger's folder. SQLite's own lock is not enough: POSIX drops a process's locks on a
 * file when that process closes any descriptor of it, so merely reading the database file (a backup, a search) would
 * let another process in, and both would write. The file names the process and when it began, so that neither a killed
 * process nor another one that was given its number keeps the folder locked.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  if (!claimed(path)) {
    if (isRunning(holder(path))) throw new EmbeddedError('LEDGER_LOCKED');
    rmSync(path, { force: true });
    if (!claimed(path)) throw new EmbeddedError('LEDGER_LOCKED');
  }
  return () => rmSync(path, { force: true });
}

function claimed(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid} ${beginning(process.pid)}`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holder(path: string): { pid: number; began: string } {
  try {
    const [pid, began = ''] = readFileSync(path, 'utf8').split(' ');
    return { pid: Number(pid), began };
  } catch {
    return { pid: 0, began: '' };
  }
}

/** A process that is still there, and still the one that wrote the lock. */
function isRunning({ pid, began }: { pid: number; began: string }): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return beginning(pid) === began;
}

/** When a process began, in clock ticks since the machine started (proc(5), field 22); empty where there is no /proc. */
function beginning(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
