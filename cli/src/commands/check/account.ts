import { accountForChecks } from '../../check/accounting.ts';
import { counted } from '../../counted.ts';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const accountChecks = (terminal: Terminal) =>
  officerVerb(
    'account',
    'tell your gateway of checks that were made without a line; any command at a post does so too',
    ['check account --as kh-immigration-officer', 'check account --json'],
  ).action((options) =>
    inSession(terminal, options, async (session) => {
      const accounted = await accountForChecks(session);
      const words = accounted === 0 ? 'nothing to account for\n' : `${counted(accounted, 'check')} accounted for\n`;
      answer(terminal, options, 'checks-accounted/1', { accounted }, words);
    }),
  );
