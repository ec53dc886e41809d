import { grantReasons } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const grantAccess = (terminal: Terminal) =>
  officerVerb(
    'grant',
    "break the glass: let your agency's gateway open its own words to an access, seen by all members",
    [
      'access grant mzxw6ytboi4dknbvgm3dinzwha --reason life-at-risk --as th-police-officer',
      'access grant ACCESS --reason trustees-unreachable --json',
    ],
  )
    .argument('<access>', 'identifier of the access, as who asked for it tells you')
    .requiredOption('--reason <reason>', `one of ${grantReasons.join(', ')}`)
    .action((access, options) =>
      inSession(terminal, options, async (session) => {
        const reason = grantReasons.find((each) => each === options.reason);
        if (reason === undefined) throw new CliError('USAGE', `--reason is one of ${grantReasons.join(', ')}`);
        const done = await act(session, 'access.grant/1', { access, reason });
        answerDone(terminal, options, done, { done: 'granted', next: ['tocsin audit access'] });
      }),
    );
