import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Licence, type LicenceEntry, licenceKey, licenceNumber } from '@tocsin/record';
import { fictitiousLicence } from './listing.ts';
import type { Officer } from './officer.ts';
import type { ServedExchange } from './served.ts';
import type { Devices } from './tocsin.ts';

const command = fileURLToPath(new URL('../../cli/bin/tocsin.ts', import.meta.url));
/** Milliseconds between two looks at an import's journal. */
const LOOK_MS = 10;

/** A register of so many licences of companies that do not exist, as CSV and as it must stand afterwards. */
export async function register(folder: string, name: string, count: number) {
  const file = join(folder, name);
  const entries = Array.from({ length: count }, (_, i) => {
    const names = [
      { text: `บริษัท ตัวอย่างที่ ${i} จำกัด`, script: 'Thai' as const },
      { text: `Tuayang ${i} Recruitment Co., Ltd.`, script: 'Latn' as const },
    ];
    const holder = { kind: 'company' as const, names, registration: String(i), phones: [], address: null };
    return fictitiousLicence(`ท. ${i}/๒๕๖๖`, { holder, scope: { countries: ['MY', 'KR'], sectors: [] } });
  });
  const rows = entries.map(
    ({ number }, i) =>
      `${number},"บริษัท ตัวอย่างที่ ${i} จำกัด|Tuayang ${i} Recruitment Co., Ltd.",${i},work,MY|KR,01/01/2568,31/12/2570,valid`,
  );
  await writeFile(file, ['number,holder,registration,category,countries,from,until,status', ...rows, ''].join('\n'));
  return { file, entries };
}

/** `tocsin licence import` in a process of its own. */
export class ImportProcess {
  readonly #child: ChildProcess;
  readonly #journals: string;
  readonly #ended: Promise<unknown[]>;
  #out = '';
  #err = '';

  constructor(devices: Devices, officer: Officer, args: readonly string[]) {
    const profile = devices.profile(officer);
    this.#journals = join(profile, 'imports');
    const named = ['licence', 'import', ...args, '--json', '--as', profile.slice(profile.lastIndexOf('/') + 1)];
    const env = { PATH: process.env.PATH, TOCSIN_HOME: devices.home };
    this.#child = spawn(process.execPath, [command, ...named], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout?.on('data', (data: Buffer) => {
      this.#out += data;
    });
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.#err += data;
    });
    this.#ended = once(this.#child, 'close');
  }

  /** Kills it with no warning once so many of its statements stand on the ledger. @returns how many it knew of by then */
  async killAfter(statements: number): Promise<number> {
    for (;;) {
      const known = await this.#known();
      if (known >= statements) {
        this.#child.kill('SIGKILL');
        const [, signal] = await this.#ended;
        if (signal !== 'SIGKILL') throw new Error(`it had ended before: ${this.#err}`);
        return known;
      }
      if (this.#child.exitCode !== null) throw new Error(`it ended first: ${this.#err}`);
      await pause(LOOK_MS);
    }
  }

  /** What it answered. */
  async answer(): Promise<Readonly<Record<string, unknown>>> {
    const [exit] = await this.#ended;
    if (exit !== 0) throw new Error(`exit ${String(exit)}: ${this.#err}`);
    return JSON.parse(this.#out) as Record<string, unknown>;
  }

  async #known(): Promise<number> {
    const [name] = await readdir(this.#journals).catch(() => []);
    if (name === undefined) return 0;
    const text = await readFile(join(this.#journals, name), 'utf8').catch(() => '');
    return Math.max(0, text.split('\n').length - 2);
  }
}

/** Keys asked for at once. */
const PAGE = 500;

/** Numbers of licences that do not stand on an agency's peer as they were imported, once each: none where all went well. */
export async function astray(
  { agency }: Pick<ServedExchange, 'agency'>,
  { on, of, authority }: { readonly on: string; readonly of: string; readonly authority: string },
  entries: readonly LicenceEntry[],
): Promise<string[]> {
  const { ledger } = agency(on);
  const wrong: string[] = [];
  for (let from = 0; from < entries.length; from += PAGE) {
    const page = entries.slice(from, from + PAGE);
    const keys = page.map(({ number }) => licenceKey(of, authority, licenceNumber(number) ?? ''));
    const found = await Promise.all(keys.map((key) => ledger.state(key)));
    wrong.push(...page.filter((entry, i) => !isAs(found[i], entry)).map(({ number }) => number));
  }
  return wrong;
}

function isAs(found: Licence | undefined, entry: LicenceEntry): boolean {
  if (found === undefined || found.history.length !== 1) return false;
  return Object.entries(entry).every(
    ([member, value]) => canonical(found[member as keyof LicenceEntry]) === canonical(value),
  );
}

/** Equal values have equal texts: the members of an object in the order of their names. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
