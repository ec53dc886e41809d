import { revocationReasons } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const revokeOfficer = (terminal: Terminal) =>
  officerVerb('revoke', "end an officer's registration at once", [
    'officer revoke nbswy3dpeb3w64tmmqqho2lunb --reason key-lost --as th-police-registrar',
    'officer revoke nbswy3dpeb3w64tmmqqho2lunb --reason left-post --json',
  ])
    .argument('<officer>', 'handle of the officer')
    .requiredOption('--reason <reason>', `one of ${revocationReasons.join(', ')}`)
    .action((officer, options) =>
      inSession(terminal, options, async (session) => {
        const reason = revocationReasons.find((each) => each === options.reason);
        if (reason === undefined) throw new CliError('USAGE', `--reason is one of ${revocationReasons.join(', ')}`);
        const done = await act(session, 'officer.revoke/1', { officer, reason });
        answerDone(terminal, options, done, {
          done: `revoked ${officer}`,
          next: [`tocsin authority revoke ${officer} --reason affiliationChanged   (the authority)`],
        });
      }),
    );
