import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What ends up in the console, relative to the checkout. */
const parts = [
  'console/index.html',
  'console/build',
  'console/src',
  'record/src',
  'envelope/src',
  'audit/src',
  'network/fabric-block/src',
  'network/embedded/src/entry.ts',
  'crypto-config/src',
  'device/src',
  'gateway/src/api',
  'package-lock.json',
];

/** SHA-256 over the names and bytes of all that the console is built from, its first 16 characters. */
export async function digestOfSources(checkout: string): Promise<string> {
  const files = (await Promise.all(parts.map((part) => filesOf(checkout, part)))).flat();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(await readFile(join(checkout, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(checkout: string, part: string): Promise<string[]> {
  const entries = await readdir(join(checkout, part), { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return [part];
  const files = entries.filter((entry) => entry.isFile() && !entry.name.includes('.test.'));
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(checkout.length + 1)).sort();
}
