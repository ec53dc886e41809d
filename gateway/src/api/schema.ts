import {
  type Access,
  type Agency,
  AgencyClass,
  AgencyCode,
  type Agreement,
  type AgreementStanding,
  type Anchor,
  Clause,
  type Committed,
  Country,
  Digest,
  type FocalPoint,
  type Gateway,
  GatewayAddress,
  Handle,
  Handling,
  Instant,
  type Item,
  Language,
  type Lease,
  type Member,
  type Officer,
  type PublishedKey,
  precedences,
  purposes,
  type RecordHead,
  type Roster,
  revocationReasons,
  roles,
  Sealed,
  type Share,
  Slug,
  StatementId,
  type Tombstone,
  type Unit,
  UnitCode,
  unitLevels,
} from '@tocsin/record';
import Type, { type Static, type TProperties, type TSchema } from 'typebox';

/**
 * What the API answers. The types are the record room's own; the schemas beside them document and are held against
 * real answers in tests.
 */
const object = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
const shape = <T>(properties: TProperties) => Type.Unsafe<T>(object(properties));
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const certificate = Type.String({ description: 'X.509 DER, base64url' });
const jws = Type.String({ description: 'statement as signed, compact JWS' });
const decimal = Type.String({ pattern: '^[0-9]{1,18}$', description: 'block number, decimal' });
const names = Type.Record(Type.String(), Type.String(), { description: 'by language' });
const purposeList = Type.Array(Type.Enum([...purposes]));
const reason = Type.Enum([...revocationReasons]);

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
const TombstoneSchema = shape<Tombstone>({
  at: Instant,
  by: AgencyCode,
  officer: Handle,
  reason: Slug,
  rule: Type.Enum(['author', 'retention']),
  holders: Type.Array(AgencyCode),
});
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

const LeaseSchema = shape<Lease>({
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
      consent: nullable(StatementId),
    }),
  ),
  purpose: Type.Enum([...purposes]),
  basis: Digest,
  case: nullable(Digest),
  epk: Digest,
  at: Instant,
  until: Instant,
  opened: Type.Array(
    object({
      item: StatementId,
      at: Instant,
      outcome: Type.Enum(['opened', 'failed']),
      told: Instant,
      late: Type.Boolean(),
    }),
  ),
  closed: nullable(Instant),
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

const TrusteeSchema = object({
  agency: AgencyCode,
  unit: UnitCode,
  keyEpoch: Type.Integer(),
  key: Type.String({ description: 'X-Wing public key, base64url' }),
  digest: Digest,
});
export const RosterSchema = shape<Roster>({
  epoch: Type.Integer(),
  t: Type.Integer(),
  trustees: Type.Array(TrusteeSchema),
  since: Instant,
  until: Instant,
  superseded: nullable(Instant),
});

/** What stands in a gateway's own log, with the path to the root that is anchored on the ledger; bytes in base64url. */
export const OwnLogPageSchema = object({
  size: Type.Integer(),
  anchor: nullable(shape<Anchor>({ agency: AgencyCode, size: Type.Integer(), root: Digest, at: Instant })),
  entries: Type.Array(
    object({
      place: Type.Integer(),
      leaf: Type.String(),
      entry: nullable(object({ body: Type.String({ description: 'canonical JSON' }), salt: Type.String() })),
      proof: nullable(Type.Array(Type.String())),
    }),
  ),
});
export type OwnLogPage = Static<typeof OwnLogPageSchema>;

export type ListedAgency = Agency & { readonly status: Member['status'] };
export const ListedAgencySchema = shape<ListedAgency>({
  code: AgencyCode,
  class: AgencyClass,
  country: Country,
  names,
  root: certificate,
  issuing: certificate,
  registrar: object({ handle: Handle, certificate }),
  since: Instant,
  removed: nullable(Instant),
  status: Type.Enum(['signing', 'active', 'removed']),
});
export const UnitSchema = shape<Unit>({
  agency: AgencyCode,
  code: UnitCode,
  level: Type.Enum([...unitLevels]),
  names,
  desk: Type.Boolean(),
  closed: Type.Boolean(),
});
export const OfficerSchema = shape<Officer>({
  handle: Handle,
  agency: AgencyCode,
  unit: UnitCode,
  roles: Type.Array(Type.Enum([...roles])),
  key: Type.String({ description: 'SubjectPublicKeyInfo DER, base64url' }),
  certificate,
  from: Instant,
  until: Instant,
  revoked: nullable(object({ at: Instant, reason })),
  membership: Type.Optional(StatementId),
});
export const FocalPointSchema = shape<FocalPoint>({
  agency: AgencyCode,
  post: Slug,
  unit: UnitCode,
  holder: Handle,
  duties: Type.Array(object({ step: Slug, duty: Type.String() })),
  languages: Type.Array(Language),
  timeZone: Type.String(),
  until: Instant,
  confirmed: Instant,
  closed: Type.Boolean(),
});

export const GatewaySchema = shape<Gateway>({
  id: StatementId,
  agency: AgencyCode,
  address: GatewayAddress,
  cosigner: Type.String({ description: 'Ed25519 public key, base64url' }),
  steward: Handle,
  tlsKeys: Type.Optional(Type.Array(Digest, { description: 'SHA-256 of the keys it proves itself by; absent: any' })),
  since: Instant,
});

const PublishedKeySchema = shape<PublishedKey>({
  id: StatementId,
  agency: AgencyCode,
  unit: UnitCode,
  use: Type.Enum(['seal', 'trustee']),
  epoch: Type.Integer(),
  key: Type.String({ description: 'X-Wing public key, base64url' }),
  from: Instant,
  until: Instant,
  digest: Digest,
  countersigned: nullable(AgencyCode),
  destroyed: nullable(Instant),
});
/** A published key with all that a device needs to verify it to its own roots. */
export const ListedKeySchema = object({
  key: PublishedKeySchema,
  statement: jws,
  keymaster: object({
    handle: Handle,
    certificate,
    issuing: certificate,
    registration: nullable(jws),
    revoked: nullable(Instant),
  }),
});
export type ListedKey = Static<typeof ListedKeySchema>;

const AgreementSchema = shape<Agreement>({
  id: StatementId,
  name: Slug,
  by: AgencyCode,
  parties: Type.Array(AgencyCode),
  clauses: Type.Array(Clause),
  from: Instant,
  until: Instant,
  digest: Digest,
  signed: Type.Array(AgencyCode),
  suspendedBy: nullable(AgencyCode),
  withdrawn: Type.Array(AgencyCode),
});
const standings: AgreementStanding[] = ['proposed', 'in-force', 'not-started', 'expired', 'suspended', 'ended'];
export const ListedAgreementSchema = object({
  agreement: AgreementSchema,
  standing: Type.Enum(standings),
  proposal: jws,
});
export type ListedAgreement = Static<typeof ListedAgreementSchema>;

/** What waits for the agency's signature. A device reads the statement itself before it signs. */
export const ProposalSchema = object({
  kind: Type.Enum(['founding', 'membership', 'agreement']),
  id: StatementId,
  at: Instant,
  statement: jws,
  signed: Type.Array(AgencyCode),
});
export type OpenProposal = Static<typeof ProposalSchema>;

/** Who is asking, as this gateway sees it, and how far it has followed the ledger. */
export const MeSchema = object({
  officer: OfficerSchema,
  agency: AgencyCode,
  network: nullable(
    object({ id: StatementId, name: Slug, status: Type.Enum(['signing', 'active']), members: Type.Array(AgencyCode) }),
  ),
  checkpoint: nullable(object({ number: decimal, hash: Digest })),
  time: Instant,
});
export type Me = Static<typeof MeSchema>;

export const ReadinessSchema = object({
  ready: Type.Boolean(),
  following: Type.Enum(['following', 'retrying', 'broken', 'stopped']),
  reason: nullable(Type.String()),
  checkpoint: nullable(object({ number: decimal, hash: Digest })),
});
export type Readiness = Static<typeof ReadinessSchema>;

/** The ledger's tree, vouched for (docs/spec/mirror-log.md). */
export const CosignedCheckpointSchema = object({
  note: Type.String({ description: 'signed note of C2SP: checkpoint, signature of the log, cosignatures' }),
  size: Type.Integer({ minimum: 0 }),
  cosigned: Type.Array(object({ agency: AgencyCode, at: Instant })),
  missing: Type.Array(AgencyCode),
  needed: Type.Integer({ minimum: 1, description: 'how many agencies make a checkpoint count' }),
  alarms: Type.Array(
    object({ code: Type.Enum(['CHECKPOINT_INCONSISTENT', 'LEDGER_WITHHELD']), against: AgencyCode, at: Instant }),
  ),
});
export type CosignedCheckpointAnswer = Static<typeof CosignedCheckpointSchema>;
export const EntryProofSchema = object({
  transaction: Type.String(),
  proof: Type.String({ description: 'c2sp.org/tlog-proof@v1, its extra data the entry' }),
});
export type EntryProof = Static<typeof EntryProofSchema>;

/** RFC 9457, with our closed code and a hint. */
export const ProblemSchema = object({
  type: Type.String({ pattern: '^urn:tocsin:error:[A-Z_]+$' }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.Optional(Type.String()),
  code: Type.String(),
  hint: Type.String(),
});
export type Problem = Static<typeof ProblemSchema>;
