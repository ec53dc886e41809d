import { daysAfter, REVIEW_DAYS, reviewReasons } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { wordAmong } from '../../listing.ts';
import { act, inSession, type Session } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

const daysWords = `days until it must be looked at again, 1 to ${REVIEW_DAYS}`;
const usualDays = '180';

export const confirmListing = (terminal: Terminal) =>
  officerVerb('confirm', 'stand for a listing that another agency proposed: only then does it count', [
    'listing confirm RECORD --as kh-immigration-officer',
    'listing confirm RECORD --review-in 90 --json',
  ])
    .argument('<record>', 'identifier of the listing')
    .option('--review-in <days>', daysWords, usualDays)
    .action((record, options) =>
      inSession(terminal, options, async (session) => {
        const reviewAt = reviewIn(session, options.reviewIn);
        const done = await act(session, 'listing.confirm/1', { record, reviewAt });
        answerDone(terminal, options, done, { done: 'listing confirmed', next: [`tocsin listing show ${record}`] });
      }),
    );

export const reviewListing = (terminal: Terminal) =>
  officerVerb('review', 'keep a listing that your agency proposed or confirmed, for a year at most', [
    'listing review RECORD --reason still-grounded --as kh-immigration-officer',
    'listing review RECORD --reason contest-rejected --review-in 90',
  ])
    .argument('<record>', 'identifier of the listing')
    .requiredOption('--reason <reason>', `one of ${reviewReasons.join(', ')}`)
    .option('--review-in <days>', daysWords, usualDays)
    .action((record, options) =>
      inSession(terminal, options, async (session) => {
        const reason = wordAmong('--reason', reviewReasons, options.reason);
        const reviewAt = reviewIn(session, options.reviewIn);
        const done = await act(session, 'listing.review/1', { record, reviewAt, reason });
        answerDone(terminal, options, done, { done: 'listing reviewed', next: [`tocsin listing show ${record}`] });
      }),
    );

function reviewIn(session: Session, text: string): string {
  const days = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > REVIEW_DAYS) throw new CliError('USAGE', `--review-in is 1 to ${REVIEW_DAYS}`);
  return daysAfter(session.clock().toISOString(), days);
}
