import {
  type Access,
  AgencyCode,
  type Committed,
  Digest,
  Handle,
  Handling,
  Instant,
  type Item,
  precedences,
  purposes,
  type RecordHead,
  Sealed,
  type Share,
  Slug,
  StatementId,
  UnitCode,
} from '@tocsin/record';
import Type, { type Static } from 'typebox';
import { decimal, jws, nullable, object, purposeList, shape } from './schema-form.ts';
import { LeaseSchema, TombstoneSchema } from './upkeep.ts';

/** What routes about records, their accesses and statements answer. */

export const CommittedSchema = shape<Committed>({
  transaction: Type.String(),
  block: decimal,
  at: Instant,
  already: Type.Boolean({ description: 'the same bytes stood there before: a harmless retry' }),
});

const itemCommon = {
  id: StatementId,
  kind: Slug,
  author: AgencyCode,
  officer: Handle,
  to: Type.Array(AgencyCode),
  agreement: StatementId,
  purposes: purposeList,
  handling: Handling,
  posted: Instant,
  retain: Instant,
};

const ShareSchema = shape<Share>({
  agency: AgencyCode,
  consent: StatementId,
  purposes: purposeList,
  until: Instant,
  withdrawn: nullable(Instant),
});

export const RecordHeadSchema = shape<RecordHead>({
  ...itemCommon,
  clause: Slug,
  precedence: Type.Enum([...precedences]),
  due: object({ acknowledge: Instant, answer: Instant }),
  state: Type.String(),
  progress: Type.Record(AgencyCode, object({ state: Type.String(), at: nullable(Instant) })),
  followUps: Type.Integer(),
  ended: nullable(object({ at: Instant, reason: Type.String() })),
  links: Type.Array(StatementId),
  items: Type.Array(StatementId),
  rosters: Type.Array(Type.Integer()),
  purged: nullable(TombstoneSchema),
});

export const ItemSchema = shape<Item>({
  ...itemCommon,
  record: StatementId,
  outcome: nullable(Type.String()),
  sealed: nullable(Sealed),
  sealedBy: StatementId,
  earlier: Type.Array(Digest),
  purged: nullable(Digest),
  shared: Type.Array(ShareSchema),
});

export const AccessSchema = shape<Access>({
  id: StatementId,
  record: StatementId,
  item: StatementId,
  kind: Slug,
  owner: AgencyCode,
  agency: AgencyCode,
  unit: UnitCode,
  officer: Handle,
  purpose: Type.Enum([...purposes]),
  basis: Digest,
  case: nullable(Digest),
  agreement: StatementId,
  epk: Digest,
  at: Instant,
  consent: nullable(StatementId),
  roster: nullable(Type.Integer()),
  granted: nullable(object({ by: Handle, at: Instant, reason: Slug })),
  receipt: nullable(
    object({
      at: Instant,
      outcome: Type.Enum(['opened', 'failed']),
      reason: nullable(Type.String()),
      released: Type.Array(AgencyCode),
      faulty: Type.Array(AgencyCode),
    }),
  ),
});

const LateSchema = object({ acknowledge: Type.Array(AgencyCode), answer: Type.Array(AgencyCode) });

export const ListedRecordSchema = object({ head: RecordHeadSchema, late: LateSchema });

export const RecordPageSchema = object({ records: Type.Array(ListedRecordSchema), next: nullable(Type.String()) });

export const RecordDetailSchema = object({
  head: RecordHeadSchema,
  late: LateSchema,
  items: Type.Array(ItemSchema),
  accesses: Type.Array(AccessSchema),
  leases: Type.Array(LeaseSchema),
});
export type Late = Static<typeof LateSchema>;
export type ListedRecord = Static<typeof ListedRecordSchema>;
export type RecordPage = Static<typeof RecordPageSchema>;
export type RecordDetail = Static<typeof RecordDetailSchema>;

export const StandingStatementSchema = object({
  id: StatementId,
  typ: Type.String(),
  jws,
  transaction: Type.String(),
  block: decimal,
  at: Instant,
});
export type StandingStatement = Static<typeof StandingStatementSchema>;

/** A file key wrapped for a device's one-time key (docs/spec/access.md); both base64url. */
export const KeyReleaseSchema = object({ enc: Type.String(), ct: Type.String() });
export type KeyRelease = Static<typeof KeyReleaseSchema>;

/** A trustee's signed release (docs/spec/witness.md), or the code of its refusal. */
export const TrusteeAnswerSchema = Type.Union([
  object({ agency: AgencyCode, release: Type.String({ description: 'release as signed, compact JWS' }) }),
  object({ agency: AgencyCode, refused: Type.String({ description: 'code of the refusal' }) }),
]);
export type TrusteeAnswer = Static<typeof TrusteeAnswerSchema>;
