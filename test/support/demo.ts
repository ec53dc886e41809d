import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { main, type Terminal } from '@tocsin/cli';
import { root } from '../house/room-copy.ts';
import { freshFolder, removeFolder } from './host.ts';

/** What a command line did. */
interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** `npm run demo` as somebody has it who tries it out: in a folder that has the examples and nothing else. */
export interface ServedDemo {
  /** What it printed before it began to wait. */
  readonly told: string;
  /** The folder that it and every command runs in. */
  readonly folder: string;
  /** Where an agency's officers find their gateway. */
  origin(agency: string): string;
  /** A command in another terminal, in the same folder. */
  tocsin(args: readonly string[]): Promise<Ran>;
  close(): Promise<void>;
}

/** Starts the demo in this process and waits until it serves. @throws Error with what it said when it ends instead */
export async function serveDemo(): Promise<ServedDemo> {
  const folder = await freshFolder();
  await mkdir(folder, { recursive: true });
  await symlink(join(root, 'examples'), join(folder, 'examples'));
  const ending = new AbortController();
  const { promise: serving, resolve: serves } = Promise.withResolvers<void>();
  let told = '';
  const terminal = terminalIn(folder, ending.signal, (text) => {
    told += text;
    if (told.includes('serving until Ctrl-C')) serves();
  });
  const ended = main(['demo', '--ports', '0,0,0'], terminal);
  await Promise.race([serving, ended]);
  if (!told.includes('serving until Ctrl-C')) throw new Error(`the demo ended with ${await ended}:\n${told}`);
  return {
    told,
    folder,
    origin(agency) {
      const [, found] = new RegExp(`^ *${agency} +(https://\\S+)`, 'm').exec(told) ?? [];
      if (found === undefined) throw new Error(`the demo tells no address of ${agency}`);
      return found;
    },
    tocsin: (args) => tocsin(folder, args),
    async close() {
      ending.abort();
      await ended;
      await removeFolder(folder);
    },
  };
}

async function tocsin(folder: string, args: readonly string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const terminal: Terminal = {
    ...terminalIn(folder, new AbortController().signal, (text) => {
      out += text;
    }),
    err: (text) => {
      err += text;
    },
  };
  const exit = await main(args, terminal);
  return { exit, out, err };
}

/** Nobody sits at it: errors are read with the output unless told otherwise. */
const terminalIn = (folder: string, signal: AbortSignal, out: (text: string) => void): Terminal => ({
  env: {},
  folder,
  interactive: false,
  signal,
  out,
  err: out,
  progress: () => undefined,
  input: () => Readable.from([]),
  askSecret: async () => null,
  confirm: async () => false,
  paint: (_, text) => text,
});
