import { on } from 'node:events';
import { watch } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { harmless } from '../table.ts';

/** How far back a log is read for its last lines. */
const LONGEST_LOOK_BACK = 256 * 1024;

/** A log that grows, read line by line; what its program has painted comes out plain. */
export class Tail {
  readonly #path: string;
  #offset = 0;
  #rest = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** The last whole lines, at most so many. A log that is not there yet has none. */
  async last(lines: number): Promise<string[]> {
    const found = await this.#read(LONGEST_LOOK_BACK);
    return lines === 0 ? [] : found.slice(-lines);
  }

  /** Whole lines that came since the last call. */
  more(): Promise<string[]> {
    return this.#read(Number.POSITIVE_INFINITY);
  }

  async #read(most: number): Promise<string[]> {
    const file = await open(this.#path, 'r').catch(() => null);
    if (file === null) return [];
    try {
      return await this.#linesOf(file, most);
    } finally {
      await file.close();
    }
  }

  async #linesOf(file: FileHandle, most: number): Promise<string[]> {
    const { size } = await file.stat();
    const from = Math.max(this.#offset, size - most);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - from)), { position: from });
    const cut = from > this.#offset;
    this.#offset = from + bytesRead;
    const lines = (this.#rest + buffer.toString('utf8', 0, bytesRead)).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.slice(cut ? 1 : 0).map((line) => harmless(stripVTControlCharacters(line)));
  }
}

/** Each of the logs once, so that nothing is missed that came before the watch; then each that has changed. */
export async function* changes(logs: readonly string[], signal: AbortSignal): AsyncGenerator<string> {
  const folder = dirname(logs[0] ?? '.');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const watcher = watch(folder, { signal });
  try {
    const events = on(watcher, 'change', { signal });
    yield* logs;
    for await (const [, filename] of events) {
      const changed = logs.find((path) => basename(path) === filename);
      if (changed !== undefined) yield changed;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    watcher.close();
  }
}
