import { fromBase64, toBase64 } from './base64.ts';
import type { Certificate } from './certificate.ts';
import { EnvelopeError } from './error.ts';
import { hasExactly, parseCompact, type Signer, signCompact, verifyCompact } from './jws.ts';

const MAX_CHAIN = 4;

/** A signature that carries the certificates to prove it by. */
export interface Certified {
  kid: string;
  /** DER: the signer's certificate, then its issuers. */
  chain: Uint8Array[];
  payload: unknown;
  jws: string;
}

/** Signs canonical JSON: a compact JWS with header members `alg`, `kid`, `typ`, `x5c`. */
export function signCertified(
  typ: string,
  payload: object,
  signer: Signer,
  chain: readonly Uint8Array[],
): Promise<string> {
  return signCompact({ alg: 'ES256', kid: signer.handle, typ, x5c: chain.map(toBase64) }, payload, signer);
}

/**
 * Reads such a JWS of one type strictly, believing nothing. `limit` is in characters.
 * Throws MALFORMED_JWS, MALFORMED_JSON, NOT_CANONICAL or TOO_LARGE.
 */
export function parseCertified(typ: string, jws: string, limit: number): Certified {
  const { header, payload } = parseCompact(jws, limit);
  if (!hasExactly(header, ['alg', 'kid', 'typ', 'x5c']) || header.alg !== 'ES256' || header.typ !== typ) {
    throw new EnvelopeError('MALFORMED_JWS', 'not the prescribed header');
  }
  if (typeof header.kid !== 'string' || header.kid === '') throw new EnvelopeError('MALFORMED_JWS', 'no handle');
  return { kid: header.kid, chain: chainOf(header.x5c), payload, jws };
}

/** Checks the signature under the signer's certificate, which must be proved already, and the handle in it. */
export async function verifyCertified({ jws, kid }: Pick<Certified, 'jws' | 'kid'>, leaf: Certificate): Promise<void> {
  await verifyCompact(jws, leaf.spki);
  if (leaf.commonName !== kid) throw new EnvelopeError('BAD_CERTIFICATE', "not the signer's");
}

function chainOf(x5c: unknown): Uint8Array[] {
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > MAX_CHAIN) {
    throw new EnvelopeError('MALFORMED_JWS', 'no certificates');
  }
  return x5c.map((text: unknown) => {
    if (typeof text !== 'string') throw new EnvelopeError('MALFORMED_JWS', 'no certificates');
    return decode(text);
  });
}

function decode(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    throw new EnvelopeError('MALFORMED_JWS', 'certificate encoding');
  }
}
