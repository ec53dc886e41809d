import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { main, type Terminal } from '@tocsin/cli';
import { freePorts } from '@tocsin/network-fabric';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freshFolder, removeFolder } from '../support/host.ts';
import { commandsUnder, type PageCommand } from './operators-page.ts';
import { startUnit } from './systemd-unit.ts';

/** The page speaks of the first; the others read it with themselves in its place and it in theirs. */
const agencies = [
  { code: 'kh-immigration', class: 'immigration' },
  { code: 'th-police', class: 'police' },
  { code: 'la-fiu', class: 'fiu' },
  { code: 'vn-labour', class: 'labour' },
] as const;
type Agency = (typeof agencies)[number];
const [first, ...others] = agencies;

const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const page = await readFile(join(checkout, 'docs', 'operate', 'fabric.md'), 'utf8');
const blocks = commandsUnder(page, '## A new network');

let scratch: string;
let port: number;
const started: ChildProcess[] = [];
const stopping = new AbortController();
const serving: Promise<number>[] = [];
/** What was printed last to be read out to the others, and the record that was posted. */
const told = { code: '', record: '' };

const home = ({ code }: Agency): string => join(scratch, code);
const kit = (agency: Agency): string => join(home(agency), 'srv');
const ports = (agency: Agency): number => port + 10 * agencies.indexOf(agency);
/** One of an agency's ten ports that its nodes leave free. */
const gatewayPort = (agency: Agency): number => ports(agency) + 9;

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** One command in an agency's folder, a person at its terminal saying yes. */
async function tocsin(agency: Agency, args: readonly string[], heard: (out: string) => void = () => undefined) {
  let [out, err] = ['', ''];
  const terminal: Terminal = {
    env: { TOCSIN_PASSPHRASE_FILE: 'passphrase' },
    folder: home(agency),
    interactive: true,
    signal: stopping.signal,
    out: (text) => {
      out += text;
      heard(out);
    },
    err: (text) => {
      err += text;
    },
    progress: () => undefined,
    input: () => Readable.from([]),
    askSecret: async () => null,
    confirm: async () => true,
    paint: (_, text) => text,
  };
  const exit = await main(args, terminal);
  return { exit, out, err } satisfies Ran;
}

/** A word of the page as this agency reads it. */
function read(word: string, agency: Agency): string {
  const swapped = { [first.code]: agency.code, [agency.code]: first.code, [first.class]: agency.class };
  return word
    .replaceAll('/opt/tocsin/0.1.0', checkout)
    .replaceAll('/srv/tocsin', 'srv')
    .replaceAll('gateway.immigration.example:7443', `127.0.0.1:${gatewayPort(agency)}`)
    .replaceAll('gateway.immigration.example', '127.0.0.1')
    .replaceAll('peer.immigration.example', '127.0.0.1')
    .replaceAll(new RegExp(Object.keys(swapped).join('|'), 'g'), (name) => swapped[name] ?? name)
    .replace(/^CODE$/, told.code)
    .replace(/^RECORD$/, told.record);
}

/** What the page says to add where all are on one machine. */
function added([, noun, verb]: readonly string[], agency: Agency): string[] {
  if (`${noun} ${verb}` === 'network kit') return ['--bind', '127.0.0.1', '--ports', String(ports(agency))];
  if (`${noun} ${verb}` === 'gateway configure') return ['--host', '127.0.0.1', '--port', String(gatewayPort(agency))];
  return [];
}

/** Whoever is first has no code to expect yet, looks at what is shown and says yes. */
const expectingNone = (words: readonly string[]): string[] => {
  const at = words.indexOf('--expect');
  return at === -1 || told.code !== '' ? [...words] : words.toSpliced(at, 2);
};

async function play(command: PageCommand, agency: Agency): Promise<void> {
  const words = expectingNone(command.words).map((word) => read(word, agency));
  if (words[0] === 'systemctl') return startUnits(agency, words.slice(3));
  expect(words[0], command.text).toBe('tocsin');
  const args = [...words.slice(1), ...added(words, agency)];
  if (words[1] === 'gateway' && words[2] === 'serve') return serve(agency, args);
  const ran = await vi.waitFor(() => arrived(command, agency, args), { timeout: 60_000, interval: 500 });
  expect(ran.exit, `${agency.code}: ${command.text}\n${ran.err}`).toBe(0);
  const { out, err } = ran;
  told.code = /^code [^:\n]*: ([a-z2-7 ]{39})$/m.exec(err + out)?.[1] ?? told.code;
  told.record = /\bposted\b.*?\b([a-z2-7]{26})\b/s.exec(out)?.[1] ?? told.record;
}

/** What is refused until another agency's statement has reached the own peer. */
const arriving = /\[(UNKNOWN_\w+|FOUNDING_CLOSED|NO_AGREEMENT|NO_SEAL_KEY)\]/;

/** Repeated where the page says it may be: the other side was not there yet, or what another agency did had not arrived. */
async function arrived({ text }: PageCommand, agency: Agency, args: readonly string[]): Promise<Ran> {
  const ran = await tocsin(agency, args);
  if (ran.exit === 2 || arriving.test(ran.err)) throw new Error(`${agency.code}: ${text}\n${ran.err}`);
  return ran;
}

async function startUnits(agency: Agency, units: readonly string[]): Promise<void> {
  for (const unit of units) started.push(await startUnit(kit(agency), unit.replace('tocsin-', '')));
}

async function serve(agency: Agency, args: readonly string[]): Promise<void> {
  await new Promise<void>((listens, failed) => {
    const ended = tocsin(agency, args, (out) => {
      if (out.includes('listens at')) listens();
    });
    serving.push(ended.then(({ exit }) => exit));
    void ended.then(({ err }) => failed(new Error(err)), failed);
  });
}

/** Carries to every agency what the page says it is given: cards, the first block, memberships. */
async function deliver(): Promise<void> {
  for (const from of agencies)
    for (const to of agencies) {
      await copyFile(join(kit(from), 'card.json'), join(home(to), `${from.code}.card.json`)).catch(() => undefined);
      for (const name of (await readdir(home(from))).filter(
        (one) => one === 'genesis.block' || one === `${from.code}.json`,
      ))
        if (from !== to) await copyFile(join(home(from), name), join(home(to), name));
    }
}

async function playBlock(block: readonly PageCommand[]): Promise<void> {
  for (const command of block) {
    const by = { one: [first], others, each: agencies }[command.by];
    // A code is read out once somebody has it; after that each may go on by itself.
    for (const agency of by) await play(command, agency);
    await deliver();
  }
}

beforeAll(async () => {
  scratch = await freshFolder();
  port = await freePorts(agencies.length);
  for (const agency of agencies) {
    await mkdir(home(agency));
    await writeFile(join(home(agency), 'passphrase'), 'fictitious passphrase\n', { mode: 0o600 });
  }
}, 60_000);

afterAll(async () => {
  stopping.abort();
  expect(await Promise.all(serving)).toEqual(serving.map(() => 0));
  const ended = started.filter(({ exitCode }) => exitCode === null).map((child) => once(child, 'exit'));
  for (const child of started) child.kill('SIGTERM');
  await Promise.all(ended);
  if (scratch !== undefined) await removeFolder(scratch);
}, 60_000);

test('the page has its nine steps, in ten blocks of commands', () => {
  expect(blocks.map((block) => block[0]?.words.slice(1, 3).join(' '))).toEqual([
    'authority create',
    'network meet',
    'network genesis',
    'enable --now',
    'network bundle',
    'officer request',
    'authority gateway',
    'network found',
    'unit set',
    'agreement propose',
  ]);
});

test('who gives a command is read from the remark behind it, and nothing is played that needs a real shell', () => {
  const under = (...lines: string[]) => commandsUnder(`\n## X\n\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n`, '## X');
  expect(under('a "b c" \\', '  d   # one: says', 'e # every other', 'f   # as it is').flat()).toMatchObject([
    { words: ['a', 'b c', 'd'], by: 'one' },
    { words: ['e'], by: 'others' },
    { words: ['f'], by: 'each' },
  ]);
  for (const line of ['a | b', 'a > b', 'a && b', 'a $(b)', "cat <<'END'"])
    expect(() => under(line)).toThrow('more than a command');
  expect(() => commandsUnder(page, '## No such heading')).toThrow('no heading');
});

test("four agencies follow the page's own lines from nothing to the first alert opened by all it went to", async () => {
  for (const block of blocks) {
    // Each thing compared has a code of its own; the first block's is asked for again when it is entered.
    if (block[0]?.words[0] !== 'systemctl') told.code = '';
    await playBlock(block);
  }
  for (const agency of others) {
    const { out } = await tocsin(agency, ['alert', 'show', told.record, '--as', 'desk-1']);
    expect(out).toContain(told.record);
  }
  const { out } = await tocsin(first, ['audit', 'access', '--record', told.record, '--as', 'desk-1']);
  for (const { code } of others) expect(out).toMatch(new RegExp(`${code} .*opened`));
}, 600_000);
