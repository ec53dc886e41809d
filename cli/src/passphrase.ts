import { readFile, stat } from 'node:fs/promises';
import { CliError } from './error.ts';
import { pathFrom } from './file.ts';
import type { Terminal } from './terminal.ts';

/** Where a passphrase may come from, in this order; then a person is asked. */
export interface PassphraseSource {
  readonly passphraseFile?: string | undefined;
  /** The profile's own, absolute. */
  readonly profileFile?: string | null;
}

/**
 * The passphrase for a key: --passphrase-file, $TOCSIN_PASSPHRASE_FILE, the profile's, or asked for on a terminal.
 * @throws CliError PASSPHRASE_NEEDED, INPUT_UNREADABLE
 */
export async function passphraseFor(terminal: Terminal, what: string, source: PassphraseSource): Promise<string> {
  const path = source.passphraseFile ?? terminal.env.TOCSIN_PASSPHRASE_FILE ?? source.profileFile ?? undefined;
  if (path !== undefined) return readPassphrase(pathFrom(terminal.folder, path));
  if (!terminal.interactive) throw new CliError('PASSPHRASE_NEEDED');
  const typed = await terminal.askSecret(`Passphrase of ${what}`);
  if (typed === null) throw new CliError('PASSPHRASE_NEEDED');
  return typed;
}

/** A new passphrase: from a file, or typed twice. @throws CliError PASSPHRASE_NEEDED, USAGE */
export async function newPassphrase(terminal: Terminal, what: string, source: PassphraseSource): Promise<string> {
  const first = await passphraseFor(terminal, `${what} (new)`, source);
  if (source.passphraseFile !== undefined || terminal.env.TOCSIN_PASSPHRASE_FILE !== undefined) return first;
  const second = await terminal.askSecret('The same once more');
  if (first !== second) throw new CliError('USAGE', 'the two passphrases differ');
  return first;
}

/** The first line of a file that only its owner may read. */
async function readPassphrase(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError('INPUT_UNREADABLE', 'passphrase file', error);
  });
  const exposed = process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0;
  if (exposed) throw new CliError('INPUT_UNREADABLE', 'other users can read the passphrase file: set its mode to 0600');
  return text.split(/\r?\n/, 1)[0] ?? '';
}
