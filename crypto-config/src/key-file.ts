import { constants, type Stats } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from './atomic-file.ts';
import { CryptoConfigError } from './error.ts';
import { pemToDer } from './pem.ts';

const longest = 64 * 1024;
/** Windows keeps no POSIX mode bits; there a key file is protected by the access list it inherits from its folder. */
const hasModes = process.platform !== 'win32';

/**
 * Reads a key file, and refuses one that others on this machine can read or write.
 * The bits are asked of the opened file, so nobody can exchange it between the question and the reading.
 * @returns the PEM text
 * @throws CryptoConfigError KEY_FILE_MISSING, KEY_FILE_EXPOSED, BAD_PEM
 */
export async function readKeyFile(path: string): Promise<string> {
  // O_NONBLOCK: a named pipe in the key's place must not stop the process.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new CryptoConfigError('KEY_FILE_MISSING') : error;
  });
  try {
    ensurePrivate(await file.stat());
    return ensureKeyPem(await file.readFile('utf8'));
  } finally {
    await file.close();
  }
}

/**
 * Writes a private key in PEM: mode 0600, atomically and synced. A missing folder is made with mode 0700;
 * in a folder that others may write to, they could put another key in its place: refused.
 * @throws CryptoConfigError KEY_FILE_EXPOSED, BAD_PEM
 */
export async function writeKeyFile(path: string, pem: string): Promise<void> {
  ensureKeyPem(pem);
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (hasModes && ((await stat(folder)).mode & 0o022) !== 0) throw new CryptoConfigError('KEY_FILE_EXPOSED');
  await writeAtomically(path, pem, 0o600);
}

function ensurePrivate(file: Stats): void {
  if (!file.isFile() || file.size > longest) throw new CryptoConfigError('BAD_PEM');
  if (hasModes && (file.mode & 0o077) !== 0) throw new CryptoConfigError('KEY_FILE_EXPOSED');
}

function ensureKeyPem(pem: string): string {
  pemToDer(pem, pem.trimStart().startsWith('-----BEGIN ENCRYPTED') ? 'ENCRYPTED PRIVATE KEY' : 'PRIVATE KEY');
  return pem;
}
