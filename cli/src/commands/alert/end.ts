import { kindNamed } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

const { withdrawReasons, closeReasons } = kindNamed('alert');

export const withdrawAlert = (terminal: Terminal) =>
  ending(terminal, 'withdraw', {
    typ: 'record.withdraw/1',
    words: 'take your alert back: nobody can open it any more',
    done: 'withdrawn',
    reasons: withdrawReasons,
  });

export const closeAlert = (terminal: Terminal) =>
  ending(terminal, 'close', {
    typ: 'record.close/1',
    words: 'close your alert: no step but opening is left',
    done: 'closed',
    reasons: closeReasons,
  });

interface Ending {
  readonly typ: 'record.withdraw/1' | 'record.close/1';
  readonly words: string;
  readonly done: string;
  readonly reasons: readonly string[];
}

function ending(terminal: Terminal, name: string, { typ, words, done: what, reasons }: Ending) {
  return officerVerb(name, words, [
    `alert ${name} mzxw6ytboi4dknbvgm3dinzwha --reason ${reasons[0]}`,
    `alert ${name} mzxw6ytboi4dknbvgm3dinzwha --reason ${reasons[1]} --json`,
  ])
    .argument('<record>', 'identifier of the record')
    .requiredOption('--reason <reason>', `one of ${reasons.join(', ')}`)
    .action((record, options) =>
      inSession(terminal, options, async (session) => {
        const { reason } = options;
        if (!reasons.includes(reason)) throw new CliError('USAGE', `--reason is one of ${reasons.join(', ')}`);
        const done = await act(session, typ, { record, reason });
        answerDone(terminal, options, done, { done: what, next: ['tocsin alert list --sent'] });
      }),
    );
}
