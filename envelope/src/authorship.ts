import { type Certified, parseCertified, signCertified } from './certified-jws.ts';
import type { Signer } from './jws.ts';

const TYP = 'tocsin-sealed+jws';

/** Signs a file's content with the certificates to prove it to a court. */
export function signAuthorship(inner: object, signer: Signer, chain: readonly Uint8Array[]): Promise<string> {
  return signCertified(TYP, inner, signer, chain);
}

/** Reads such a signature, believing nothing. Throws MALFORMED_JWS, MALFORMED_JSON or NOT_CANONICAL. */
export function parseAuthorship(jws: string): Certified {
  return parseCertified(TYP, jws, Number.POSITIVE_INFINITY); // bounded already by the size of a file
}
