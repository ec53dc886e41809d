import { type AgencyCode, agencyKey, type Instant, listingKey, type Purpose, recordKey } from '@tocsin/record';
import type { View } from '../view/view.ts';
import type { Copy } from './copy.ts';
import type { Screening } from './screening.ts';
import { usable } from './standing.ts';

interface Copying {
  readonly agency: AgencyCode;
  readonly view: View;
  readonly screening: Screening;
}

export interface CopyOrder {
  readonly purpose: Purpose;
  readonly now: Instant;
  readonly expires: Instant;
}

/** What a post without a line is given for a purpose: listings that may be used for it, and every register. */
export function copyFor({ agency, view, screening }: Copying, { purpose, now, expires }: CopyOrder): Copy {
  const listings = [...screening.screen.records].flatMap((record) => {
    const use = usable(view, record, { agency, purpose, now });
    if (use === null || use === 'other-purpose') return [];
    const until = view.state(recordKey(record))?.retain ?? now;
    const reviewAt = view.state(listingKey(record))?.reviewAt ?? null;
    // Without what numbers and matches them in memory.
    const subjects = screening.screen.of(record).map(({ record: _, ref: __, ...subject }) => subject);
    return [{ record, standing: use.standing, reviewAt, until, subjects }];
  });
  const country = countryOf(view, agency);
  const about = { agency, country, purpose, made: now, expires, block: String(screening.block) };
  const licences = view.statesUnder('licence');
  const countries = Object.fromEntries(
    [...new Set(licences.map((licence) => licence.agency))].map((publisher) => [publisher, countryOf(view, publisher)]),
  );
  return { version: 2, ...about, unopened: screening.unopened, listings, licences, countries };
}

const countryOf = (view: View, agency: AgencyCode): string => view.state(agencyKey(agency))?.country ?? '';
