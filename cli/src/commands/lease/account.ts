import { counted } from '../../counted.ts';
import { account } from '../../lease/accounting.ts';
import { LeaseBook } from '../../lease/book.ts';
import { leaseFolder } from '../../lease/store-key.ts';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const accountLeases = (terminal: Terminal) =>
  officerVerb('account', 'tell the ledger what was opened under your leases; any command does so when the line is up', [
    'lease account --as kh-immigration-officer',
    'lease account --close   # give the leases back before they are over',
  ])
    .option('--close', 'close them now, and destroy what they hold')
    .action((options) =>
      inSession(terminal, options, async (session, profile) => {
        const book = new LeaseBook(leaseFolder(profile));
        const accounted = await account(session, book, options.close === true);
        const lines = accounted.map(
          ({ lease, told, closed }) =>
            `lease ${lease}: ${counted(told, 'opening')} accounted for${closed ? ', closed' : ''}\n`,
        );
        answer(terminal, options, 'accounted/1', { accounted }, lines.join('') || 'nothing to account for\n');
      }),
    );
