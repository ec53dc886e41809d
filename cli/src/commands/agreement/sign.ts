import { proposalOf } from '@tocsin/device/keyless';
import { agreementNamed } from '../../agreement.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';
import { agreementText } from './show.ts';

export const signAgreement = (terminal: Terminal) =>
  officerVerb('sign', 'sign an agreement for your agency, after showing what it says', [
    'agreement sign trafficking-2026 --as kh-immigration-registrar',
    'agreement sign mzxw6ytboi4dknbvgm3dinzwha --json',
  ])
    .argument('<agreement>', 'name or identifier')
    .action((name, options) =>
      inSession(terminal, options, async (session) => {
        const listed = await agreementNamed(session, name);
        const { digest, parties, clauses, from, until } = proposalOf(listed);
        // Shown from the proposal itself, which is what the signature covers.
        const said = { ...listed.agreement, parties, clauses, from, until };
        if (!options.json) terminal.err(`${agreementText(said, listed.standing)}\n`);
        const done = await act(session, 'agreement.sign/1', { agreement: listed.agreement.id, digest });
        answerDone(terminal, options, done, { done: 'agreement signed', next: ['tocsin agreement list'] });
      }),
    );
