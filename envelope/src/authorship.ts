import { fromBase64, toBase64 } from './base64.ts';
import type { Certificate } from './certificate.ts';
import { EnvelopeError } from './error.ts';
import { hasExactly, parseCompact, type Signer, signCompact, verifyCompact } from './jws.ts';

const TYP = 'tocsin-sealed+jws';
const MAX_CHAIN = 4;

/** The author's signature over a file's content, with the certificates to prove it to a court. */
export interface Authorship {
  kid: string;
  /** DER: the officer's certificate, then its issuers. */
  chain: Uint8Array[];
  payload: unknown;
  jws: string;
}

/** Signs a file's content: a compact JWS with header members `alg`, `kid`, `typ`, `x5c`. */
export function signAuthorship(inner: object, signer: Signer, chain: readonly Uint8Array[]): Promise<string> {
  return signCompact({ alg: 'ES256', kid: signer.handle, typ: TYP, x5c: chain.map(toBase64) }, inner, signer);
}

/** Reads such a JWS strictly, believing nothing. Throws MALFORMED_JWS, MALFORMED_JSON, NOT_CANONICAL or TOO_LARGE. */
export function parseAuthorship(jws: string): Authorship {
  const { header, payload } = parseCompact(jws, Number.POSITIVE_INFINITY); // bounded already by the size of a file
  if (!hasExactly(header, ['alg', 'kid', 'typ', 'x5c']) || header.alg !== 'ES256' || header.typ !== TYP) {
    throw new EnvelopeError('MALFORMED_JWS', 'not the prescribed header');
  }
  if (typeof header.kid !== 'string' || header.kid === '') throw new EnvelopeError('MALFORMED_JWS', 'no handle');
  return { kid: header.kid, chain: chainOf(header.x5c), payload, jws };
}

/** Checks the signature under the author's certificate, which must be proved already, and the handle in it. */
export async function verifyAuthorship(
  { jws, kid }: Pick<Authorship, 'jws' | 'kid'>,
  leaf: Certificate,
): Promise<void> {
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
