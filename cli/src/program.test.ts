import type { Command } from '@commander-js/extra-typings';
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
    /profile name.*\[USAGE\]\nhint: see: tocsin alert show --help/,
  ],
  [['bogus'], /unknown command 'bogus' \[USAGE\]\nhint: see: tocsin --help/],
  [['alert', 'bogus'], /unknown command 'bogus' \[USAGE\]\nhint: see: tocsin alert --help/],
  [['alert', 'post'], /missing required argument 'file' \[USAGE\]\nhint: see: tocsin alert post --help/],
  [['alert', 'show', 'nothere'], /argument 'record'. It has 26 letters.*`tocsin alert list`.*\[USAGE\]\nhint: /],
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
