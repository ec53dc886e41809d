import { fromBase64url, toBase64url } from './base64.ts';
import { canonicalBytes, parseCanonical } from './canonical.ts';
import { type Bytes, utf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { importVerifyKey, isLowS, lowS } from './es256.ts';

/**
 * Makes ES256 signatures with a key that may never leave its place (WebCrypto non-extractable, PKCS#11).
 * `sign` returns r || s, 64 bytes (RFC 7518 section 3.4), over SHA-256 of `data`.
 */
export interface Signer {
  readonly handle: string;
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** The parts of a compact JWS (RFC 7515 section 7.1) whose header and payload are canonical JSON. */
export interface CompactJws {
  header: unknown;
  payload: unknown;
  jws: string;
}

const ES256 = { name: 'ECDSA', hash: 'SHA-256' };
const SIGNATURE_BYTES = 64;

/** Signs canonical JSON under a canonical header. */
export async function signCompact(header: object, payload: object, signer: Signer): Promise<string> {
  const signed = `${toBase64url(canonicalBytes(header))}.${toBase64url(canonicalBytes(payload))}`;
  const signature = lowS(await signer.sign(utf8(signed)));
  return `${signed}.${toBase64url(signature)}`;
}

/**
 * Takes a compact JWS apart without believing it. `limit` is in characters.
 * Throws TOO_LARGE, MALFORMED_JWS (shape, encoding, signature length) or what {@link parseCanonical} throws.
 */
export function parseCompact(jws: string, limit: number): CompactJws {
  if (jws.length > limit) throw new EnvelopeError('TOO_LARGE');
  const parts = jws.split('.', 4);
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) {
    throw new EnvelopeError('MALFORMED_JWS', 'not three parts');
  }
  signatureOf(signature);
  return { header: parseCanonical(part(header)), payload: parseCanonical(part(payload)), jws };
}

function part(text: string): Bytes {
  try {
    return fromBase64url(text);
  } catch {
    throw new EnvelopeError('MALFORMED_JWS', 'not strict base64url');
  }
}

function signatureOf(text: string): Bytes {
  const signature = part(text);
  if (signature.length !== SIGNATURE_BYTES) throw new EnvelopeError('MALFORMED_JWS', 'signature is not 64 bytes');
  return signature;
}

/**
 * Verifies the signature of a compact JWS over its characters, exactly as they were received.
 * Throws BAD_SIGNATURE, BAD_KEY or MALFORMED_JWS. What the header says is the caller's to check: it chooses nothing here.
 */
export async function verifyCompact(jws: string, spki: Uint8Array): Promise<void> {
  const end = jws.lastIndexOf('.');
  const signature = signatureOf(jws.slice(end + 1));
  if (!isLowS(signature)) throw new EnvelopeError('BAD_SIGNATURE', 'not in its low-s form');
  const key = await importVerifyKey(spki);
  const good = await crypto.subtle.verify(ES256, key, signature, utf8(jws.slice(0, end)));
  if (!good) throw new EnvelopeError('BAD_SIGNATURE');
}

/** Whether a value is an object with exactly these members. */
export function hasExactly(value: unknown, members: readonly string[]): value is Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === members.length && members.every((member) => Object.hasOwn(value, member));
}
