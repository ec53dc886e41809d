import { Refusal } from '@tocsin/record';
import { AnsweredError } from '../../error.ts';
import { answer } from '../../output.ts';
import { reheadAll } from '../../rehead-all.ts';
import { inSession } from '../../session.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const reheadRoster = (terminal: Terminal) =>
  officerVerb('rehead', "lock your agency's own files by the roster in force, in place of an earlier one", [
    'roster rehead --dry-run',
    'roster rehead --as th-police-officer',
  ])
    .option('--dry-run', 'count what would be done, and change nothing')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { current, items } = await session.client.oldLocks();
        if (current === null) throw new Refusal('UNKNOWN_ROSTER', 'none is in force');
        const dry = options.dryRun === true;
        const failed = dry ? [] : await reheadAll(terminal, session, items);
        const done = dry ? 0 : items.length - failed.length;
        const value = { epoch: current, own: items.length, done, failed, 'dry-run': dry };
        const words = fields([
          ['roster', `epoch ${current}`],
          ['own files', `${items.length} ${dry ? 'would be' : 'were'} locked by an earlier one`],
          ['done', String(done)],
          ...failed.map(({ item, code }) => ['failed', `${item} [${code}]`] as const),
        ]);
        answer(terminal, options, 'roster-reheaded/1', value, words);
        if (failed.length > 0) throw new AnsweredError('REHEAD_INCOMPLETE', `${failed.length} of ${items.length}`);
      }),
    );
