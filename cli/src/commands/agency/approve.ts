import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const approveAgency = (terminal: Terminal) =>
  officerVerb('approve', "approve a proposed change of membership in your agency's name", [
    'agency approve mzxw6ytboi4dknbvgm3dinzwha --as kh-immigration-registrar',
    'agency approve mzxw6ytboi4dknbvgm3dinzwha --json',
  ])
    .argument('<proposal>', 'identifier of the proposal')
    .action((proposal, options) =>
      inSession(terminal, options, async (session) => {
        const done = await act(session, 'network.approve/1', { proposal });
        answerDone(terminal, options, done, { done: 'approved', next: ['tocsin agency list'] });
      }),
    );
