import { missingFrom } from '../../blind.ts';
import { CliError } from '../../error.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const complainBlind = (terminal: Terminal) =>
  officerVerb('complain', 'end the making of a key for blind checks: these trustees do not deal or do not sign', [
    'blind complain --about la-fiu --as th-police-keymaster',
    'blind complain --as th-police-keymaster   # about everybody who is missing',
  ])
    .option('--about <agency>', 'trustee that holds it up, repeatable; default: all who are missing', collect)
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { epoch, missing } = missingFrom((await session.client.blind()).keys);
        const about = [...new Set(options.about ?? missing)];
        if (about.length === 0) throw new CliError('USAGE', 'nobody is missing: name whom with --about');
        const done = await act(session, 'blind.complain/1', { epoch, about });
        const next = ['tocsin blind deal   (the next epoch, by every trustee)'];
        answerDone(terminal, options, done, { done: `key ${epoch} complained of: ${about.join(', ')}`, next });
      }),
    );
