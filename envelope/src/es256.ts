import { BoundedCache } from './cache.ts';
import { type Bytes, concat, equalBytes, fromHex, toHex } from './encoding.ts';
import { EnvelopeError } from './error.ts';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SPKI_PREFIX = fromHex('3059301306072a8648ce3d020106082a8648ce3d03010703420004');
const SPKI_LENGTH = 91;
const keys = new BoundedCache<Promise<CryptoKey>>(1024);

/** Whether the bytes are a P-256 public key as SubjectPublicKeyInfo, uncompressed: the only form taken (RFC 5480). */
export function isP256Spki(spki: Uint8Array): boolean {
  return spki.length === SPKI_LENGTH && equalBytes(spki.subarray(0, SPKI_PREFIX.length), SPKI_PREFIX);
}

/** Imports a P-256 public key (SPKI DER) for verification; imported keys are remembered. Throws BAD_KEY. */
export function importVerifyKey(spki: Uint8Array): Promise<CryptoKey> {
  if (!isP256Spki(spki)) return Promise.reject(new EnvelopeError('BAD_KEY', 'not P-256'));
  const name = toHex(spki.subarray(SPKI_PREFIX.length));
  const known = keys.get(name);
  if (known !== undefined) return known;
  const imported = importSpki(spki);
  keys.set(name, imported);
  return imported;
}

async function importSpki(spki: Uint8Array): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('spki', spki.slice(), { name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'verify',
    ]);
  } catch {
    throw new EnvelopeError('BAD_KEY', 'not a point of P-256');
  }
}

/**
 * The low-s twin of an ES256 signature (r || s, 64 bytes). Of every ECDSA signature (r, s) there is a valid twin
 * (r, n - s) that anyone can make; taking only the low one keeps a statement's bytes, and so its digest, unique.
 */
export function lowS(signature: Uint8Array): Bytes {
  if (signature.length !== 64) throw new EnvelopeError('BAD_SIGNATURE', 'not 64 bytes');
  const s = scalar(signature);
  if (s <= ORDER / 2n) return signature.slice();
  return concat(signature.subarray(0, 32), fromHex((ORDER - s).toString(16).padStart(64, '0')));
}

/** Whether an ES256 signature is the low-s one of its pair. */
export function isLowS(signature: Uint8Array): boolean {
  return signature.length === 64 && scalar(signature) <= ORDER / 2n;
}

function scalar(signature: Uint8Array): bigint {
  return BigInt(`0x${toHex(signature.subarray(32))}`);
}
