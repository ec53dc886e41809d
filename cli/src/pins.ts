import { readFile } from 'node:fs/promises';
import { Pins } from '@tocsin/device/keyless';
import { CliError } from './error.ts';
import { replacePrivate } from './file.ts';

/** The pins of one profile, in its `pins.json`. No file means no pins yet. @throws CliError PROFILE_MALFORMED */
export async function readPins(path: string): Promise<Pins> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  try {
    return Pins.from(text, (kept) => replacePrivate(path, kept));
  } catch (error) {
    throw new CliError('PROFILE_MALFORMED', 'pins.json', error);
  }
}
