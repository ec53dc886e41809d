import { accountForChecks } from '../check/accounting.ts';
import { counted } from '../counted.ts';
import { failureOf } from '../failure.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { Profile } from '../profile.ts';
import type { Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { account } from './accounting.ts';
import { LeaseBook } from './book.ts';
import { leaseFolder } from './store-key.ts';

/**
 * Sends what waits and accounts for what was opened, when a command finds the line up. It says on the error output what it
 * did, and fails nobody: whatever stays is tried again with the next command.
 */
export async function settle(terminal: Terminal, session: Session, profile: Profile): Promise<void> {
  try {
    const { sent, refused } = await new Outbox(profile).send(session, { progress: () => undefined });
    if (sent.length > 0) terminal.err(`${sent.length} from the outbox sent\n`);
    if (refused.length > 0) terminal.err(`${refused.length} in the outbox refused: npx tocsin outbox list\n`);
    const checks = await accountForChecks(session);
    if (checks > 0) terminal.err(`${counted(checks, 'check')} accounted for\n`);
    const accounted = await account(session, new LeaseBook(leaseFolder(profile)));
    for (const { lease, told } of accounted)
      terminal.err(`lease ${lease}: ${counted(told, 'opening')} accounted for\n`);
  } catch (error) {
    const { code, message } = failureOf(error);
    terminal.err(`not settled yet: ${message} [${code}]\n`);
  }
}
