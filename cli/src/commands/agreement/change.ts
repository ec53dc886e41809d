import { agreementNamed } from '../../agreement.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

type Change = 'suspend' | 'resume' | 'withdraw';

export const suspendAgreement = (terminal: Terminal) =>
  changing(terminal, 'suspend', 'suspend an agreement: nothing is posted or opened under it', 'agreement suspended');
export const resumeAgreement = (terminal: Terminal) =>
  changing(terminal, 'resume', 'resume an agreement that your agency suspended', 'agreement resumed');
export const withdrawFromAgreement = (terminal: Terminal) =>
  changing(terminal, 'withdraw', 'leave an agreement for good', 'agreement left');

function changing(terminal: Terminal, change: Change, words: string, done: string) {
  return officerVerb(change, words, [
    `agreement ${change} trafficking-2026 --as la-fiu-registrar`,
    `agreement ${change} mzxw6ytboi4dknbvgm3dinzwha --json`,
  ])
    .argument('<agreement>', 'name or identifier')
    .action((name, options) =>
      inSession(terminal, options, async (session) => {
        const { agreement } = await agreementNamed(session, name);
        const committed = await act(session, `agreement.${change}/1`, { agreement: agreement.id });
        answerDone(terminal, options, committed, { done, next: [`tocsin agreement show ${agreement.id}`] });
      }),
    );
}
