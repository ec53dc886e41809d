import {
  type Agency,
  AgencyClass,
  AgencyCode,
  type Agreement,
  type AgreementStanding,
  Clause,
  Country,
  Digest,
  type FocalPoint,
  type Gateway,
  GatewayAddress,
  Handle,
  Instant,
  Language,
  type Member,
  type Officer,
  type PublishedKey,
  type Roster,
  revocationReasons,
  roles,
  Slug,
  StatementId,
  type Unit,
  UnitCode,
  unitLevels,
} from '@tocsin/record';
import Type, { type Static } from 'typebox';
import { certificate, jws, names, nullable, object, shape } from './schema-form.ts';

/** What routes about agencies, their officers, keys and agreements answer. */

const reason = Type.Enum([...revocationReasons]);

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

/** What of a published key tells where it stands: enough to look at it, not to seal to it. */
export type KeyDates = Pick<
  PublishedKey,
  'agency' | 'unit' | 'use' | 'epoch' | 'from' | 'until' | 'digest' | 'destroyed'
>;

export const KeyDatesSchema = shape<KeyDates>({
  agency: AgencyCode,
  unit: UnitCode,
  use: Type.Enum(['seal', 'trustee']),
  epoch: Type.Integer(),
  from: Instant,
  until: Instant,
  digest: Digest,
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
