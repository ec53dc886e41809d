import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileTexts } from '@tocsin/crypto-config';

/** Writes a folder's files, for its owner alone; each appears whole or not at all. */
export async function writeFolder(folder: string, files: FileTexts, mode = 0o600): Promise<void> {
  for (const [path, text] of Object.entries(files)) await writeOwn(join(folder, path), text, mode);
}

/** Writes one file for its owner alone, through a rename. */
export async function writeOwn(path: string, text: string | Uint8Array, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.draft`;
  await writeFile(draft, text, { mode });
  await chmod(draft, mode);
  await rename(draft, path);
}
