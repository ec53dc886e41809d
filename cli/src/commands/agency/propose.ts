import type { Membership } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { readJson } from '../../file.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const proposeAgency = (terminal: Terminal) =>
  officerVerb('propose', 'propose to admit or to remove a member; a majority of members decides', [
    'agency propose --admit vn-labour.membership.json --as th-police-registrar',
    'agency propose --remove la-fiu',
  ])
    .option('--admit <file>', 'membership as `tocsin authority membership` writes it, - for standard input')
    .option('--remove <agency>', 'code of the member to remove')
    .action(async (options) => {
      const { admit, remove } = options;
      if ((admit === undefined) === (remove === undefined)) throw new CliError('USAGE', 'give --admit or --remove');
      const change =
        remove !== undefined
          ? { remove }
          : { admit: (await readJson(terminal, admit ?? '-')) as unknown as Membership };
      await inSession(terminal, options, async (session) => {
        const done = await act(session, 'network.propose/1', { change });
        answerDone(terminal, options, done, {
          done: 'proposed',
          next: [`tocsin agency approve ${done.id}   (other members)`],
        });
      });
    });
