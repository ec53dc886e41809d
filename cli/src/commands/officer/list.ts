import type { Officer } from '@tocsin/record';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const listOfficers = (terminal: Terminal) =>
  officerVerb('list', 'list registered officers by their handles; names are known to their agency alone', [
    'officer list',
    'officer list --agency kh-immigration --json',
  ])
    .option('--agency <agency>', 'only those of one agency')
    .action((options) =>
      inSession(terminal, options, async ({ client }) => {
        const officers = await client.officers(options.agency);
        const rows = officers.map((officer) => [
          officer.handle,
          officer.agency,
          officer.unit,
          minute(officer.until),
          standingOf(officer),
          officer.roles.join(', '),
        ]);
        const words = table(['OFFICER', 'AGENCY', 'UNIT', 'UNTIL', 'STANDING', 'ROLES'], rows) || 'none\n';
        answer(terminal, options, 'officers/1', { officers }, words);
      }),
    );

const standingOf = ({ revoked }: Officer): string => (revoked === null ? 'registered' : `revoked: ${revoked.reason}`);
