import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, utf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { randomBytes } from './random.ts';
import { sodium } from './sodium.ts';

const NONCE_BYTES = 16;
const TAG_BYTES = 16;
const CHUNK = 64 * 1024;
const SEALED_CHUNK = CHUNK + TAG_BYTES;
const LABEL = utf8('payload');

/** Encrypts a payload as age v1 does: nonce (16 bytes), then STREAM over chunks of 64 KiB (c2sp.org/age). */
export function sealPayload(plaintext: Uint8Array, fileKey: Uint8Array): Bytes {
  const nonce = randomBytes(NONCE_BYTES);
  const key = payloadKey(fileKey, nonce);
  const chunks = Math.max(1, Math.ceil(plaintext.length / CHUNK));
  const sealed = new Uint8Array(NONCE_BYTES + plaintext.length + chunks * TAG_BYTES);
  sealed.set(nonce);
  for (let i = 0; i < chunks; i++) {
    const chunk = plaintext.subarray(i * CHUNK, (i + 1) * CHUNK);
    sealed.set(sealChunk(chunk, chunkNonce(i, i === chunks - 1), key), NONCE_BYTES + i * SEALED_CHUNK);
  }
  return sealed;
}

/** The inverse of {@link sealPayload}. Throws FILE_TAMPERED for any other bytes. */
export function openPayload(payload: Uint8Array, fileKey: Uint8Array): Bytes {
  const stream = payload.subarray(NONCE_BYTES);
  if (payload.length < NONCE_BYTES + TAG_BYTES) throw new EnvelopeError('FILE_TAMPERED');
  const key = payloadKey(fileKey, payload.subarray(0, NONCE_BYTES));
  const chunks = Math.ceil(stream.length / SEALED_CHUNK);
  // An empty last chunk after full ones would be a second encoding of the same plaintext.
  if (chunks > 1 && stream.length - (chunks - 1) * SEALED_CHUNK <= TAG_BYTES) throw new EnvelopeError('FILE_TAMPERED');
  const plaintext = new Uint8Array(stream.length - chunks * TAG_BYTES);
  for (let i = 0; i < chunks; i++) {
    const chunk = stream.subarray(i * SEALED_CHUNK, (i + 1) * SEALED_CHUNK);
    plaintext.set(openChunk(chunk, chunkNonce(i, i === chunks - 1), key), i * CHUNK);
  }
  return plaintext;
}

function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return hkdf(sha256, fileKey, nonce, LABEL, 32);
}

// Eleven bytes of counter and one that marks the last chunk, so that a file cannot be cut short.
function chunkNonce(index: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function sealChunk(chunk: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array {
  return sodium.crypto_aead_chacha20poly1305_ietf_encrypt(chunk, null, null, nonce, key);
}

function openChunk(chunk: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array {
  try {
    return sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, chunk, null, nonce, key);
  } catch {
    throw new EnvelopeError('FILE_TAMPERED');
  }
}
