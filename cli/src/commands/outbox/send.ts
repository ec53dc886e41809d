import { AnsweredError } from '../../error.ts';
import { Outbox } from '../../outbox/outbox.ts';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const sendOutbox = (terminal: Terminal) =>
  officerVerb('send', 'send what waits in the outbox, in the order it was signed; each is applied once', [
    'outbox send --as kh-immigration-officer',
    'outbox send --again   # those that were refused, too',
  ])
    .option('--again', 'try what was refused before, too')
    .action((options) =>
      inSession(terminal, options, async (session, profile) => {
        const progress = (done: number, of: number): void => terminal.progress(`${done} of ${of} sent`);
        const done = await new Outbox(profile).send(session, { again: options.again === true, progress });
        terminal.progress('');
        const { sent, refused, waiting } = done;
        const words = `${sent.length} sent, ${refused.length} refused, ${waiting} waiting\n`;
        answer(terminal, options, 'outbox-sent/1', { sent, refused, waiting }, words);
        if (refused.length + waiting > 0)
          throw new AnsweredError('OUTBOX_NOT_EMPTY', `${refused.length} refused, ${waiting} waiting`);
      }),
    );
