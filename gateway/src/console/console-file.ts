import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** One file of the console as it is sent. */
export interface ConsoleFile {
  readonly bytes: Buffer;
  /** The same, brotli; null where it would not be smaller. */
  readonly brotli: Buffer | null;
  readonly type: string;
  readonly etag: string;
  /** Its name tells its content, so that it may be kept for ever. */
  readonly immutable: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * All files of a built console by their path, in memory: a request names one of these or nothing, so no path can lead
 * anywhere else. Throws for a folder without `index.html` or with a file of an unknown type.
 */
export async function readConsole(folder: string): Promise<ReadonlyMap<string, ConsoleFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.br'))
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  const files = await Promise.all(names.map(async (name) => [pathOf(name), await fileAt(folder, name)] as const));
  const console = new Map(files);
  if (!console.has('/')) throw new Error('the folder holds no built console');
  return console;
}

function pathOf(name: string): string {
  const path = `/${name.split(sep).join('/')}`;
  return path === '/index.html' ? '/' : path;
}

async function fileAt(folder: string, name: string): Promise<ConsoleFile> {
  const type = types[extname(name)];
  if (type === undefined) throw new Error(`the console holds a file of an unknown type: ${extname(name)}`);
  const path = join(folder, name);
  const [bytes, brotli] = await Promise.all([readFile(path), readFile(`${path}.br`).catch(() => null)]);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  const smaller = brotli !== null && brotli.length < bytes.length ? brotli : null;
  return { bytes, brotli: smaller, type, etag, immutable: name.startsWith(`assets${sep}`) };
}
