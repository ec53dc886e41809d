import Type from 'typebox';
import { Instant, Slug, StatementId } from './id.ts';
import { LicenceEntry, MAX_LICENCES } from './licence.ts';
import { ContestReason, DelistReason, ReviewReason } from './listing.ts';
import { statement } from './statement-form.ts';

/** Statements on brokers: listings, which two agencies stand for, and licences, which each register publishes. */
export const brokerStatements = {
  'listing.confirm/1': statement('listing.confirm/1', 'a second agency stands for a listing', {
    record: StatementId,
    reviewAt: Instant,
  }),
  'listing.contest/1': statement('listing.contest/1', 'contests a listing', {
    record: StatementId,
    reason: ContestReason,
  }),
  'listing.reply/1': statement('listing.reply/1', 'says whether the subject of a listing was heard', {
    record: StatementId,
    heard: Type.Enum(['yes', 'not-possible']),
  }),
  'listing.review/1': statement('listing.review/1', 'keeps a listing for a year at most', {
    record: StatementId,
    reviewAt: Instant,
    reason: ReviewReason,
  }),
  'listing.delist/1': statement('listing.delist/1', 'ends a listing', { record: StatementId, reason: DelistReason }),
  'licence.set/1': statement('licence.set/1', "enters or changes licences of the agency's own register, in clear", {
    authority: Slug,
    licences: Type.Array(LicenceEntry, { minItems: 1, maxItems: MAX_LICENCES }),
  }),
} as const;
