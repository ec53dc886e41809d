import { currentSealKey } from '@tocsin/device';
import { AnsweredError, CliError } from '../../error.ts';
import { openedByKey } from '../../opened-by.ts';
import { answer, nextSteps } from '../../output.ts';
import { type Failed, reheadAll } from '../../rehead-all.ts';
import { inSession, type Session } from '../../session.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const reheadKey = (terminal: Terminal) =>
  officerVerb('rehead', "put your agency's own files that an old key opens under new headers, for the keys of today", [
    'key rehead --unit duty-desk --from 1 --to 2 --dry-run',
    'key rehead --unit duty-desk --from 1 --to 2 --as th-police-officer',
  ])
    .requiredOption('--unit <unit>', 'your unit')
    .requiredOption('--from <epoch>', 'epoch of the key that is to go')
    .requiredOption('--to <epoch>', "epoch of the unit's key now")
    .option('--dry-run', 'count what would be done, and change nothing')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { unit } = options;
        const [from, to] = [epochIn(options.from), epochIn(options.to)];
        await mustBeNow(session, unit, to);
        const opened = await openedByKey(terminal, session, unit, from);
        const own = opened.filter(({ author }) => author === session.agency);
        const failed = options.dryRun === true ? [] : await reheadAll(terminal, session, own);
        const done = options.dryRun === true ? 0 : own.length - failed.length;
        const counts = { own: own.length, done, received: opened.length - own.length };
        const next = [`tocsin key destroy --unit ${unit} --epoch ${from} --seal FOLDER   (a keymaster)`];
        const value = { unit, from, to, ...counts, failed, 'dry-run': options.dryRun === true, next };
        answer(
          terminal,
          options,
          'reheaded/1',
          value,
          `${wordsFor(value)}${failed.length === 0 ? nextSteps(next) : ''}`,
        );
        if (failed.length > 0) throw new AnsweredError('REHEAD_INCOMPLETE', `${failed.length} of ${own.length}`);
      }),
    );

export function epochIn(text: string): number {
  if (!/^[1-9][0-9]{0,5}$/.test(text)) throw new CliError('USAGE', 'an epoch is a whole number from 1');
  return Number(text);
}

/** New headers are for the keys in effect: an epoch named by mistake would leave the files where they are. */
async function mustBeNow(session: Session, unit: string, to: number): Promise<void> {
  const { agency, client, clock } = session;
  if (unit !== session.unit) throw new CliError('USAGE', `an officer of ${unit} puts its files under new headers`);
  const now = clock().toISOString();
  const key = await currentSealKey(session, await client.keys({ agency, unit }), { agency, unit }, now);
  if (key?.epoch !== to) throw new CliError('USAGE', `the key in effect is of epoch ${key?.epoch ?? 'none'}`);
}

function wordsFor(value: {
  own: number;
  done: number;
  received: number;
  failed: readonly Failed[];
  'dry-run': boolean;
}) {
  const failures = value.failed.map(({ item, code }) => ['failed', `${item} [${code}]`] as const);
  return fields([
    ['own files', `${value.own}${value['dry-run'] ? ', which would get new headers' : ''}`],
    ['done', String(value.done)],
    ['received', `${value.received}: only their authors can put those under new headers`],
    ...failures,
  ]);
}
