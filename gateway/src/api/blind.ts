import { fromBase64url } from '@tocsin/envelope/verify';
import {
  AgencyCode,
  BATCH,
  type Batch,
  type BlindKey,
  type BlindTableIssued,
  Digest,
  Instant,
  purposes,
  StatementId,
} from '@tocsin/record';
import Type, { type Static } from 'typebox';
import { nullable, object } from './schema-form.ts';

/** 32 bytes, base64url. */
const word = Type.String({ pattern: '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$' });
const closed = { additionalProperties: false };

/** The blinded elements of a batch with the salts of their commitments, in order and all of them. */
export const CommittedElements = Type.Array(Type.Object({ element: word, salt: word }, closed), {
  minItems: BATCH.step,
  maxItems: BATCH.most,
});

/** Read into bytes. */
export const elementsIn = (elements: Static<typeof CommittedElements>) =>
  elements.map(({ element, salt }) => ({ element: fromBase64url(element), salt: fromBase64url(salt) }));

export const EvaluationsAsked = Type.Object({ elements: CommittedElements }, closed);
export type EvaluationsAsked = Static<typeof EvaluationsAsked>;

/** Trustees' answers, each with its proof, and who gave none. */
export const EvaluationsAnswered = Type.Object({
  answers: Type.Array(
    Type.Object({
      trustee: Type.Integer({ minimum: 1, description: 'place in the roster of the key' }),
      evaluations: Type.Array(Type.String(), { description: 'ristretto255, base64url, in the order of the elements' }),
      proof: Type.String({ description: 'RFC 9497 section 2.2, 64 bytes, base64url' }),
    }),
  ),
  silent: Type.Array(Type.Object({ agency: AgencyCode, code: Type.String() })),
});
export type EvaluationsAnswered = Static<typeof EvaluationsAnswered>;

/** What the ledger says of blind checks. */
export interface BlindAnswer {
  /** By epoch, the latest last. */
  readonly keys: readonly BlindKey[];
  readonly tables: readonly BlindTableIssued[];
}
/** As docs/spec/blind-check.md has them; the rules of the ledger have written them. */
export const BlindAnswer = Type.Unsafe<BlindAnswer>(
  Type.Object({ keys: Type.Array(Type.Object({})), tables: Type.Array(Type.Object({})) }),
);

/** A batch as the ledger has it, and what an auditor demands of it. */
export const BatchAnswer = Type.Unsafe<Batch>(Type.Object({}));
export const BatchesAnswer = Type.Object({ batches: Type.Array(BatchAnswer) });

export const OwnNumbersAsked = object({
  purpose: Type.Enum([...purposes]),
  /** Drawn by the device: the own log commits to the answer under it. 32 bytes, base64url. */
  salt: word,
});
export const OwnNumbersSchema = object({
  listings: Type.Array(
    object({
      record: StatementId,
      reviewAt: nullable(Instant),
      numbers: Type.Array(Type.String({ description: '`type:value`, as it is compared' })),
    }),
  ),
  /** Listings that count and are left out: their handling keeps them to their addressees. */
  kept: Type.Integer(),
  /** As the own log has it: SHA-256 over the salt, a dot and the JSON of the listings. */
  commitment: Digest,
});
export type OwnNumbersAsked = Static<typeof OwnNumbersAsked>;
export type OwnNumbers = Static<typeof OwnNumbersSchema>;
