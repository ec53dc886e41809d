import { type AgencyCode, type Instant, isForTables, itemKey, listingStanding, recordKey } from '@tocsin/record';
import type { OwnNumbers } from '../api/blind.ts';
import { GatewayError } from '../error.ts';
import type { View } from '../view/view.ts';
import { type IdentifierType, lookupKey } from './identifier.ts';
import type { Screening } from './screening.ts';

interface Owning {
  readonly agency: AgencyCode;
  readonly view: View;
  readonly screening: Screening;
}

/** What many who are not listed have too: where they live, and the licence that a listed one has shown. */
const shared: ReadonlySet<IdentifierType> = new Set(['address', 'licence']);

/**
 * Of every listing that the agency proposed and that counts as listed now, what its table for blind checks is made of; not
 * of those whose handling keeps them out of tables, which are counted, and not of who stands behind a company: they are not
 * listed. @throws GatewayError NOT_READY for one that is not opened: a table with a gap misleads
 */
export function ownNumbers(owning: Owning, now: Instant): Pick<OwnNumbers, 'listings' | 'kept'> {
  const { screen } = owning.screening;
  const own = countingIn(owning, now);
  const forTables = own.filter(({ handling }) => isForTables(handling));
  const listings = forTables.map(({ record, reviewAt }) => {
    const [subject] = screen.of(record);
    if (subject === undefined) throw new GatewayError('NOT_READY', `the listing ${record} is not opened`);
    const numbers = subject.identifiers.filter(({ type }) => !shared.has(type)).map(lookupKey);
    return { record, reviewAt, numbers: [...new Set(numbers)] };
  });
  return { listings, kept: own.length - forTables.length };
}

const countingIn = ({ agency, view }: Owning, now: Instant) =>
  view.statesUnder('listing').flatMap((listing) => {
    const { record, proposedBy, reviewAt } = listing;
    const [head, item] = [view.state(recordKey(record)), view.state(itemKey(record))];
    const counts = head !== undefined && listingStanding(listing, head, now) === 'listed';
    return proposedBy !== agency || !counts || item === undefined
      ? []
      : [{ record, reviewAt, handling: item.handling }];
  });
