import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from '@commander-js/extra-typings';
import { ensureContent } from '@tocsin/record';
import { expect, test } from 'vitest';
import { run, silent } from './exchange.test-support.ts';
import { programFor } from './program.ts';

function leaves(command: Command, path: readonly string[] = []): [string, Command][] {
  if (command.commands.length === 0) return [[path.join(' '), command]];
  return command.commands.flatMap((each) => leaves(each as Command, [...path, each.name()]));
}
const commands = leaves(programFor(silent('.')));

test.each(commands)('%s: --json, a description and two examples that name it', async (name, command) => {
  expect(command.options.map(({ long }) => long)).toContain('--json');
  expect(command.description()).not.toBe('');
  const { exit, out } = await run('.', [...name.split(' '), '--help']);
  expect(exit).toBe(0);
  const examples = out.slice(out.indexOf('examples:')).match(/^ {2}\$ .*$/gm) ?? [];
  expect(examples).toHaveLength(2);
  for (const example of examples) expect(example).toContain(`tocsin ${name}`);
});

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Files that another command of the exchange has made before. */
const madeBefore =
  /\.card\.json$|(^|\/)(card|opening|gateways|registrar|vn-labour(\.membership)?|th-police|kh-immigration|la-fiu)\.json$|^\*/;

test('every file that an example of a help names is there, or is what another command makes', () => {
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap((each) => all(each as Command))];
  const named = new Set<string>();
  for (const command of all(programFor(silent('.')))) {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    const examples = help.slice(help.indexOf('examples:')).match(/^ {2}\$ .*$/gm) ?? [];
    for (const example of examples) {
      expect(example).toMatch(/^ {2}\$ npx tocsin /);
      const [line = ''] = example.split('   # ');
      const written = /(--out|--csv|--pdf|>>?) (\S+)/g;
      const files = line.replaceAll(written, '').match(/(?<=[ =])\S+\.(csv|jsonl?)\b/g) ?? [];
      for (const file of files) if (!madeBefore.test(file)) named.add(file);
    }
  }
  expect([...named].filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(named).toContain('examples/passengers.csv');
});

test('examples of an officer name a profile, and the group of listings has some', async () => {
  for (const [name, command] of commands) {
    if (!command.options.some(({ long }) => long === '--as')) continue;
    const { out } = await run('.', [...name.split(' '), '--help']);
    for (const example of out.slice(out.indexOf('examples:')).match(/^ {2}\$ .*$/gm) ?? [])
      expect(example).toMatch(/ --as /);
  }
  const { out } = await run('.', ['listing', '--help']);
  expect(out.slice(out.indexOf('examples:')).match(/^ {2}\$ npx tocsin listing/gm)).toHaveLength(2);
});

test('a blind check offers no field that it would refuse', async () => {
  const { out } = await run('.', ['blind', 'check', '--help']);
  expect(out).toContain('--passport');
  expect(out).not.toMatch(/--(name|company|born|authority) /);
});

test.each(['evidence', 'question'])('the %s of the examples is content of a follow-up', async (name) => {
  const text = await readFile(join(root, 'examples', 'follow-ups', `${name}.json`), 'utf8');
  expect(() => ensureContent('follow-up', JSON.parse(text))).not.toThrow();
});

test('what a person sees begins in lower case and ends without a period', () => {
  for (const [, command] of commands) {
    const texts = [command.description(), ...command.options.map(({ description }) => description)];
    for (const text of texts) expect(text).not.toMatch(/\.$|^[A-Z][a-z]/);
  }
});

test.each([
  [['alert', 'pst'], /Did you mean post\?.*\[USAGE\]/],
  [['alert', 'list', '--sents'], /Did you mean --sent\?.*\[USAGE\]/],
  [['alert', 'open', 'x'], /--basis.*\[USAGE\]/],
  [
    ['alert', 'show', 'a'.repeat(26), '--as', '../elsewhere'],
    /profile name.*\[USAGE\]\nhint: see: npx tocsin alert show --help/,
  ],
  [['bogus'], /unknown command 'bogus' \[USAGE\]\nhint: see: npx tocsin --help/],
  [['alert', 'bogus'], /unknown command 'bogus' \[USAGE\]\nhint: see: npx tocsin alert --help/],
  [['alert', 'post'], /missing required argument 'file' \[USAGE\]\nhint: see: npx tocsin alert post --help/],
  [['alert', 'show', 'nothere'], /argument 'record'. It has 26 letters.*`npx tocsin alert list`.*\[USAGE\]\nhint: /],
  [['lease', 'take', 'a'.repeat(26), 'x'], /--|argument 'items'/],
  [['record', 'purge', 'nothere', '--reason', 'mistaken'], /argument 'record'.*\[USAGE\]/],
  [['alert', 'list', '--as', 'nobody'], /no such profile: nobody \[PROFILE_MISSING\]\nhint: /],
])('%s is a mistake of the caller', async (args, told) => {
  const { exit, err, out } = await run('.', args, { env: { TOCSIN_HOME: 'no-such-home' } });
  expect(exit).toBe(1);
  expect(err).toMatch(told);
  expect(out).toBe('');
});

test('with --json a failure is JSON too', async () => {
  const { json } = await run('.', ['alert', 'list', '--json'], { env: { TOCSIN_HOME: 'no-such-home' } });
  expect(json).toEqual([
    {
      shape: 'error/1',
      code: 'PROFILE_MISSING',
      message: 'there is no such profile',
      hint: expect.any(String),
      exit: 1,
    },
  ]);
});

test('a group without a command shows what there is', async () => {
  expect(await run('.', ['alert'])).toMatchObject({ exit: 1, err: expect.stringContaining('post [options] <file>') });
});

test('--version and --help succeed', async () => {
  expect(await run('.', ['--version'])).toMatchObject({ exit: 0, out: '0.1.0\n' });
  expect(await run('.', ['--help'])).toMatchObject({ exit: 0, out: expect.stringContaining('completion <shell>') });
});
