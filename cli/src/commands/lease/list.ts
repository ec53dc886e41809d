import { LeaseBook } from '../../lease/book.ts';
import { leaseFolder } from '../../lease/store-key.ts';
import { answer } from '../../output.ts';
import { chooseProfile } from '../../profile.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const listLeases = (terminal: Terminal) =>
  officerVerb('list', 'list the leases of this device and what was opened under them; no gateway is asked', [
    'lease list --as kh-immigration-officer',
    'lease list --json',
  ]).action(async (options) => {
    const profile = await chooseProfile(terminal, options.as);
    const now = (terminal.clock?.() ?? new Date()).toISOString();
    const book = new LeaseBook(leaseFolder(profile));
    const leases = await Promise.all(
      (await book.entries()).map(async ({ id, at, until, items }) => {
        const standing = at === null ? 'not known to be taken' : now < until ? 'in force' : 'over';
        return { lease: id, until, items, opened: await book.openings(id), standing };
      }),
    );
    const rows = leases.map(({ lease, until, items, opened, standing }) => [
      lease,
      minute(until),
      standing,
      String(opened.length),
      items.join(', '),
    ]);
    const words = table(['LEASE', 'UNTIL', 'STANDING', 'OPENED', 'ITEMS'], rows) || 'none\n';
    answer(terminal, options, 'leases/1', { leases }, words);
  });
