import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError } from '../error.ts';
import { existsFile } from '../file.ts';
import type { Terminal } from '../terminal.ts';
import { shareText } from './share-file.ts';
import type { HandOut } from './splitting.ts';

/**
 * Hands shares out as files, each in a folder of its own: shares that lie together are the key.
 * @param files absolute
 * @throws CliError USAGE, OUTPUT_EXISTS
 */
export const toFiles =
  (files: readonly string[]): HandOut =>
  async (set, shares) => {
    if (files.length !== shares.length) throw new CliError('USAGE', `--to is given ${shares.length} times`);
    const folders = new Set(files.map((file) => dirname(resolve(file))));
    if (folders.size < files.length) throw new CliError('USAGE', 'each share goes to a folder, or medium, of its own');
    for (const file of files) if (await existsFile(file)) throw new CliError('OUTPUT_EXISTS', file);
    for (const [i, file] of files.entries()) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, shareText(set, shares[i] as (typeof shares)[0]), { flag: 'wx', mode: 0o600 });
    }
  };

/** Screen and scrollback emptied, cursor home. */
const clear = '\u001b[2J\u001b[3J\u001b[H';

/**
 * Shows one share at a time, and leaves none behind on the screen.
 * @throws CliError USAGE where nobody is looking; CONFIRMATION_NEEDED
 */
export const onScreen =
  (terminal: Terminal): HandOut =>
  async (set, shares) => {
    if (!terminal.interactive) throw new CliError('USAGE', 'name a file for each share with --to');
    for (const share of shares) {
      terminal.err(`${clear}${shareText(set, share)}\n`);
      const copied = await terminal.confirm('Has its holder, and nobody else, written this down?');
      terminal.err(clear);
      if (!copied) throw new CliError('CONFIRMATION_NEEDED', 'the split is void');
    }
  };
