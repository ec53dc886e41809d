import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const listFocalPoints = (terminal: Terminal) =>
  officerVerb('list', 'list the posts that answer for steps of the procedure', [
    'focal-point list',
    'focal-point list --agency la-fiu --json',
  ])
    .option('--agency <agency>', 'only those of one agency')
    .action((options) =>
      inSession(terminal, options, async ({ client }) => {
        const points = await client.focalPoints(options.agency);
        const rows = points.map(({ agency, post, unit, languages, timeZone, until, closed, duties }) => [
          agency,
          post,
          unit,
          languages.join(' '),
          timeZone,
          closed ? 'closed' : minute(until),
          duties.map(({ step, duty }) => `${step}: ${duty}`).join(', '),
        ]);
        const heading = ['AGENCY', 'POST', 'UNIT', 'LANGUAGES', 'TIME ZONE', 'UNTIL', 'DUTIES'];
        answer(terminal, options, 'focal-points/1', { 'focal-points': points }, table(heading, rows) || 'none\n');
      }),
    );
