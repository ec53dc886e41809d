import { makeKey } from '../../key-making.ts';
import { keyDays, useIn, useWords } from '../../key-use.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone, minute } from '../../words.ts';

export const publishKey = (terminal: Terminal) =>
  keyVerb(
    terminal,
    'publish',
    'any',
    "make a unit's key and announce it; the secret half goes to the gateway's folder",
  );

export const rotateKey = (terminal: Terminal) =>
  keyVerb(terminal, 'rotate', 'next', "make the key that follows a unit's last one, 24 hours before it takes effect");

function keyVerb(terminal: Terminal, name: 'publish' | 'rotate', place: 'any' | 'next', words: string) {
  return officerVerb(name, words, [
    `key ${name} --unit duty-desk --out .tocsin/demo/th-police/gateway/seal --as th-police-keymaster`,
    `key ${name} --unit duty-desk --out seal --recovery recovery --days 30 --json`,
  ])
    .requiredOption('--unit <unit>', 'the unit whose key it is')
    .requiredOption('--out <folder>', "folder of the gateway's unit keys; the file is <unit>.<epoch>.age")
    .option('--recovery <folder>', "recovery folder that keeps a copy; default: `recovery` beside the gateway's keys")
    .option('--no-recovery', 'keep no copy: if the gateway is lost, so is all that was sealed to this key')
    .option('--use <use>', useWords, 'seal')
    .option('--days <number>', 'validity: up to 90 (seal) or 731 (trustee); a week of overlap is added')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { unit, out, recovery } = options;
        const use = useIn(options.use);
        const order = { use, unit, out, recovery, days: keyDays(options.days, use), place };
        const { done, epoch, from } = await makeKey(terminal, session, order);
        const next = [`tocsin key list   (in effect from ${minute(from)})`];
        answerDone(terminal, options, done, { done: `${use} key ${unit} epoch ${epoch}`, next });
      }),
    );
}
