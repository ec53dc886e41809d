import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { fromUtf8, utf8 } from '@tocsin/envelope';
import {
  type AgencyCode,
  type Instant,
  type Licence,
  type ListingStanding,
  licenceNumber,
  type Purpose,
  type StatementId,
  standingAt,
} from '@tocsin/record';
import type { ListedLicence } from '../api/brokers.ts';
import type { Sources } from './answer.ts';
import { LicenceNames } from './licence-names.ts';
import { Screen } from './screen.ts';
import type { Subject } from './subject.ts';

/** A listing as a post without a line carries it: whom it names, and until when it counts as it does. */
interface CopiedListing {
  readonly record: StatementId;
  readonly standing: ListingStanding;
  /** From when on it is under review; null where it is not listed. */
  readonly reviewAt: Instant | null;
  /** From when on it may not be used any more. */
  readonly until: Instant;
  readonly subjects: readonly Subject[];
}

/** What an offline copy holds: enough to answer, nothing of why anybody is listed. */
export interface Copy {
  readonly version: 2;
  readonly agency: AgencyCode;
  readonly country: string;
  readonly purpose: Purpose;
  readonly made: Instant;
  /** From when on it answers nothing any more. */
  readonly expires: Instant;
  readonly block: string;
  readonly unopened: number;
  /** Nothing came from the own peer when it was made: what was newer than the block is not in it. */
  readonly stale: boolean;
  /** Listings for the same purpose whose handling keeps them at the gateway. */
  readonly withheld: number;
  readonly listings: readonly CopiedListing[];
  readonly licences: readonly Licence[];
  /** In which country each agency that publishes one of them counts its days. */
  readonly countries: Readonly<Record<AgencyCode, string>>;
}

/** Decompressed, bytes: what a damaged or forged file may take of a device's memory. */
const MOST_BYTES = 512 * 1024 * 1024;

/** A copy as bytes, to be sealed. */
export const packCopy = (copy: Copy): Promise<Uint8Array> => promisify(gzip)(utf8(JSON.stringify(copy)));

/** The inverse of {@link packCopy}. @throws Error for bytes that are no copy of this version */
export async function unpackCopy(bytes: Uint8Array): Promise<Copy> {
  const plain = await promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES });
  const copy = JSON.parse(fromUtf8(plain)) as Copy;
  if (copy?.version !== 2) throw new TypeError('no copy of this version');
  return copy;
}

/**
 * What a copy answers from, at any moment: read once, however many are asked about. Decisions are not in it: at a post
 * without a line they are made anew.
 */
export function sourcesIn({ country, countries, listings, licences }: Copy): (now: Instant) => Sources {
  const screen = new Screen();
  for (const { record, subjects } of listings) screen.set(record, subjects);
  const byRecord = new Map(listings.map((listing) => [listing.record, listing]));
  const byNumber = Map.groupBy(licences, ({ number }) => licenceNumber(number));
  const listed = (licence: Licence, now: Instant): ListedLicence => {
    const key = licenceNumber(licence.number) ?? licence.number;
    return { key, licence, ...standingAt(licence, now, countries[licence.agency]) };
  };
  let names: LicenceNames | null = null;
  return (now) => ({
    screen,
    country,
    decided: () => null,
    standingOf(record) {
      const listing = byRecord.get(record);
      if (listing === undefined || now >= listing.until) return null;
      const { standing, reviewAt } = listing;
      const over = standing === 'listed' && reviewAt !== null && now >= reviewAt;
      return { standing: over ? 'under-review' : standing };
    },
    licences(number, authority) {
      const key = licenceNumber(number);
      if (key === null) return [];
      const found = (byNumber.get(key) ?? []).filter((one) => authority === null || one.authority === authority);
      return found.map((licence) => listed(licence, now));
    },
    *licencesOf(companies) {
      names ??= namesOf(licences);
      const keys = yield* names.named(companies);
      const found = keys.flatMap((place) => licences[Number(place)] ?? []);
      return { found: found.map((licence) => listed(licence, now)), complete: true };
    },
  });
}

/** Licences by the names of their holders, each under its place. */
function namesOf(licences: readonly Licence[]): LicenceNames {
  const names = new LicenceNames();
  for (const [place, licence] of licences.entries()) names.set(String(place), licence);
  return names;
}
