import { Option } from '@commander-js/extra-typings';
import { keyDays, makeKey } from '../../key-making.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone, minute } from '../../words.ts';

export const publishKey = (terminal: Terminal) =>
  keyVerb(
    terminal,
    'publish',
    'any',
    "make a unit's seal key and announce it; the secret half goes to the gateway's folder",
  );

export const rotateKey = (terminal: Terminal) =>
  keyVerb(
    terminal,
    'rotate',
    'next',
    "make the seal key that follows a unit's last one, 24 hours before it takes effect",
  );

function keyVerb(terminal: Terminal, name: 'publish' | 'rotate', place: 'any' | 'next', words: string) {
  return officerVerb(name, words, [
    `key ${name} --unit duty-desk --out .tocsin/demo/th-police/gateway/seal --as th-police-keymaster`,
    `key ${name} --unit duty-desk --out seal --recovery recovery --days 30 --json`,
  ])
    .requiredOption('--unit <unit>', 'the unit whose key it is')
    .requiredOption('--out <folder>', "folder of the gateway's unit keys; the file is <unit>.<epoch>.age")
    .addOption(
      new Option('--use <use>', "sealing, or a trustee's shares")
        .choices(['seal', 'trustee'] as const)
        .default('seal' as const),
    )
    .option('--recovery <folder>', "recovery folder that keeps a copy; default: `recovery` beside the gateway's keys")
    .option('--no-recovery', 'keep no copy: if the gateway is lost, so is all that was sealed to this key')
    .option('--days <number>', 'validity, up to 90; a week of overlap is added', '90')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { unit, use, out, recovery } = options;
        const order = {
          unit,
          use,
          out,
          recovery,
          days: keyDays(options.days),
          place,
        };
        const { done, epoch, from } = await makeKey(terminal, session, order);
        const next = [`tocsin key list   (in effect from ${minute(from)})`];
        answerDone(terminal, options, done, { done: `key ${unit} epoch ${epoch}`, next });
      }),
    );
}
