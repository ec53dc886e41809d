import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, utf8 } from './encoding.ts';
import { sodium } from './sodium.ts';

const INFO = utf8('tocsin/witness/1/wrap');
const NONCE = new Uint8Array(12); // as in age: each of these keys wraps one file key, once

/** What opens a witnessed file: the addressees' secret and the trustees', 32 bytes each, for one binding. */
export interface LockSecrets {
  readerSecret: Uint8Array;
  sharedSecret: Uint8Array;
  binding: Uint8Array;
}

/** The file key under both secrets: 16 bytes and a tag. */
export function wrapFileKey(fileKey: Uint8Array, secrets: LockSecrets): Uint8Array {
  return underLockKey(secrets, (key) =>
    sodium.crypto_aead_chacha20poly1305_ietf_encrypt(fileKey, secrets.binding, null, NONCE, key),
  );
}

/**
 * The inverse; null where either secret or the binding is another. The cipher alone does not commit to its key: what
 * it returns is the file key only if the header's MAC, which does commit, agrees.
 */
export function unwrapLocked(wrapped: Uint8Array, secrets: LockSecrets): Uint8Array | null {
  try {
    return underLockKey(secrets, (key) =>
      sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, wrapped, secrets.binding, NONCE, key),
    );
  } catch {
    return null; // libsodium throws one and the same error for every failure to authenticate
  }
}

/** KW: one key for one file key, from both secrets and the binding. */
export function lockKey({ readerSecret, sharedSecret, binding }: LockSecrets): Bytes {
  const material = concat(readerSecret, sharedSecret);
  const key = hkdf(sha256, material, binding, INFO, 32) as Bytes;
  material.fill(0);
  return key;
}

function underLockKey<Result>(secrets: LockSecrets, use: (key: Bytes) => Result): Result {
  const key = lockKey(secrets);
  try {
    return use(key);
  } finally {
    key.fill(0);
  }
}
