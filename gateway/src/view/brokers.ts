import { fromBase64url, fromUtf8, toBase64url, utf8 } from '@tocsin/envelope/verify';
import {
  agencyKey,
  type Instant,
  licenceKey,
  licenceNumber,
  listingKey,
  listingStanding,
  Refusal,
  recordKey,
  type StatementId,
  standingAt,
} from '@tocsin/record';
import type {
  LicenceFilter,
  LicenceLookup,
  LicencePage,
  ListedLicence,
  ListedListing,
  ListingFilter,
  ListingPage,
} from '../api/brokers.ts';
import { GatewayError } from '../error.ts';
import type { Values } from './store.ts';
import type { View } from './view.ts';

/** The same order of cases as `listingStanding`, which this is held against in tests. */
const STANDING = `CASE WHEN l.status = 'delisted' OR r.ended = 1 OR r.retain <= :now THEN 'delisted'
  WHEN l.status <> 'listed' THEN l.status WHEN l.review_at <= :now THEN 'under-review' ELSE 'listed' END`;

/** Listings that the own agency wrote or received, in the order of their identifiers. */
export function listListings(view: View, filter: ListingFilter, now: Instant): ListingPage {
  const { standing, after = '', limit = 50 } = filter;
  const values: Values = { agency: view.agency, after, limit: limit + 1, now };
  const where = standing === undefined ? '' : `AND ${STANDING} = :standing`;
  if (standing !== undefined) values.standing = standing;
  const sql = `SELECT l.record, ${STANDING} AS standing FROM listing l JOIN record r ON r.id = l.record
    WHERE l.record > :after ${where}
    AND (r.author = :agency OR EXISTS (SELECT 1 FROM addressee a WHERE a.record = l.record AND a.agency = :agency))
    ORDER BY l.record LIMIT :limit`;
  const found = view.select(sql, values).map(({ record }) => String(record));
  const listings = found.slice(0, limit).map((record) => listingOf(view, record, now));
  return { listings, next: found.length > limit ? (found[limit - 1] ?? null) : null };
}

/** One listing, its standing, and its record's head. @throws Refusal UNKNOWN_RECORD, NOT_A_LISTING */
export function listingOf(view: View, record: StatementId, now: Instant): ListedListing {
  const head = view.state(recordKey(record));
  if (head === undefined) throw new Refusal('UNKNOWN_RECORD', record);
  const listing = view.state(listingKey(record));
  if (listing === undefined) throw new Refusal('NOT_A_LISTING', record);
  return { listing, head, standing: listingStanding(listing, head, now) };
}

/** A register, or all of them, page by page in the order of keys. Throws MALFORMED_REQUEST for a place we did not hand out. */
export function listLicences(view: View, filter: LicenceFilter, now: Instant): LicencePage {
  const { agency, authority, after, limit = 50 } = filter;
  const prefix = [
    'licence',
    ...(agency === undefined ? [] : [agency, ...(authority === undefined ? [] : [authority])]),
  ];
  // '0' is the character after '/'.
  const [from, until] = [`${prefix.join('/')}/`, `${prefix.join('/')}0`];
  const place = after === undefined ? '' : placeIn(after);
  const chosen = agency === undefined && authority !== undefined;
  const sql = `SELECT key FROM licence WHERE key >= :from AND key < :until AND key > :place
    ${chosen ? 'AND authority = :authority' : ''} ORDER BY key LIMIT :limit`;
  const values: Values = { from, until, place, limit: limit + 1, ...(chosen ? { authority } : {}) };
  const keys = view.select(sql, values).map(({ key }) => String(key));
  const licences = keys.slice(0, limit).flatMap((key) => listed(view, key, now) ?? []);
  const last = keys[limit - 1];
  return { licences, next: keys.length > limit && last !== undefined ? toBase64url(utf8(last)) : null };
}

function placeIn(text: string): string {
  try {
    const place = fromUtf8(fromBase64url(text));
    if (place.startsWith('licence/')) return place;
  } catch {
    // falls through: whatever is wrong with it, it is not ours
  }
  throw new GatewayError('MALFORMED_REQUEST', 'after');
}

/** Licences of these numbers in all registers, or in one; what is no number of a licence finds none. */
export function lookUpLicences(
  view: View,
  { numbers, agency, authority }: LicenceLookup,
  now: Instant,
): ListedLicence[] {
  const plain = [...new Set(numbers.map(licenceNumber).filter((number) => number !== null))];
  const keys = plain.flatMap((number) =>
    agency !== undefined && authority !== undefined
      ? [licenceKey(agency, authority, number)]
      : view.rows('SELECT key FROM licence WHERE number = ? ORDER BY key', number).map(({ key }) => String(key)),
  );
  return keys
    .flatMap((key) => listed(view, key, now) ?? [])
    .filter(({ licence }) => agency === undefined || licence.agency === agency)
    .filter(({ licence }) => authority === undefined || licence.authority === authority);
}

/** The licence of a key, `licence/<agency>/<authority>/<number>`, with how it stands. */
export function listed(view: View, key: string, now: Instant): ListedLicence | undefined {
  const licence = view.state<'licence'>(key);
  if (licence === undefined) return undefined;
  const country = view.state(agencyKey(licence.agency))?.country;
  return { key: key.slice(key.lastIndexOf('/') + 1), licence, ...standingAt(licence, now, country) };
}
