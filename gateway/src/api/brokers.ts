import {
  AgencyCode,
  Day,
  Handle,
  Instant,
  type Licence,
  LicenceEntry,
  type LicenceStanding,
  LicenceStatus,
  type Listing,
  type ListingStanding,
  licenceStatuses,
  Slug,
  StatementId,
} from '@tocsin/record';
import Type, { type Static, type TSchema } from 'typebox';
import { RecordHeadSchema } from './records.ts';
import { limit, nullable, object, shape } from './schema-form.ts';

/** What routes about listings and licences take and answer. */

const standings = ['proposed', 'listed', 'contested', 'under-review', 'delisted'] satisfies ListingStanding[];
const ListingStandingSchema = Type.Enum([...standings]);
const act = { agency: AgencyCode, officer: Handle, at: Instant };
const ListingSchema = shape<Listing>({
  record: StatementId,
  proposedBy: AgencyCode,
  status: Type.Enum(['proposed', 'listed', 'contested', 'delisted']),
  confirmedBy: nullable(object(act)),
  reviewAt: nullable(Instant),
  reviews: Type.Array(object({ ...act, reason: Slug })),
  heard: Type.Enum(['yes', 'no', 'not-possible']),
  contests: Type.Array(object({ ...act, id: StatementId, reason: Slug, settled: nullable(Instant) })),
  delisted: nullable(object({ ...act, reason: Slug })),
});
export const ListedListingSchema = object({
  listing: ListingSchema,
  standing: ListingStandingSchema,
  head: RecordHeadSchema,
});
export type ListedListing = Static<typeof ListedListingSchema>;
export const ListingPageSchema = object({
  listings: Type.Array(ListedListingSchema),
  next: nullable(StatementId),
});
export type ListingPage = Static<typeof ListingPageSchema>;
export const ListingsQuery = object({
  standing: Type.Optional(ListingStandingSchema),
  after: Type.Optional(StatementId),
  limit,
});
export interface ListingFilter {
  readonly standing?: ListingStanding | undefined;
  readonly after?: StatementId | undefined;
  readonly limit?: number | undefined;
}

/** Set by the register as `licence.set/1` has it, with its standing on the day of the answer. */
export const ListedLicenceSchema = object({
  /** As `licenceNumber` has it. */
  key: Type.String({ description: 'the number without what people write differently' }),
  standing: Type.Unsafe<LicenceStanding>(Type.Enum([...licenceStatuses, 'not-started'])),
  /** The day that the standing is of, and where it is that day: in the country of the register, `UTC` where its days are unknown. */
  day: Day,
  zone: Type.String({ description: 'of the tz database' }),
  licence: shape<Licence>({
    ...(LicenceEntry as unknown as { properties: Record<keyof LicenceEntry, TSchema> }).properties,
    agency: AgencyCode,
    authority: Slug,
    history: Type.Array(object({ status: LicenceStatus, at: Instant })),
    statement: StatementId,
    at: Instant,
  }),
});
export type ListedLicence = Static<typeof ListedLicenceSchema>;
export const LicencePageSchema = object({
  licences: Type.Array(ListedLicenceSchema),
  next: nullable(Type.String({ description: 'place of the next page' })),
});
export type LicencePage = Static<typeof LicencePageSchema>;

export const LicencesQuery = object({
  agency: Type.Optional(AgencyCode),
  authority: Type.Optional(Slug),
  after: Type.Optional(Type.String({ maxLength: 600 })),
  limit,
});
export interface LicenceFilter {
  readonly agency?: string | undefined;
  readonly authority?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** Numbers asked for travel in the body: what an officer looks up stands in no address and no log of addresses. */
export const LicenceLookup = object({
  numbers: Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { minItems: 1, maxItems: 1000 }),
  agency: Type.Optional(AgencyCode),
  authority: Type.Optional(Slug),
});
export type LicenceLookup = Static<typeof LicenceLookup>;
export const FoundLicencesSchema = object({ licences: Type.Array(ListedLicenceSchema) });
