import { AgencyCode, type Anchor, Digest, Instant, Slug, StatementId } from '@tocsin/record';
import Type, { type Static } from 'typebox';
import { OfficerSchema } from './directory.ts';
import { decimal, nullable, object, shape } from './schema-form.ts';

/** What a gateway answers about itself, its own log and the ledger, and how it refuses. */

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

const contradictions = Type.Array(
  object({ code: Type.Enum(['CHECKPOINT_INCONSISTENT', 'LEDGER_WITHHELD']), against: AgencyCode, at: Instant }),
);

/** How the exchange stands as this gateway sees it now; what cannot be told is null, with the code of why. */
export const NetworkStateSchema = object({
  time: Instant,
  peer: object({
    blocks: nullable(decimal),
    fault: nullable(Type.String({ description: 'why the own peer did not say' })),
  }),
  view: object({
    block: nullable(decimal),
    at: nullable(Instant),
    following: Type.Enum(['following', 'retrying', 'broken', 'stopped']),
    reason: nullable(Type.String()),
  }),
  checkpoint: object({
    transactions: Type.Integer({ minimum: 0, description: "entries of the own ledger's tree" }),
    needed: Type.Integer({ minimum: 1, description: 'how many agencies make a checkpoint count' }),
    fault: nullable(Type.String({ description: 'why none counts now' })),
  }),
  cosigners: Type.Array(
    object({
      agency: AgencyCode,
      at: nullable(Instant),
      counts: Type.Boolean({ description: 'it vouched lately enough' }),
    }),
  ),
  alarms: contradictions,
});
export type NetworkState = Static<typeof NetworkStateSchema>;

/** The ledger's tree, vouched for (docs/spec/mirror-log.md). */
export const CosignedCheckpointSchema = object({
  note: Type.String({ description: 'signed note of C2SP: checkpoint, signature of the log, cosignatures' }),
  size: Type.Integer({ minimum: 0 }),
  cosigned: Type.Array(object({ agency: AgencyCode, at: Instant })),
  missing: Type.Array(AgencyCode),
  needed: Type.Integer({ minimum: 1, description: 'how many agencies make a checkpoint count' }),
  alarms: contradictions,
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
