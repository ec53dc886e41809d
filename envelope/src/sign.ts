import type { Bytes } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { type Signer, signCompact } from './jws.ts';
import { ensureStatementSize } from './verify.ts';

/**
 * A signer over a WebCrypto P-256 private key, extractable or not. Throws BAD_KEY for any other key.
 * @param handle the officer's opaque handle, which becomes the statement's `kid`
 */
export function webCryptoSigner(handle: string, key: CryptoKey): Signer {
  const { name, namedCurve } = key.algorithm as EcKeyAlgorithm;
  if (name !== 'ECDSA' || namedCurve !== 'P-256' || !key.usages.includes('sign')) {
    throw new EnvelopeError('BAD_KEY', 'not a P-256 signing key');
  }
  return {
    handle,
    async sign(data) {
      return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, data as Bytes));
    },
  };
}

/**
 * Signs one statement: a compact JWS with header `{"alg":"ES256","kid":handle,"typ":"tocsin+jws"}` over the
 * canonical JSON of `payload` (docs/spec/statement.md). Throws NOT_JSON or TOO_LARGE (64 KiB).
 */
export async function signStatement(payload: object, signer: Signer): Promise<string> {
  if (Array.isArray(payload)) throw new EnvelopeError('NOT_JSON', 'a statement is an object');
  const jws = await signCompact({ alg: 'ES256', kid: signer.handle, typ: 'tocsin+jws' }, payload, signer);
  ensureStatementSize(jws);
  return jws;
}
