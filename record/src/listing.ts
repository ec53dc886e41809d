import Type from 'typebox';
import type { AgencyCode, Handle, Instant, StatementId } from './id.ts';
import type { RecordHead } from './record.ts';

/** Name of the kind whose records are listings. */
export const LISTING = 'listing';

/** A listing must be looked at again after so many days at the latest. */
export const REVIEW_DAYS = 365;
/** Contests of one listing, those settled among them. */
export const MAX_CONTESTS = 16;

/** Why a listing is contested. */
export const contestReasons = [
  'identity-mistaken',
  'facts-disputed',
  'already-cleared',
  'is-a-victim',
  'procedure-not-kept',
] as const;
/** Why a listing is kept at its review; the last one settles what was contested. */
export const reviewReasons = ['still-grounded', 'new-evidence', 'contest-rejected'] as const;
/** Why a listing ends. */
export const delistReasons = [
  'contest-upheld',
  'not-substantiated',
  'wrong-person',
  'acquitted',
  'remedied',
  'no-longer-needed',
] as const;
export const ContestReason = Type.Enum([...contestReasons]);
export const ReviewReason = Type.Enum([...reviewReasons]);
export const DelistReason = Type.Enum([...delistReasons]);

interface Act {
  readonly agency: AgencyCode;
  readonly officer: Handle;
  readonly at: Instant;
}

export interface Contest extends Act {
  readonly id: StatementId;
  readonly reason: (typeof contestReasons)[number];
  /** When a review rejected it. */
  readonly settled: Instant | null;
}

/** Where a listing stands, beside its record's head. Ledger key `listing/<record>`. Whom it is about, its file alone says. */
export interface Listing {
  readonly record: StatementId;
  readonly proposedBy: AgencyCode;
  readonly status: 'proposed' | 'listed' | 'contested' | 'delisted';
  /** The second agency, without whose word nobody is listed. */
  readonly confirmedBy: Act | null;
  /** Until when it counts; null until it is confirmed. */
  readonly reviewAt: Instant | null;
  readonly reviews: readonly (Act & { readonly reason: (typeof reviewReasons)[number] })[];
  /** Whether the subject could say something to it. */
  readonly heard: 'yes' | 'no' | 'not-possible';
  readonly contests: readonly Contest[];
  readonly delisted: (Act & { readonly reason: (typeof delistReasons)[number] }) | null;
}

/** What a listing is worth to whoever checks a name. */
export type ListingStanding = 'proposed' | 'listed' | 'contested' | 'under-review' | 'delisted';

/**
 * How a listing counts at a moment: only `listed` may ever be told as listed. What was not confirmed is `proposed`; past its
 * review date it is `under-review`; with its record it ends.
 */
export function listingStanding(listing: Listing, head: RecordHead, now: Instant): ListingStanding {
  if (listing.delisted !== null || head.ended !== null || head.purged !== null || now >= head.retain) return 'delisted';
  if (listing.status !== 'listed') return listing.status;
  return listing.reviewAt !== null && now >= listing.reviewAt ? 'under-review' : 'listed';
}
