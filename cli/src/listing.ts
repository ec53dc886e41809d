import type { ListedListing } from '@tocsin/gateway/api';
import type { Listing, ListingStanding } from '@tocsin/record';
import { CliError } from './error.ts';
import { fields, table } from './table.ts';
import { minute } from './words.ts';

export const listingStandings: readonly ListingStanding[] = [
  'proposed',
  'listed',
  'contested',
  'under-review',
  'delisted',
];

/** One of the words that are known. @throws CliError USAGE */
export function wordAmong<W extends string>(option: string, words: readonly W[], given: string): W {
  const word = words.find((each) => each === given);
  if (word === undefined) throw new CliError('USAGE', `${option} is one of ${words.join(', ')}`);
  return word;
}

export function listingsTable(listings: readonly ListedListing[]): string {
  const rows = listings.map(({ listing, standing, head }) => [
    listing.record,
    minute(head.posted),
    standing,
    listing.proposedBy,
    listing.confirmedBy?.agency ?? '-',
    listing.reviewAt === null ? '-' : minute(listing.reviewAt),
    listing.heard,
  ]);
  return table(['RECORD', 'PROPOSED', 'STANDING', 'BY', 'CONFIRMED BY', 'REVIEW', 'HEARD'], rows);
}

/** Who stands for a listing and what was said against it. */
export function listingText({ listing, standing, head }: ListedListing): string {
  const { record, proposedBy, confirmedBy, reviewAt, heard, delisted } = listing;
  return fields([
    ['listing', record],
    ['counts as', standing],
    ['proposed by', `${proposedBy}, ${minute(head.posted)}`],
    ['confirmed by', confirmedBy === null ? 'nobody: it counts for nothing yet' : said(confirmedBy)],
    ['review', reviewAt === null ? '-' : `by ${minute(reviewAt)}`],
    ['heard', heard === 'no' ? 'the subject has not been heard' : heard],
    ...listing.contests.map((one) => ['contested', contestText(one)] as const),
    ...listing.reviews.map((one) => ['reviewed', `${said(one)}: ${one.reason}`] as const),
    ...(delisted === null ? [] : [['ended', `${said(delisted)}: ${delisted.reason}`] as const]),
    ['sent to', head.to.join(', ')],
    ['kept until', minute(head.retain)],
  ]);
}

const said = ({ agency, at }: { readonly agency: string; readonly at: string }): string => `${agency}, ${minute(at)}`;

const contestText = (one: Listing['contests'][number]): string =>
  `${said(one)}: ${one.reason}${one.settled === null ? ', open' : `, rejected ${minute(one.settled)}`}`;
