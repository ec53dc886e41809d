import { followUp, post, prepare } from '@tocsin/device';
import { LISTING } from '@tocsin/record';
import { readersText } from '../../audience-text.ts';
import { CliError } from '../../error.ts';
import { readJson } from '../../file.ts';
import { answer } from '../../output.ts';
import { postingIn } from '../../posting.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';
import { audienceShown } from '../alert/post.ts';
import { evidenceIn } from './evidence.ts';

export const proposeListing = (terminal: Terminal) =>
  officerVerb('propose', 'propose to list a broker, an agent or a company; another agency must confirm it', [
    'listing propose examples/listings/01-lent-licence.json --dry-run   # show exactly who would be able to read, send nothing',
    'listing propose examples/listings/01-lent-licence.json --evidence examples/follow-ups/evidence.json --as th-police-officer',
  ])
    .argument('<file>', 'the listing as JSON, - for standard input')
    .option('--evidence <file>', 'what proves it, as JSON (follow-up/1): sealed for the trustees too')
    .option('--to <agency[/unit]>', 'addressee instead of those in the file (repeatable)', collect)
    .option('--agreement <name>', 'agreement to post under; default: the first in force that covers it')
    .option('--dry-run', 'show who would be able to read, then stop')
    .action(async (file, options) => {
      const { to, agreement } = options;
      const posting = postingIn({ kind: LISTING, ...(await readJson(terminal, file)) }, { to, agreement });
      if (posting.kind !== LISTING) throw new CliError('INPUT_MALFORMED', '/kind');
      const content = options.evidence === undefined ? null : await evidenceIn(terminal, options.evidence);
      await inSession(terminal, options, async (session) => {
        const prepared = await prepare(session, posting);
        if (options.dryRun)
          return answer(terminal, options, 'audience/1', audienceShown(prepared), readersText(prepared));
        if (!options.json) terminal.err(readersText(prepared));
        const done = await post(session, prepared);
        if (content !== null) await followUp(session, { record: done.id, outcome: 'evidence', content });
        const next = [
          `tocsin listing open ${done.id} --basis "WHY"   (another agency, before it stands for it)`,
          `tocsin listing confirm ${done.id}   (another agency)`,
          `tocsin listing show ${done.id}`,
        ];
        answerDone(terminal, options, done, { done: 'listing proposed', next });
      });
    });
