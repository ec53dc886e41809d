import { isParty, mustBeInForce } from '../agreement.ts';
import { must } from '../error.ts';
import type { AgencyCode, Instant } from '../id.ts';
import { LISTING, type Listing, MAX_CONTESTS, REVIEW_DAYS } from '../listing.ts';
import { mustBeKept } from '../opening.ts';
import type { RecordHead } from '../record.ts';
import { agencyKey, agreementKey, listingKey, recordKey, type StateKey, write } from '../state.ts';
import type { StatementOf, StatementType } from '../statement.ts';
import { daysAfter, millisAfter } from '../time.ts';
import { CLOCK_TOLERANCE_MS } from './caller.ts';
import { known } from './record.ts';
import type { Context, Rule } from './rule.ts';

type ListingType = Extract<StatementType, `listing.${string}`>;

/** Reviews that a listing remembers, the latest. */
const REVIEWS = 16;

/** What stands beside a listing's head from its post on. */
export const proposed = ({ id, author }: RecordHead): Listing => ({
  record: id,
  proposedBy: author,
  status: 'proposed',
  confirmedBy: null,
  reviewAt: null,
  reviews: [],
  heard: 'no',
  contests: [],
  delisted: null,
});

/** Nobody is listed by one agency alone: another one, of another authority, that the listing was sent to, stands for it. */
export const confirmListing: Rule<'listing.confirm/1'> = {
  roles: ['author'],
  reads: ({ record }) => [recordKey(record), listingKey(record)],
  andThen: ({ record, agency }, state) => {
    const head = state.get(recordKey(record));
    return head === undefined ? [] : [agreementKey(head.agreement), agencyKey(head.author), agencyKey(agency)];
  },
  judge(statement, context) {
    const { head, listing } = standing(statement, context);
    mustBeAnotherBody(head, statement.agency, context);
    must(listing.confirmedBy === null, 'LISTING_CONFIRMED', listing.record);
    mustBeAgreed(head, statement.agency, context);
    mustBeReviewed(statement.reviewAt, context.now);
    return [said({ ...listing, confirmedBy: actOf(context), reviewAt: statement.reviewAt })];
  },
};

/** Whoever has the listing may contest it for whom it is about; until a review it is told as contested. */
export const contestListing: Rule<'listing.contest/1'> = {
  roles: ['author'],
  reads: ({ record }) => [recordKey(record), listingKey(record)],
  judge(statement, context) {
    const { listing } = standing(statement, context);
    must(listing.contests.length < MAX_CONTESTS, 'LIMIT_REACHED', `${MAX_CONTESTS} contests`);
    const { id, reason } = statement;
    const contest = { id, ...actOf(context), reason, settled: null };
    return [said({ ...listing, contests: [...listing.contests, contest] })];
  },
};

/** The right of reply: who heard the subject says so; what was said is a sealed follow-up. */
export const replyToListing: Rule<'listing.reply/1'> = {
  roles: ['author'],
  reads: ({ record }) => [recordKey(record), listingKey(record)],
  judge(statement, context) {
    const { listing } = standing(statement, context);
    must(listing.heard !== 'yes' || statement.heard === 'yes', 'ALREADY_HEARD', listing.record);
    return [said({ ...listing, heard: statement.heard })];
  },
};

/** Proposer or confirmer keep the listing; what was contested, the confirmer alone settles. */
export const reviewListing: Rule<'listing.review/1'> = {
  roles: ['author'],
  reads: ({ record }) => [recordKey(record), listingKey(record)],
  andThen: agreementOf,
  judge(statement, context) {
    const { head, listing } = standing(statement, context);
    const { agency, reason, reviewAt } = statement;
    must(listing.confirmedBy, 'LISTING_NOT_CONFIRMED', listing.record);
    mustStandForIt(listing, agency);
    mustBeAgreed(head, agency, context);
    mustBeReviewed(reviewAt, context.now);
    const settles = reason === 'contest-rejected';
    must(!settles || openContests(listing) > 0, 'MALFORMED_STATEMENT', '/reason');
    must(!settles || agency !== listing.proposedBy, 'SELF_CONFIRMATION', agency);
    const contests = listing.contests.map((one) => ({
      ...one,
      settled: settles ? (one.settled ?? context.now) : one.settled,
    }));
    const reviews = [...listing.reviews, { ...actOf(context), reason }].slice(-REVIEWS);
    return [said({ ...listing, contests, reviews, reviewAt })];
  },
};

/** Either of the two that stand for a listing ends it, agreement or not; its record is closed with it. */
export const delist: Rule<'listing.delist/1'> = {
  roles: ['author'],
  reads: ({ record }) => [recordKey(record), listingKey(record)],
  judge(statement, context) {
    const { head, listing } = standing(statement, context);
    mustStandForIt(listing, statement.agency);
    const { reason } = statement;
    const ended = { at: context.now, reason };
    return [
      write(recordKey(head.id), { ...head, state: 'closed', ended }),
      said({ ...listing, delisted: { ...actOf(context), reason } }),
    ];
  },
};

/** The listing that a statement is about, alive, and the agency that speaks a party of its record. */
function standing(statement: StatementOf<ListingType>, context: Context): { head: RecordHead; listing: Listing } {
  const head = known(statement, context);
  must(head.kind === LISTING, 'NOT_A_LISTING', head.id);
  mustBeKept(head, context.now);
  must([head.author, ...head.to].includes(statement.agency), 'NOT_ADDRESSED', statement.agency);
  const listing = context.state.get(listingKey(head.id));
  if (listing === undefined) throw new Error('a listing without its standing');
  must(listing.delisted === null, 'DELISTED', listing.record);
  must(head.state !== 'withdrawn', 'RECORD_WITHDRAWN', head.id);
  must(head.ended === null, 'RECORD_CLOSED', head.state);
  return { head, listing };
}

function agreementOf({ record }: { record: string }, state: Context['state']): StateKey[] {
  const head = state.get(recordKey(record));
  return head === undefined ? [] : [agreementKey(head.agreement)];
}

const mustBeAgreed = (head: RecordHead, agency: AgencyCode, { state, now }: Context): void => {
  const agreement = state.get(agreementKey(head.agreement));
  must(agreement, 'UNKNOWN_AGREEMENT');
  mustBeInForce(agreement, now);
  must(isParty(agreement, agency), 'NOT_A_PARTY', agency);
};

/** Two codes under one authority are one body. */
function mustBeAnotherBody(head: RecordHead, agency: AgencyCode, { state }: Context): void {
  const [proposer, confirmer] = [head.author, agency].map((code) => state.get(agencyKey(code))?.root);
  must(head.author !== agency && proposer !== confirmer, 'SELF_CONFIRMATION', agency);
}

const mustStandForIt = ({ proposedBy, confirmedBy }: Listing, agency: AgencyCode): void =>
  must(agency === proposedBy || agency === confirmedBy?.agency, 'NOT_YOUR_LISTING', agency);

function mustBeReviewed(reviewAt: Instant, now: Instant): void {
  const latest = millisAfter(daysAfter(now, REVIEW_DAYS), CLOCK_TOLERANCE_MS);
  must(reviewAt > now && reviewAt <= latest, 'REVIEW_DATE', `at most ${REVIEW_DAYS} days`);
}

const actOf = ({ caller, now }: Context) => ({ agency: caller.agency, officer: caller.handle, at: now });

const openContests = ({ contests }: Listing): number => contests.filter(({ settled }) => settled === null).length;

/** The listing with the status that follows from what was said of it. */
function said(listing: Listing) {
  return write(listingKey(listing.record), { ...listing, status: statusOf(listing) });
}

function statusOf(listing: Listing): Listing['status'] {
  if (listing.delisted !== null) return 'delisted';
  if (openContests(listing) > 0) return 'contested';
  return listing.confirmedBy === null ? 'proposed' : 'listed';
}
