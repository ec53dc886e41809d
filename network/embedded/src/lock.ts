import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedError } from './error.ts';

/** Folders that this very process has locked. */
const held = new Set<string>();

/** Keeps a second process out of a ledger's folder; the lock of a process that is gone is taken over. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  if (held.has(path)) throw new EmbeddedError('LEDGER_LOCKED');
  if (!tryLock(path)) {
    if (isAlive(holderOf(path))) throw new EmbeddedError('LEDGER_LOCKED');
    rmSync(path, { force: true });
    if (!tryLock(path)) throw new EmbeddedError('LEDGER_LOCKED');
  }
  held.add(path);
  return () => {
    held.delete(path);
    rmSync(path, { force: true });
  };
}

function tryLock(path: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0;
  }
}

/** Our own number in a lock file is left over from before: process numbers are used again. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
