import {
  AgencyCode,
  checkAnswers,
  checkGrades,
  Digest,
  type Finding,
  findings,
  Handle,
  Instant,
  type LicenceStanding,
  LicenceStatus,
  type ListingStanding,
  licenceStatuses,
  type Purpose,
  purposes,
  Slug,
  StatementId,
} from '@tocsin/record';
import Type, { type Static } from 'typebox';
import type { identifierTypes } from '../screening/identifier.ts';
import { nullable, object } from './schema-form.ts';

/** What the routes of checks take and answer (docs/spec/check.md). */
const codes = <const C extends readonly string[]>(...values: C) => Type.Enum([...values] as unknown as C[number][]);
/** Long enough for whatever is pasted by mistake to be refused by a code of its own, not by its size. */
const written = Type.Optional(Type.String({ maxLength: 20_000 }));

/** Queries of one request. */
export const MAX_QUERIES = 500;

/** What is on the paper, as it is written there. One of its fields is enough. */
export const CheckQuerySchema = object({
  /** Of one person, in as many spellings as are there. */
  names: Type.Optional(Type.Array(Type.String({ maxLength: 20_000 }), { maxItems: 8 })),
  /** Of one company. */
  companies: Type.Optional(Type.Array(Type.String({ maxLength: 20_000 }), { maxItems: 8 })),
  born: written,
  passport: written,
  nationalId: written,
  document: written,
  /** Which country issued the papers, ISO 3166 alpha-2. */
  country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  registration: written,
  licence: written,
  authority: Type.Optional(Slug),
  phone: written,
  account: written,
  wallet: written,
  /** `name`, `@name`, `https://service/name` or `service:name`. */
  social: written,
  address: written,
});
export type CheckQuery = Static<typeof CheckQuerySchema>;

export const ChecksAsked = object({
  purpose: Type.Enum([...purposes]),
  /** Drawn by the device for this request: what was asked is committed to under it. 32 bytes, base64url. */
  salt: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
  queries: Type.Array(CheckQuerySchema, { minItems: 1, maxItems: MAX_QUERIES }),
});
export type ChecksAsked = Static<typeof ChecksAsked>;

/** Longest life of an offline copy, hours. */
export const COPY_HOURS = 72;
/** Checks of an offline copy that one request tells. */
export const MAX_ACCOUNTS = 500;

export const CopyAsked = object({
  purpose: Type.Enum([...purposes]),
  hours: Type.Integer({ minimum: 1, maximum: COPY_HOURS }),
  key: Type.String({
    pattern: '^[A-Za-z0-9_-]{1622}$',
    description: "X-Wing public key of the officer's device, base64url",
  }),
});
export type CopyAsked = Static<typeof CopyAsked>;
export const CopyGivenSchema = object({
  file: Type.String({
    description: 'a line signed by the gateway, then an age file for the key named; base64',
    contentEncoding: 'base64',
  }),
  made: Instant,
  expires: Instant,
  listings: Type.Integer(),
  licences: Type.Integer(),
  /** Listings for the purpose that their handling keeps at the gateway. */
  withheld: Type.Integer(),
  /** Nothing comes from the own peer at the moment: what is newer is not in it. */
  stale: Type.Boolean(),
});
export type CopyGiven = Static<typeof CopyGivenSchema>;

/** What a device tells later of checks without a line. */
const OfflineCheckSchema = object({
  at: Instant,
  purpose: Type.Enum([...purposes]),
  count: Type.Integer({ minimum: 1, maximum: 100_000 }),
  commitment: Digest,
  /** The block that the copy knew. */
  block: Type.String({ pattern: '^[0-9]{1,18}$' }),
});
export type OfflineCheck = Static<typeof OfflineCheckSchema>;
export const AccountsTold = object({
  checks: Type.Array(OfflineCheckSchema, { minItems: 1, maxItems: MAX_ACCOUNTS }),
});
export const AccountedSchema = object({ accounted: Type.Integer() });

/** Who was checked is not the one that a listing is about; a reason of null takes that back. */
export const DecisionAsked = object({
  record: StatementId,
  query: CheckQuerySchema,
  reason: nullable(Type.String({ minLength: 1, maxLength: 400 })),
});
export type DecisionAsked = Static<typeof DecisionAsked>;
export const DecidedSchema = object({ changed: Type.Boolean() });

const standings = ['proposed', 'listed', 'contested', 'under-review', 'delisted'] satisfies ListingStanding[];
const Reason = Type.Unsafe<CheckReason>(
  Type.Object({ code: Type.Enum([...findings]) }, { additionalProperties: Type.Union([Type.String(), Type.Number()]) }),
);
/** Why something was found or not: a code with what it speaks of, never what a listing says. */
export interface CheckReason {
  readonly code: Finding;
  readonly [detail: string]: string | number;
}

export const DecisionSchema = object({
  at: Instant,
  by: Handle,
  reason: Type.String({ minLength: 1, maxLength: 400 }),
});

const CandidateSchema = object({
  record: StatementId,
  standing: Type.Enum([...standings]),
  grade: Type.Enum([...checkGrades]),
  why: Type.Array(Reason),
  wouldDecide: Type.Array(Slug),
  /** What an officer of the own agency has decided before of this person and this listing. */
  notTheSame: nullable(DecisionSchema),
});
export type Candidate = Static<typeof CandidateSchema>;

const FoundLicenceSchema = object({
  agency: AgencyCode,
  authority: Slug,
  number: Type.String(),
  standing: Type.Unsafe<LicenceStanding>(Type.Enum([...licenceStatuses, 'not-started'])),
  status: LicenceStatus,
  from: Type.String(),
  until: nullable(Type.String()),
  holder: codes('company', 'person'),
  /** As the register writes them; none of a person. */
  names: Type.Array(Type.String()),
  /** Whether who shows it is who holds it; null where that cannot be told. */
  holderAgrees: nullable(Type.Boolean()),
  /** `name`: no number was asked for, and the holder has the name of the business that was. */
  foundBy: codes('number', 'name'),
});
export type FoundLicence = Static<typeof FoundLicenceSchema>;

/** What leads from what was asked to a listing that is not about it. */
const FrontSchema = object({ record: StatementId, standing: Type.Enum([...standings]), path: Type.Array(Reason) });
export type Front = Static<typeof FrontSchema>;

export const CheckAnswerSchema = Type.Union([
  object({
    answer: Type.Enum([...checkAnswers]),
    grade: nullable(Type.Enum([...checkGrades])),
    candidates: Type.Array(CandidateSchema, { maxItems: 5 }),
    /** Candidates as likely as those that are shown, and not shown. */
    more: Type.Integer(),
    licences: Type.Array(FoundLicenceSchema),
    fronts: Type.Array(FrontSchema, { maxItems: 5 }),
    notes: Type.Array(Reason),
  }),
  object({
    answer: Type.Literal('refused'),
    code: Type.String(),
    field: Type.String(),
    /** What else of the query cannot be read; absent where that is all. */
    also: Type.Optional(Type.Array(object({ code: Type.String(), field: Type.String() }), { maxItems: 15 })),
  }),
]);
export type CheckAnswer = Static<typeof CheckAnswerSchema>;
export type GivenAnswer = Exclude<CheckAnswer, { answer: 'refused' }>;

export const ChecksAnsweredSchema = object({
  /** What the answers rest on: the last block that the index knows, and how many listings could not be opened. */
  asOf: object({
    block: Type.String({ pattern: '^[0-9]{1,18}$' }),
    listings: Type.Integer(),
    unopened: Type.Integer(),
    /** Nothing comes from the own peer at the moment: what is newer than the block is in no answer. */
    stale: Type.Boolean(),
    /** Where a device answered from an offline copy: when that was made, until when it may be used, and how many listings are not in it. */
    copy: Type.Optional(object({ made: Instant, expires: Instant, withheld: Type.Integer() })),
  }),
  commitment: Digest,
  answers: Type.Array(CheckAnswerSchema),
});
export type ChecksAnswered = Static<typeof ChecksAnsweredSchema>;

/** Fields of a query that hold an identifier, and of what. */
export const identifierFields = {
  passport: 'passport',
  nationalId: 'national-id',
  document: 'document',
  registration: 'registration',
  licence: 'licence',
  phone: 'phone',
  account: 'account',
  wallet: 'wallet',
  social: 'social',
  address: 'address',
} as const satisfies Partial<Record<keyof CheckQuery, (typeof identifierTypes)[number]>>;

/** What an own-log entry of a check says of it. */
export interface CheckAccount {
  readonly purpose: Purpose;
  readonly count: number;
  /** SHA-256 over the salt, a dot and the canonical JSON of the queries. */
  readonly commitment: string;
  readonly block: string;
  /** When it was asked of an offline copy, by the device's clock. */
  readonly asked?: string;
  /** SHA-256 of the key that an offline copy was sealed to. */
  readonly device?: string;
}
