import { open, readFile, rm } from 'node:fs/promises';
import { CryptoConfigError } from './error.ts';

/**
 * Runs `change` while holding a lock file, so that two processes never write one authority at once.
 * The file holds the process id; one left behind by a killed process is removed.
 * @throws CryptoConfigError AUTHORITY_BUSY
 */
export async function withLock<T>(path: string, change: () => Promise<T>): Promise<T> {
  if (!(await take(path))) {
    if (await isHeld(path)) throw new CryptoConfigError('AUTHORITY_BUSY');
    await rm(path, { force: true });
    if (!(await take(path))) throw new CryptoConfigError('AUTHORITY_BUSY');
  }
  try {
    return await change();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isHeld(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '');
  // Just made and still without its number: held.
  if (!/^\d+$/.test(text)) return true;
  try {
    process.kill(Number(text), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
