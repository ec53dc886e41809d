import { createReadStream } from 'node:fs';
import { access, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { LONGEST_BLOCK, linesOf } from '@tocsin/gateway/api';
import { CliError } from './error.ts';
import type { Terminal } from './terminal.ts';

/** A path as the person meant it. */
export const pathFrom = (folder: string, path: string): string => (isAbsolute(path) ? path : join(folder, path));

/**
 * The bytes of a file, or of standard input for `-`.
 * @param most bytes; a file that holds more is refused unread
 * @throws CliError INPUT_UNREADABLE
 */
export async function readInput(
  terminal: Terminal,
  path: string,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  try {
    if (path === '-') return await allOf(terminal.input());
    const place = pathFrom(terminal.folder, path);
    if ((await stat(place)).size > most) throw new CliError('INPUT_UNREADABLE', `${path} is too large`);
    return await readFile(place);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError('INPUT_UNREADABLE', path, error);
  }
}

/** Bytes of standard input that are held at a time. */
const LONGEST_INPUT = 16 * 1024 * 1024;

async function allOf(input: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of input) {
    size += part.length;
    if (size > LONGEST_INPUT) throw new CliError('INPUT_UNREADABLE', 'standard input has more than 16 MiB');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A JSON object from a file or standard input. @throws CliError INPUT_UNREADABLE, INPUT_MALFORMED */
export async function readJson(terminal: Terminal, path: string): Promise<Record<string, unknown>> {
  const bytes = await readInput(terminal, path);
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new TypeError('not an object');
    return value as Record<string, unknown>;
  } catch (error) {
    throw new CliError('INPUT_MALFORMED', path, error);
  }
}

/** UTF-8 text of a file or standard input. @throws CliError INPUT_UNREADABLE, INPUT_MALFORMED */
export async function readText(terminal: Terminal, path: string): Promise<string> {
  const bytes = await readInput(terminal, path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CliError('INPUT_MALFORMED', path, error);
  }
}

/**
 * The lines of an export, a file or standard input, however many there are: none longer than a block may be.
 * @throws CliError INPUT_UNREADABLE, EXPORT_NOT_VERIFIED
 */
export async function* linesIn(terminal: Terminal, path: string): AsyncGenerator<string> {
  const chunks = path === '-' ? terminal.input() : createReadStream(pathFrom(terminal.folder, path));
  try {
    // As Windows ends them too.
    for await (const line of linesOf(chunks, LONGEST_BLOCK)) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  } catch (error) {
    if (error instanceof RangeError)
      throw new CliError('EXPORT_NOT_VERIFIED', 'a line is longer than any block', error);
    if (error instanceof TypeError) throw new CliError('EXPORT_NOT_VERIFIED', 'it is not UTF-8', error);
    throw new CliError('INPUT_UNREADABLE', path, error);
  }
}

/** Writes a new file, or standard output for `-`; what is there is never overwritten. @throws CliError OUTPUT_EXISTS */
export async function writeOutput(
  terminal: Terminal,
  path: string,
  text: string | Uint8Array,
  mode = 0o644,
): Promise<void> {
  if (path === '-') return terminal.out(typeof text === 'string' ? text : new TextDecoder().decode(text));
  try {
    await writeFile(pathFrom(terminal.folder, path), text, { flag: 'wx', mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new CliError('OUTPUT_EXISTS', path);
    throw error;
  }
}

/** Replaces a private file whole or not at all (mode 0600), and on disk before it answers. */
export async function replacePrivate(path: string, text: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  try {
    const file = await open(draft, 'w', 0o600);
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Whether something of this name is there. */
export const existsFile = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
