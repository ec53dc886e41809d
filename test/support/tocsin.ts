import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { main, type Terminal } from '@tocsin/cli';
import { derToPem } from '@tocsin/crypto-config';
import type { Officer } from './officer.ts';
import type { ServedExchange } from './served.ts';

/** What a command line did. */
export interface Run {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** The JSON on standard output, one object a line; empty without `--json`. */
  readonly json: readonly Record<string, unknown>[];
}

/** The command `tocsin` on the devices of an exchange's officers. */
export interface Devices {
  /** Home of the officers' profiles. */
  readonly home: string;
  as(officer: Officer, args: readonly string[], around?: Around): Promise<Run>;
  /** A command that is nobody's in particular, in a folder. */
  run(args: readonly string[], folder: string, around?: Around): Promise<Run>;
  /** Folder of an officer's profile. */
  profile(officer: Officer): string;
  /** Takes the line of an officer's device away, or gives it back. */
  line(officer: Officer, up: boolean): Promise<void>;
}

export interface Around {
  readonly input?: string;
  /** What the person says to whatever is asked; nobody is there without it. */
  readonly confirms?: boolean;
  /** Told the line of progress; what it throws ends the command there, as a kill would. */
  readonly onProgress?: (text: string) => void;
  readonly env?: Readonly<Record<string, string>>;
}

const PASSPHRASE = 'fictitious words for fictitious officers';

/** Gives every officer who acts a device of their own, with the roots of all agencies and the gateway's address. */
export async function devicesOf(exchange: ServedExchange): Promise<Devices> {
  const home = join(exchange.folder, 'devices');
  await mkdir(join(home, 'roots'), { recursive: true, mode: 0o700 });
  await writeFile(join(home, 'passphrase'), `${PASSPHRASE}\n`, { mode: 0o600 });
  for (const { code, root } of exchange.agencies)
    await writeFile(join(home, 'roots', `${code}.pem`), derToPem(root, 'CERTIFICATE'));
  const ready = new Map<string, Promise<void>>();
  const name = ({ agency, handle }: Officer): string => `${agency}-${handle.slice(0, 6)}`;
  return {
    home,
    run: (args, folder, around = {}) => run(args, { home: folder, clock: exchange.clock, around }),
    profile: (officer) => join(home, 'profiles', name(officer)),
    line: (officer, up) => writeProfile(exchange, { home, name: name(officer), up }, officer),
    async as(officer, args, around = {}) {
      const made = ready.get(name(officer)) ?? writeDevice(exchange, home, name(officer), officer);
      ready.set(name(officer), made);
      await made;
      return run([...args, '--as', name(officer)], { home, clock: exchange.clock, around });
    },
  };
}

async function writeDevice(exchange: ServedExchange, home: string, name: string, officer: Officer): Promise<void> {
  const folder = join(home, 'profiles', name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', officer.keys.privateKey));
  await writeFile(join(folder, 'key.pem'), derToPem(pkcs8, 'PRIVATE KEY'), { mode: 0o600 });
  await writeFile(join(folder, 'chain.pem'), officer.chain.map((der) => derToPem(der, 'CERTIFICATE')).join(''));
  await writeProfile(exchange, { home, name, up: true }, officer);
}

/** Without a line the gateway's address leads nowhere. */
async function writeProfile(
  exchange: ServedExchange,
  { home, name, up }: { readonly home: string; readonly name: string; readonly up: boolean },
  { agency, unit, handle }: Officer,
): Promise<void> {
  const gateway = up ? exchange.served.get(agency)?.origin : 'https://127.0.0.1:1';
  const places = { tls: `../../roots/${agency}.pem`, roots: '../../roots', key: 'key.pem', chain: 'chain.pem' };
  const profile = { agency, unit, handle, gateway, ...places, passphraseFile: '../../passphrase' };
  await writeFile(join(home, 'profiles', name, 'profile.json'), JSON.stringify(profile), { mode: 0o600 });
}

interface World {
  readonly home: string;
  readonly clock: () => number;
  readonly around: Around;
}

async function run(args: readonly string[], { home, clock, around }: World): Promise<Run> {
  let [out, err] = ['', ''];
  const terminal: Terminal = {
    env: { TOCSIN_HOME: home, ...around.env },
    folder: home,
    interactive: around.confirms !== undefined,
    signal: new AbortController().signal,
    clock: () => new Date(clock()),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    progress: (text) => around.onProgress?.(text),
    input: () => Readable.from([new TextEncoder().encode(around.input ?? '')]),
    askSecret: async () => null,
    confirm: async () => around.confirms ?? false,
    paint: (_, text) => text,
  };
  const exit = await main(args, terminal);
  const lines = args.includes('--json') ? out.split('\n').filter((line) => line !== '') : [];
  return { exit, out, err, json: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}
