import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { decryptKey, derToPem } from '@tocsin/crypto-config';
import { begin, Cast, type Running } from './demo/opening.ts';
import { Place } from './demo/place.ts';
import { Steps } from './demo/step.ts';
import { main } from './main.ts';
import type { Terminal } from './terminal.ts';

/** What a command line did. */
export interface Run {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** The JSON on standard output, one object a line. */
  readonly json: Record<string, unknown>[];
}

export interface Surroundings {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly secrets?: readonly (string | null)[];
  /** What the person says to whatever is asked. */
  readonly confirms?: boolean;
  readonly signal?: AbortSignal;
  readonly onOut?: (text: string) => void;
}

/** The examples of this checkout. */
export const example = (name: string): string =>
  fileURLToPath(new URL(`../../examples/alerts/${name}`, import.meta.url));

/** Runs one command line in this process, in a folder. */
export async function run(folder: string, args: readonly string[], around: Surroundings = {}): Promise<Run> {
  let [out, err] = ['', ''];
  const secrets = [...(around.secrets ?? [])];
  const terminal: Terminal = {
    env: around.env ?? {},
    folder,
    interactive: around.secrets !== undefined || around.confirms !== undefined,
    signal: around.signal ?? new AbortController().signal,
    out: (text) => {
      out += text;
      around.onOut?.(text);
    },
    err: (text) => {
      err += text;
    },
    progress: () => undefined,
    input: () => Readable.from([new TextEncoder().encode(around.input ?? '')]),
    askSecret: async () => secrets.shift() ?? null,
    confirm: async () => around.confirms ?? false,
    paint: (_, text) => text,
  };
  const exit = await main(args, terminal);
  return { exit, out, err, json: args.includes('--json') ? jsonIn(out) : [] };
}

const jsonIn = (out: string) =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

export const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'tocsin-cli-'));
export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** A terminal that nobody looks at. */
export const silent = (folder: string): Terminal => ({
  env: {},
  folder,
  interactive: false,
  signal: new AbortController().signal,
  out: () => undefined,
  err: () => undefined,
  progress: () => undefined,
  input: () => Readable.from([]),
  askSecret: async () => null,
  confirm: async () => false,
  paint: (_, text) => text,
});

/** The demo's three agencies in a fresh folder, serving on free ports, with nothing posted yet. */
export interface TestExchange {
  readonly folder: string;
  readonly place: Place;
  readonly running: Running;
  /** `tocsin ...args` as the person behind a profile. */
  as(profile: string, args: readonly string[], around?: Surroundings): Promise<Run>;
  close(): Promise<void>;
}

export async function openTestExchange(): Promise<TestExchange> {
  const folder = await freshFolder();
  const place = new Place(join(folder, '.tocsin', 'demo'));
  await place.prepare(false);
  const running = new Cast(new Steps(silent(folder), true), place);
  await begin(running, [0, 0, 0]);
  await Promise.all(inClear.map((profile) => decrypt(place, profile)));
  return {
    folder,
    place,
    running,
    as: (profile, args, around) => run(folder, [...args, '--as', profile], around),
    async close() {
      await running.close();
      await removeFolder(folder);
    },
  };
}

/** Those whose commands the tests run most: unlocking would take longer than all the rest. Others stay encrypted. */
const inClear = ['th-police-officer', 'kh-immigration-officer', 'th-police-auditor'];

async function decrypt(place: Place, profile: string): Promise<void> {
  const path = join(place.folder, 'profiles', profile, 'key.pem');
  const [pem, passphrase] = await Promise.all([readFile(path, 'utf8'), readFile(place.passphraseFile, 'utf8')]);
  await writeFile(path, derToPem(await decryptKey(pem, passphrase.trim()), 'PRIVATE KEY'));
}
