import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AlertContent } from '@tocsin/record';

/** What must stand nowhere but on the officers' devices: titles, and names in both their scripts. */
export function wordsOf({ title, people = [] }: AlertContent): string[] {
  const names = people.flatMap((person) => person.names);
  return [title, ...names.flatMap(({ asWritten, romanised }) => [asWritten, romanised ?? asWritten])].filter(
    (word) => word.length > 5,
  );
}

/** Throws if any file under the folders holds any of the words, as UTF-8 or as JSON escapes it. */
export async function mustHoldNoWord(folders: readonly string[], words: readonly string[]): Promise<void> {
  const needles = words.flatMap((word) => [Buffer.from(word), Buffer.from(escaped(word))]);
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      // Nodes that run tidy up behind them: a file that is gone holds nothing any more.
      const bytes = written(await readFile(join(entry.parentPath, entry.name)).catch(ifGone));
      if (needles.some((needle) => bytes.includes(needle))) throw new Error(`plaintext stands in ${entry.name}`);
    }
  }
}

const zeros = Buffer.alloc(64 * 1024);

/** The file without its tail of zeros: an orderer lays out 64 MiB before it writes the first byte. */
function written(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end >= zeros.length && bytes.subarray(end - zeros.length, end).equals(zeros)) end -= zeros.length;
  return bytes.subarray(0, end);
}

function ifGone(error: NodeJS.ErrnoException): Buffer {
  if (error.code === 'ENOENT') return Buffer.alloc(0);
  throw error;
}

const escaped = (word: string): string =>
  word.replaceAll(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
