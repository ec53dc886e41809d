import { bech32 } from '@scure/base';
import type { Bytes } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { randomBytes } from './random.ts';
import { sodium } from './sodium.ts';

export const SEAL_PUBLIC_KEY_BYTES = 1216;
export const SEAL_SECRET_KEY_BYTES = 32;
const PUBLIC_PREFIX = 'age1pq';
const SECRET_PREFIX = 'age-secret-key-pq-';

/** An X-Wing key pair (draft-connolly-cfrg-xwing-kem): public key 1216 bytes, secret key (its seed) 32 bytes. */
export interface SealKey {
  publicKey: Bytes;
  secretKey: Bytes;
}

/** A fresh X-Wing key pair. */
export function generateSealKey(): SealKey {
  const secretKey = randomBytes(SEAL_SECRET_KEY_BYTES);
  return { publicKey: publicKeyOf(secretKey), secretKey };
}

/** The public key that belongs to a 32-byte secret key. Throws BAD_KEY. */
export function publicKeyOf(secretKey: Uint8Array): Bytes {
  ensureSecretKey(secretKey);
  return sodium.crypto_kem_xwing_seed_keypair(secretKey).publicKey as Bytes;
}

/** `age1pq1...`, as every age implementation writes it (c2sp.org/age). */
export function formatSealPublicKey(publicKey: Uint8Array): string {
  ensurePublicKey(publicKey);
  return bech32.encode(PUBLIC_PREFIX, bech32.toWords(publicKey), false);
}

/** `AGE-SECRET-KEY-PQ-1...`, as every age implementation writes it. */
export function formatSealSecretKey(secretKey: Uint8Array): string {
  ensureSecretKey(secretKey);
  return bech32.encode(SECRET_PREFIX, bech32.toWords(secretKey), false).toUpperCase();
}

/** Reads `age1pq1...`. Throws BAD_KEY. */
export function parseSealPublicKey(text: string): Bytes {
  const publicKey = parseBech32(text, PUBLIC_PREFIX);
  ensurePublicKey(publicKey);
  return publicKey;
}

/** Reads `AGE-SECRET-KEY-PQ-1...`. Throws BAD_KEY. */
export function parseSealSecretKey(text: string): Bytes {
  if (text !== text.toUpperCase()) throw new EnvelopeError('BAD_KEY', 'not an age identity');
  const secretKey = parseBech32(text.toLowerCase(), SECRET_PREFIX);
  ensureSecretKey(secretKey);
  return secretKey;
}

function parseBech32(text: string, prefix: string): Bytes {
  try {
    const decoded = bech32.decode(text as `${string}1${string}`, false);
    if (decoded.prefix !== prefix || text !== text.toLowerCase()) throw new EnvelopeError('BAD_KEY');
    return bech32.fromWords(decoded.words) as Bytes;
  } catch {
    throw new EnvelopeError('BAD_KEY', 'not a hybrid age key');
  }
}

/** Throws BAD_KEY unless the bytes can be an X-Wing public key. */
export function ensurePublicKey(publicKey: Uint8Array): void {
  if (publicKey.length !== SEAL_PUBLIC_KEY_BYTES) throw new EnvelopeError('BAD_KEY', 'not an X-Wing public key');
}

/** Throws BAD_KEY unless the bytes can be an X-Wing secret key. */
export function ensureSecretKey(secretKey: Uint8Array): void {
  if (secretKey.length !== SEAL_SECRET_KEY_BYTES) throw new EnvelopeError('BAD_KEY', 'not an X-Wing secret key');
}
