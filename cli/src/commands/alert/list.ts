import { atThePost } from '../../lease/at-the-post.ts';
import { answer, nextSteps } from '../../output.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { recordsTable, sameProfile } from '../../words.ts';

export const listAlerts = (terminal: Terminal) =>
  officerVerb('list', 'list the alerts that your agency received or sent', [
    'alert list --unacknowledged --as kh-immigration-officer',
    'alert list --sent --overdue',
  ])
    .option('--sent', 'those your agency posted, instead of those it received')
    .option('--state <state>', 'open, closed or withdrawn')
    .option('--unacknowledged', 'only those that wait for an acknowledgement')
    .option('--overdue', 'only those with a due time that has passed')
    .option('--limit <number>', 'at most so many, 1 to 500', '100')
    .option('--cursor <cursor>', 'go on where another list ended')
    .action((options) =>
      atThePost(terminal, options, async ({ client }) => {
        const { state, cursor } = options;
        const page = await client.records({
          box: options.sent ? 'outbox' : 'inbox',
          ...(state === undefined ? {} : { state }),
          ...(cursor === undefined ? {} : { cursor }),
          ...(options.overdue ? { overdue: true } : {}),
          ...(options.unacknowledged ? { unacknowledged: true } : {}),
          limit: Number(options.limit),
        });
        const { records, next } = page;
        const more = next === null ? '' : nextSteps(sameProfile([`tocsin alert list --cursor ${next}`], options.as));
        answer(terminal, options, 'records/1', { records, next }, `${recordsTable(records) || 'none\n'}${more}`);
      }),
    );
