import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { BoundedCache } from './cache.ts';
import { ENC_BYTES } from './encapsulation.ts';
import { type Bytes, concat, toHex, utf8 } from './encoding.ts';
import { ensureSecretKey } from './keys.ts';
import { sodium } from './sodium.ts';
import { decapsulate, encapsulate } from './xwing.ts';

const TAG_BYTES = 16;
const EMPTY = new Uint8Array(0);
const VERSION = utf8('HPKE-v1');
// Suite: X-Wing KEM 0x647a, HKDF-SHA256 0x0001, ChaCha20Poly1305 0x0003.
const SUITE = concat(utf8('HPKE'), Uint8Array.of(0x64, 0x7a, 0x00, 0x01, 0x00, 0x03));
const contexts = new BoundedCache<Bytes>(32);

/** An encapsulated key (1120 bytes) and the ciphertext under it (plaintext + 16 bytes). */
export interface HpkeSealed {
  enc: Uint8Array;
  ct: Uint8Array;
}

/**
 * Single-shot HPKE encryption, base mode (RFC 9180 section 6.1), to an X-Wing public key.
 * Throws BAD_KEY for a key that is no X-Wing key.
 */
export function hpkeSeal(pk: Uint8Array, info: Uint8Array, aad: Uint8Array, pt: Uint8Array): HpkeSealed {
  const { enc, shared } = encapsulate(pk);
  const { key, nonce } = keySchedule(shared, info);
  return { enc, ct: sodium.crypto_aead_chacha20poly1305_ietf_encrypt(pt, aad, null, nonce, key) };
}

/** The inverse of {@link hpkeSeal}; null where the key, info, aad or ciphertext is another. Throws BAD_KEY. */
export function hpkeOpen(
  sk: Uint8Array,
  enc: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  ct: Uint8Array,
): Uint8Array | null {
  ensureSecretKey(sk);
  if (enc.length !== ENC_BYTES || ct.length < TAG_BYTES) return null;
  try {
    const { key, nonce } = keySchedule(decapsulate(enc, sk), info);
    return sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, ct, aad, nonce, key);
  } catch {
    return null; // libsodium throws one and the same error for every failure to authenticate
  }
}

// RFC 9180 section 5.1, base mode: no pre-shared key, so its identifier is empty.
function keySchedule(shared: Uint8Array, info: Uint8Array): { key: Uint8Array; nonce: Uint8Array } {
  const context = contextOf(info);
  const secret = labeledExtract(shared, 'secret', EMPTY);
  return { key: labeledExpand(secret, 'key', context, 32), nonce: labeledExpand(secret, 'base_nonce', context, 12) };
}

// The context depends on the info alone, and a process knows few of them.
function contextOf(info: Uint8Array): Bytes {
  const name = toHex(info);
  const known = contexts.get(name);
  if (known !== undefined) return known;
  const mode = Uint8Array.of(0);
  const context = concat(mode, labeledExtract(EMPTY, 'psk_id_hash', EMPTY), labeledExtract(EMPTY, 'info_hash', info));
  contexts.set(name, context);
  return context;
}

function labeledExtract(salt: Uint8Array, label: string, ikm: Uint8Array): Uint8Array {
  return extract(sha256, concat(VERSION, SUITE, utf8(label), ikm), salt);
}

function labeledExpand(prk: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array {
  return expand(sha256, prk, concat(Uint8Array.of(0, length), VERSION, SUITE, utf8(label), info), length);
}
