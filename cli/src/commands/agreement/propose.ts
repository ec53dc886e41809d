import { CliError } from '../../error.ts';
import { readJson } from '../../file.ts';
import { act, inSession } from '../../session.ts';
import type { Body } from '../../statement.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

const members = ['name', 'parties', 'clauses', 'from', 'until'];

export const proposeAgreement = (terminal: Terminal) =>
  officerVerb('propose', 'propose an agreement; proposing signs it for your agency', [
    'agreement propose examples/agreements/labour-inspection-2026.json --as th-police-registrar',
    'agreement propose - --json < examples/agreements/labour-inspection-2026.json',
  ])
    .argument('<file>', `JSON with ${members.join(', ')}; - for standard input`)
    .action(async (path, options) => {
      const value = await readJson(terminal, path);
      const surplus = Object.keys(value).find((member) => !members.includes(member));
      if (surplus !== undefined) throw new CliError('INPUT_MALFORMED', `/${surplus} is not known`);
      await inSession(terminal, options, async (session) => {
        const body = { from: session.clock().toISOString(), ...value } as unknown as Body<'agreement.propose/1'>;
        const done = await act(session, 'agreement.propose/1', body);
        answerDone(terminal, options, done, {
          done: 'agreement proposed',
          next: [`tocsin agreement sign ${done.id}   (each other party)`],
        });
      });
    });
