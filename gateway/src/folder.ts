import { mkdirSync, statSync } from 'node:fs';

/**
 * Makes the gateway's data folder, mode 0700, or checks the one that is there.
 * The view holds no secrets, but who exchanges with whom is nobody's business on this machine: a folder that others
 * may enter is refused rather than mended, because it was open until now.
 */
export function ensurePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const others = statSync(folder).mode & 0o077;
  if (process.platform !== 'win32' && others !== 0) {
    throw new Error('the data folder is open to other users of this machine: set its mode to 0700');
  }
}
