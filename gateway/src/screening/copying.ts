import {
  type AgencyCode,
  agencyKey,
  agreementKey,
  type Instant,
  isForCopies,
  itemKey,
  listingKey,
  type Purpose,
  recordKey,
  type StatementId,
} from '@tocsin/record';
import type { Follower } from '../ledger/follower.ts';
import type { View } from '../view/view.ts';
import type { Copy } from './copy.ts';
import type { Screening } from './screening.ts';
import { usable } from './standing.ts';

interface Copying {
  readonly agency: AgencyCode;
  readonly view: View;
  readonly screening: Screening;
  readonly follower: Pick<Follower, 'following'>;
}

export interface CopyOrder {
  readonly purpose: Purpose;
  readonly now: Instant;
  readonly expires: Instant;
}

/**
 * What a post without a line is given for a purpose: listings that may be used for it and that their handling lets out of
 * the gateway, how many it does not, and every register.
 */
export function copyFor(copying: Copying, { purpose, now, expires }: CopyOrder): Copy {
  const { agency, view, screening, follower } = copying;
  const all = [...screening.screen.records].flatMap((record) => listingFor(copying, record, { purpose, now }) ?? []);
  const listings = all.filter((one) => one !== 'withheld');
  const licences = view.statesUnder('licence');
  const publishers = [...new Set(licences.map((licence) => licence.agency))];
  return {
    version: 2,
    agency,
    country: countryOf(view, agency),
    purpose,
    made: now,
    expires,
    block: String(screening.block),
    unopened: screening.unopened,
    stale: follower.following.state !== 'following',
    withheld: all.length - listings.length,
    listings,
    licences,
    countries: Object.fromEntries(publishers.map((publisher) => [publisher, countryOf(view, publisher)])),
  };
}

type Copied = Copy['listings'][number];

/** Null for one that may not be used. */
function listingFor(
  { agency, view, screening }: Copying,
  record: StatementId,
  { purpose, now }: Pick<CopyOrder, 'purpose' | 'now'>,
): Copied | 'withheld' | null {
  const use = usable(view, record, { agency, purpose, now });
  const [head, item] = [view.state(recordKey(record)), view.state(itemKey(record))];
  if (use === null || use === 'other-purpose' || head === undefined || item === undefined) return null;
  if (!isForCopies(item.handling)) return 'withheld';
  // Nothing at the post tells that an agreement has run out.
  const covered = view.state(agreementKey(item.agreement))?.until ?? now;
  const until = covered < head.retain ? covered : head.retain;
  const reviewAt = view.state(listingKey(record))?.reviewAt ?? null;
  // Without what numbers and matches them in memory.
  const subjects = screening.screen.of(record).map(({ record: _, ref: __, ...subject }) => subject);
  return { record, standing: use.standing, reviewAt, until, subjects };
}

const countryOf = (view: View, agency: AgencyCode): string => view.state(agencyKey(agency))?.country ?? '';
