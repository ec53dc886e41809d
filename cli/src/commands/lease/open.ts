import { type Content, contentText, handlingText } from '../../content-text.ts';
import { LeaseBook } from '../../lease/book.ts';
import { leaseFor, type OpenedUnderLease, openLeased } from '../../lease/opening.ts';
import { leaseFolder, storeKey } from '../../lease/store-key.ts';
import { answer } from '../../output.ts';
import { chooseProfile } from '../../profile.ts';
import { readRoots } from '../../roots.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const openLease = (terminal: Terminal) =>
  officerVerb('open', 'open a leased file on this device, without any gateway; it is accounted for later', [
    'lease open mzxw6ytboi4dknbvgm3dinzwha --as kh-immigration-officer',
    'lease open mzxw6ytboi4dknbvgm3dinzwha --json',
  ])
    .argument('<item>', 'identifier of the record, or of the follow-up')
    .action(async (item, options) => {
      const profile = await chooseProfile(terminal, options.as);
      const clock = terminal.clock ?? (() => new Date());
      const book = new LeaseBook(leaseFolder(profile));
      const id = await leaseFor(book, item, clock().toISOString());
      const { passphraseFile } = options;
      const secretKey = await storeKey(terminal, profile, { passphraseFile, make: false });
      const lease = await book.open(id, secretKey).finally(() => secretKey.fill(0));
      const reader = { agency: profile.agency, roots: await readRoots(profile.roots), clock };
      const opened = await openLeased({ reader, book, lease }, item);
      lease.esk.fill(0);
      answer(terminal, options, 'leased/1', shown(opened), openedText(opened));
    });

function shown({ lease, kept: { item }, inner }: OpenedUnderLease) {
  const { author, created, handling, content } = inner;
  return { record: item.record, item: item.id, lease, author, created, handling, content };
}

function openedText({ lease, kept: { item }, inner }: OpenedUnderLease): string {
  const about = fields([
    ['record', item.record],
    ['author', `${inner.author.agency}, officer ${inner.author.handle}`],
    ['signed', `${inner.created}, proved to the root in your profile`],
    ['handling', handlingText(item.handling)],
    ['lease', `${lease}; this opening is noted and goes on the ledger when the line is up`],
  ]);
  return `${about}\n${contentText(inner.content as Content)}`;
}
