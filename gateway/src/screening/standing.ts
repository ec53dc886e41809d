import {
  type AgencyCode,
  agreementKey,
  type Instant,
  itemKey,
  type ListingStanding,
  listingKey,
  listingStanding,
  mustBeOpenable,
  type Purpose,
  Refusal,
  recordKey,
  type StatementId,
} from '@tocsin/record';
import type { Store } from '../view/store.ts';

/** What a listing may be used for in an answer. `other-purpose`: for none that was named. */
export type Usable = { readonly standing: ListingStanding } | 'other-purpose' | null;

export interface Use {
  readonly agency: AgencyCode;
  readonly purpose: Purpose;
  readonly now: Instant;
}

/**
 * Whether a listing may be answered with, by the law of opening it: an agreement in force, a purpose it was shared for, a
 * record that has not ended. Null where it may not.
 */
export function usable(view: Pick<Store, 'state'>, record: StatementId, { agency, purpose, now }: Use): Usable {
  const [head, item, listing] = [
    view.state(recordKey(record)),
    view.state(itemKey(record)),
    view.state(listingKey(record)),
  ];
  if (head === undefined || item === undefined || listing === undefined) return null;
  const standing = listingStanding(listing, head, now);
  if (standing === 'delisted') return null;
  try {
    mustBeOpenable({ head, item, agreement: view.state(agreementKey(item.agreement)), agency, purpose, now });
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    return fault.code === 'PURPOSE_NOT_ALLOWED' ? 'other-purpose' : null;
  }
  return { standing };
}

export type StandingOf = (record: StatementId) => Usable;

/** Each record is looked up once for an answer. */
export function standings(view: Pick<Store, 'state'>, use: Use): StandingOf {
  const known = new Map<StatementId, Usable>();
  return (record) => {
    const standing = known.get(record) ?? usable(view, record, use);
    known.set(record, standing);
    return standing;
  };
}
