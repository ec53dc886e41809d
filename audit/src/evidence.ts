import { canonicalBytes, digest, fromUtf8, parseCanonical, utf8 } from '@tocsin/envelope/verify';
import { AgencyCode, Digest, Handle, StatementId } from '@tocsin/record';
import Type, { type Static, type TProperties } from 'typebox';
import { Compile } from 'typebox/compile';
import { BadBundle } from './doubt.ts';

const object = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
const encoded = Type.String({ pattern: '^[A-Za-z0-9_-]*$', description: 'base64url without padding' });
const place = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Entry = object({
  block: Type.String({ pattern: '^(?:0|[1-9]\\d{0,18})$' }),
  channel: Digest,
  code: Type.String({ pattern: '^[A-Z][A-Z0-9_]{0,63}$' }),
  envelope: Digest,
  index: place,
  txid: Type.String({ pattern: '^(?:[0-9a-f]{64})?$' }),
});

/** Everything about one record that verifies without the ledger (docs/spec/evidence-bundle.md). */
const EvidenceSchema = object({
  typ: Type.Literal('tocsin.evidence/1'),
  ledger: Type.Enum(['embedded', 'fabric']),
  record: StatementId,
  checkpoint: Type.String({ maxLength: 65536, description: 'cosigned note of the tree' }),
  agencies: Type.Array(object({ code: AgencyCode, issuing: encoded, crls: Type.Array(encoded, { maxItems: 16 }) }), {
    maxItems: 64,
  }),
  signers: Type.Array(object({ handle: Handle, agency: AgencyCode, certificate: encoded }), { maxItems: 1024 }),
  transactions: Type.Array(
    object({ entry: Entry, place, path: Type.Array(encoded, { maxItems: 53 }), length: place }),
    { minItems: 1, maxItems: 4096 },
  ),
  bytes: encoded,
});
export type Evidence = Static<typeof EvidenceSchema>;
const schema = Compile(EvidenceSchema);

/** Longest bundle that is read, characters: shared transactions bring others' statements along. */
export const MAX_BUNDLE = 16 * 1024 * 1024;
const HEAD = 'tocsin evidence 1 sha256:';

/** A line that names the digest of the rest, then canonical JSON. */
export function formatEvidence(evidence: Evidence): string {
  const body = `${fromUtf8(canonicalBytes(evidence))}\n`;
  return `${HEAD}${digest(body)}\n${body}`;
}

/** Reads a bundle of the one form it can have. @throws BadBundle */
export function parseEvidence(text: string): Evidence {
  if (text.length > MAX_BUNDLE) throw new BadBundle('too-long');
  const end = text.indexOf('\n') + 1;
  const body = text.slice(end);
  if (end === 0 || !text.startsWith(HEAD)) throw new BadBundle('no-bundle');
  if (text.slice(0, end) !== `${HEAD}${digest(body)}\n`) throw new BadBundle('changed');
  if (!body.endsWith('\n')) throw new BadBundle('cut-off');
  const evidence = canonical(body.slice(0, -1));
  if (!schema.Check(evidence)) throw new BadBundle('other-members');
  return evidence as Evidence;
}

function canonical(text: string): unknown {
  try {
    return parseCanonical(utf8(text));
  } catch {
    throw new BadBundle('not-canonical');
  }
}
