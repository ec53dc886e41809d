import { type Opened, open } from '@tocsin/device';
import { type Purpose, purposes } from '@tocsin/record';
import { type Content, contentText, handlingText } from '../../content-text.ts';
import { CliError } from '../../error.ts';
import { atThePost } from '../../lease/at-the-post.ts';
import { answer, nextSteps } from '../../output.ts';
import type { Done } from '../../session.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { sameProfile } from '../../words.ts';

export const openAlert = (terminal: Terminal) => opening(terminal, 'alert');
export const openListing = (terminal: Terminal) => opening(terminal, 'listing');

const opening = (terminal: Terminal, noun: 'alert' | 'listing') =>
  officerVerb('open', 'ask on the ledger to open a sealed file, then open it on this device', [
    `${noun} open RECORD --purpose victim-protection --basis "report 12/2026 of the border post"`,
    `${noun} open RECORD --item FOLLOW_UP --basis "answer to our ${noun}" --case TH-2026-0042`,
  ])
    .argument('<record>', 'identifier of the record')
    .requiredOption('--basis <words>', 'why: only a salted digest of it leaves this device')
    .option('--purpose <purpose>', "one of the record's purposes; default: the first")
    .option('--item <item>', 'a follow-up of the record, instead of its post')
    .option('--by-grant', "break glass: wait for the author's grant instead of asking the trustees")
    .option('--case <reference>', "your agency's case reference; only a salted digest of it leaves this device")
    .action((record, options) =>
      atThePost(terminal, options, async (session) => {
        const { basis, item, case: caseReference } = options;
        const byGrant = options.byGrant ? waits(terminal) : undefined;
        const purpose = purposeIn(options.purpose);
        const opened = await open(session, { record, item, basis, caseReference, purpose, byGrant });
        const next = sameProfile(nextFor(opened, session.agency, noun), options.as);
        const words = `${openedText(opened)}\n${nextSteps(next)}`;
        answer(terminal, options, 'opened/1', shown(opened), words);
      }),
    );

const waits =
  (terminal: Terminal) =>
  ({ id }: Done) =>
    terminal.err(
      `access ${id} stands; an author of the record may now: npx tocsin access grant ${id} --reason REASON\n`,
    );

function purposeIn(word: string | undefined): Purpose | undefined {
  const purpose = purposes.find((each) => each === word);
  if (word !== undefined && purpose === undefined) throw new CliError('USAGE', `--purpose is ${purposes.join(', ')}`);
  return purpose;
}

const nextFor = ({ item }: Opened, agency: string, noun: 'alert' | 'listing'): string[] =>
  item.author === agency ? [] : [`tocsin ${noun === 'alert' ? 'alert ack' : 'listing show'} ${item.record}`];

function shown({ access, item, inner, released, faulty }: Opened) {
  const { author, created, handling, content } = inner;
  return {
    record: item.record,
    item: item.id,
    access: access.id,
    author,
    created,
    handling,
    released,
    faulty,
    content,
  };
}

function openedText({ access, item, inner, released, faulty }: Opened): string {
  const about = fields([
    ['record', item.record],
    ['author', `${inner.author.agency}, officer ${inner.author.handle}`],
    ['signed', `${inner.created}, proved to the root in your profile`],
    ['handling', handlingText(item.handling)],
    ['access', `${access.id}, on the ledger in block ${access.block}`],
    ...(released.length === 0 ? [] : [['shares', `of ${released.join(', ')}`] as const]),
    ...(faulty.length === 0 ? [] : [['bad shares', `of ${faulty.join(', ')}: tell them`] as const]),
  ]);
  return `${about}\n${contentText(inner.content as Content)}`;
}
