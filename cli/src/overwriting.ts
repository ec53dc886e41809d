import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';

/**
 * Overwrites a secret file, to the disk, then removes it; a file that is not there is gone already. Flash storage and
 * snapshots may keep what was there: whoever must be sure destroys the medium, or what the secret opens.
 * @returns whether there was one
 */
export async function destroyFile(path: string): Promise<boolean> {
  const file = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return false;
  try {
    const { size } = await file.stat();
    await file.write(randomBytes(size), 0, size, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await rm(path);
  return true;
}
