import {
  EnvelopeError,
  fromBase64,
  type Leaf,
  parseCompact,
  type Signer,
  sha256,
  signCompact,
  toBase64,
  toHex,
  verifyChain,
  verifyCompact,
} from '@tocsin/envelope/verify';
import { AgencyCode, Digest, Instant } from '@tocsin/record';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';

const PayloadSchema = Type.Object(
  { typ: Type.Literal('tocsin.report/1'), agency: AgencyCode, at: Instant, sha256: Digest },
  { additionalProperties: false },
);
type Payload = Static<typeof PayloadSchema>;
const payloadSchema = Compile(PayloadSchema);
const headerSchema = Compile(
  Type.Object(
    {
      alg: Type.Literal('ES256'),
      kid: Type.String({ minLength: 1 }),
      typ: Type.Literal('tocsin-report+jws'),
      x5c: Type.Array(Type.String(), { minItems: 1, maxItems: 4 }),
    },
    { additionalProperties: false },
  ),
);
const MAX_SIGNATURE = 64 * 1024;
/** The last moment that a Date can hold. */
const ALWAYS = new Date(8.64e15);

/** Who signs a report: the officer's key, agency, and certificates (DER: the officer's, then its issuers'). */
export interface ReportSigner {
  readonly agency: AgencyCode;
  readonly signer: Signer;
  readonly chain: readonly Uint8Array[];
}

/** Signs a printed report: a JWS over its digest that any library verifies, with the certificates in it (RFC 7515). */
export function signReport(file: Uint8Array, at: Instant, { agency, signer, chain }: ReportSigner): Promise<string> {
  const header = { alg: 'ES256', kid: signer.handle, typ: 'tocsin-report+jws', x5c: chain.map(toBase64) };
  return signCompact(header, { typ: 'tocsin.report/1', agency, at, sha256: toHex(sha256(file)) }, signer);
}

/** A report whose signature was verified: who signed, and when by the signer's clock. */
export interface SignedReport {
  readonly agency: AgencyCode;
  readonly officer: string;
  readonly at: Instant;
}

export interface ReportTrust {
  rootOf(agency: AgencyCode): Uint8Array | undefined;
  crls(agency: AgencyCode): readonly Uint8Array[];
}

/**
 * Verifies a report's signature to the root of the signer's agency, at the time that the signer gives. A certificate that
 * was revoked at any time is refused: nobody but the signer says when it signed, and an officer who had to go would date
 * it back.
 * @throws EnvelopeError MALFORMED_JWS, BAD_SIGNATURE (of another file, too), BAD_CERTIFICATE (no trusted root, too) ...
 */
export async function verifyReport(file: Uint8Array, jws: string, trust: ReportTrust): Promise<SignedReport> {
  const { header, payload } = parseCompact(jws, MAX_SIGNATURE);
  if (!headerSchema.Check(header) || !payloadSchema.Check(payload)) throw new EnvelopeError('MALFORMED_JWS');
  const { agency, at, sha256: named } = payload as Payload;
  const leaf = await chained(header as { kid: string; x5c: string[] }, { agency, at }, trust);
  await verifyCompact(jws, leaf.spki);
  if (named !== toHex(sha256(file))) throw new EnvelopeError('BAD_SIGNATURE', 'of another file');
  return { agency, officer: leaf.commonName, at };
}

async function chained(
  { kid, x5c }: { readonly kid: string; readonly x5c: readonly string[] },
  { agency, at }: { readonly agency: AgencyCode; readonly at: Instant },
  trust: ReportTrust,
): Promise<Leaf> {
  const root = trust.rootOf(agency);
  if (root === undefined) throw new EnvelopeError('BAD_CERTIFICATE', 'no trusted root of its agency');
  const chain = x5c.map((text) => fromBase64(text));
  const leaf = await verifyChain({ chain, root, at: new Date(at), crls: trust.crls(agency), revokedBy: ALWAYS });
  if (leaf.commonName !== kid) throw new EnvelopeError('BAD_CERTIFICATE', "not the signer's");
  return leaf;
}
