import {
  AgencyCode,
  type Attestation,
  type Consent,
  Digest,
  Handle,
  Instant,
  type Lease,
  type LeasedOpening,
  purposes,
  Sealed,
  Slug,
  StatementId,
  type Tombstone,
  UnitCode,
} from '@tocsin/record';
import Type, { type Static } from 'typebox';
import { object, shape } from './schema-form.ts';

/** What routes about new headers, unit keys and leases take and answer. */
const publicKey = Type.String({ pattern: '^[A-Za-z0-9_-]{1622}$', description: 'X-Wing public key, base64url' });
const wrapped = object({
  enc: Type.String({ description: 'X-Wing encapsulation, base64url' }),
  ct: Type.String({ description: 'base64url' }),
});

/** A published seal key, by the digest of the statement that announced it. */
const KeyNameSchema = object({
  agency: AgencyCode,
  unit: UnitCode,
  epoch: Type.Integer({ minimum: 1, maximum: 100000 }),
  digest: Digest,
});
export type KeyName = Static<typeof KeyNameSchema>;
export const HeaderOrder = object({ recipients: Type.Array(KeyNameSchema, { minItems: 1, maxItems: 16 }) });
/** A file under a new header, with what its statement says of it and the deposit that goes beside. */
export const ReheadedSchema = object({
  file: Type.String({ description: 'sealed file, base64' }),
  sealed: Sealed,
  deposit: Type.Union([wrapped, Type.Null()]),
});
export type ReheadedAnswer = Static<typeof ReheadedSchema>;

export const UnitKeyPlace = object({ unit: UnitCode, epoch: Type.String({ pattern: '^[1-9][0-9]{0,5}$' }) });
export const UnitKeyQuery = object({ after: Type.Optional(StatementId) });
export const OpenedPageSchema = object({
  items: Type.Array(
    object({
      item: StatementId,
      record: StatementId,
      author: AgencyCode,
      retain: Instant,
      alone: Type.Boolean({ description: 'no other key that is held here opens it' }),
    }),
  ),
  looked: Type.Integer(),
  next: Type.Union([StatementId, Type.Null()]),
});
export type OpenedPage = Static<typeof OpenedPageSchema>;

export const LeasedKey = object({ item: StatementId, epk: publicKey });
export const LeasedShares = object({
  item: StatementId,
  epk: publicKey,
  except: Type.Optional(Type.Array(AgencyCode, { maxItems: 16, uniqueItems: true })),
});

const gone = Type.Enum(['destroyed', 'not-held']);
const AttestationSchema = shape<Attestation>({
  record: StatementId,
  agency: AgencyCode,
  officer: Handle,
  keys: gone,
  copies: gone,
  at: Instant,
});
export const TombstoneSchema = shape<Tombstone>({
  at: Instant,
  by: AgencyCode,
  officer: Handle,
  reason: Type.String(),
  rule: Type.Enum(['author', 'retention']),
  holders: Type.Array(AgencyCode),
});
/** A purged record's end; a tombstone of null says that it was not purged. */
export const PurgeSchema = object({
  tombstone: Type.Union([TombstoneSchema, Type.Null()]),
  attestations: Type.Array(AttestationSchema),
  missing: Type.Array(AgencyCode, { description: 'holders that have not said that nothing is left' }),
});
export type PurgeAnswer = Static<typeof PurgeSchema>;

export const ConsentsQuery = object({ record: Type.Optional(StatementId) });
export const ConsentSchema = shape<Consent>({
  id: StatementId,
  record: StatementId,
  item: StatementId,
  by: AgencyCode,
  to: AgencyCode,
  purposes: Type.Array(Type.Enum([...purposes])),
  at: Instant,
  until: Instant,
  withdrawn: Type.Union([Instant, Type.Null()]),
});

export const LeaseSchema = shape<Lease>({
  id: StatementId,
  officer: Handle,
  agency: AgencyCode,
  unit: UnitCode,
  items: Type.Array(
    object({
      record: StatementId,
      item: StatementId,
      kind: Slug,
      owner: AgencyCode,
      agreement: StatementId,
      consent: Type.Union([StatementId, Type.Null()]),
    }),
  ),
  purpose: Type.Enum([...purposes]),
  basis: Digest,
  case: Type.Union([Digest, Type.Null()]),
  epk: Digest,
  at: Instant,
  until: Instant,
  opened: Type.Array(
    shape<LeasedOpening>({
      item: StatementId,
      at: Instant,
      outcome: Type.Enum(['opened', 'failed']),
      told: Instant,
      late: Type.Boolean(),
      outside: Type.Boolean(),
    }),
  ),
  closed: Type.Union([Instant, Type.Null()]),
});

export const OldLocksSchema = object({
  current: Type.Union([Type.Integer(), Type.Null()]),
  items: Type.Array(object({ item: StatementId, record: StatementId, roster: Type.Integer() })),
});
export type OldLocks = Static<typeof OldLocksSchema>;
