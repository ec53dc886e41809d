import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandsUnder, type PageCommand } from '../fabric/operators-page.ts';
import { root } from '../house/room-copy.ts';
import { type ServedDemo, serveDemo } from '../support/demo.ts';

/** In the order of a visitor: the auditor looks for what the officer did. */
const guides = ['officer', 'counter', 'auditor', 'operator'] as const;
/** What the guides write in capitals: printed by an earlier command. */
const printed = new Map<string, string>();
let demo: ServedDemo;
/** Of the last statement. */
let block = 0n;
beforeAll(async () => {
  demo = await serveDemo();
}, 300_000);
afterAll(() => demo?.close());

interface Answer {
  readonly shape: string;
  readonly id?: string;
  readonly block?: string;
  readonly 'as-of'?: { readonly block: string };
}

/** Asks again while a check has not looked at the last statement yet: its answer says up to which block it did. */
async function answered(args: readonly string[]) {
  for (;;) {
    const ran = await demo.tocsin([...args, '--json']);
    const answer = JSON.parse(ran.out.split('\n', 1)[0] || '{}') as Answer;
    const looked = answer['as-of']?.block;
    if (looked === undefined || BigInt(looked) >= block) return { ...ran, answer };
    await pause(100);
  }
}

async function play({ text, words }: PageCommand): Promise<void> {
  const [npx, program, ...given] = words;
  expect([npx, program]).toEqual(['npx', 'tocsin']);
  const { exit, out, err, answer } = await answered(given.map((word) => printed.get(word) ?? word));
  const [, wanted = '0'] = /# exit (\d)/.exec(text) ?? [];
  expect(exit, `${text}\n${out}${err}`).toBe(Number(wanted));
  if (answer.shape !== 'committed/1' || answer.id === undefined) return;
  block = BigInt(answer.block ?? 0);
  if (given[1] === 'post') printed.set('RECORD', answer.id);
  if (given[1] === 'propose') printed.set('LISTING', answer.id);
}

test('the demo names an address at which the page itself leads a visitor', () => {
  expect(demo.told).toMatch(/open https:\/\/\S+\/#\/guide in a browser/);
});

test.each(guides)('the commands in the guide of the %s do what it says', async (name) => {
  const page = await readFile(join(root, 'docs', 'guide', `${name}.md`), 'utf8');
  const commands = commandsUnder(page, '## Try it on the demo').flat();
  expect(commands.length).toBeGreaterThan(4);
  for (const command of commands) await play(command);
});
