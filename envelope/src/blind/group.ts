import sodium from 'libsodium-wrappers-sumo';
import { type Bytes, concat, equalBytes } from '../encoding.ts';
import { BlindError } from './blind-error.ts';

// The ordinary build lacks this group; who makes no blind check loads neither.
await sodium.ready;

/** Length of an element and of a scalar of ristretto255 (RFC 9496), bytes. */
export const ELEMENT_BYTES = 32;
const ZERO = new Uint8Array(ELEMENT_BYTES);

/** An element other than the identity, in its one encoding. @throws BlindError BAD_ELEMENT */
export function ensureElement(bytes: Uint8Array): Uint8Array {
  const sound = bytes.length === ELEMENT_BYTES && !equalBytes(bytes, ZERO) && isPoint(bytes);
  if (!sound) throw new BlindError('BAD_ELEMENT');
  return bytes;
}

const isPoint = (bytes: Uint8Array): boolean => sodium.crypto_core_ristretto255_is_valid_point(bytes);

/** A scalar below the order and not 0, little-endian. @throws BlindError BAD_ELEMENT */
export function ensureScalar(bytes: Uint8Array): Uint8Array {
  const sound = bytes.length === ELEMENT_BYTES && !equalBytes(bytes, ZERO) && equalBytes(reduced(bytes), bytes);
  if (!sound) throw new BlindError('BAD_ELEMENT');
  return bytes;
}

const reduced = (bytes: Uint8Array): Bytes => scalarOf(concat(bytes, ZERO));

/** A scalar of 64 bytes: their value, little-endian, modulo the order. */
export const scalarOf = (wide: Uint8Array): Bytes => sodium.crypto_core_ristretto255_scalar_reduce(wide) as Bytes;
/** An element of 64 uniform bytes (RFC 9496 section 4.3.4). */
export const elementOf = (wide: Uint8Array): Bytes => sodium.crypto_core_ristretto255_from_hash(wide) as Bytes;

/** A small whole number, 0 to 255, as a scalar. */
export function small(value: number): Bytes {
  const bytes = new Uint8Array(ELEMENT_BYTES);
  bytes[0] = value;
  return bytes;
}

/** Scalar times element. @throws Error for a product that is the identity, or bytes that are no element */
export const times = (scalar: Uint8Array, element: Uint8Array): Bytes =>
  sodium.crypto_scalarmult_ristretto255(scalar, element) as Bytes;
/** Scalar times the generator. */
export const generatorTimes = (scalar: Uint8Array): Bytes =>
  sodium.crypto_scalarmult_ristretto255_base(scalar) as Bytes;
export const plus = (a: Uint8Array, b: Uint8Array): Bytes => sodium.crypto_core_ristretto255_add(a, b) as Bytes;

export const scalarPlus = (a: Uint8Array, b: Uint8Array): Bytes =>
  sodium.crypto_core_ristretto255_scalar_add(a, b) as Bytes;
export const scalarMinus = (a: Uint8Array, b: Uint8Array): Bytes =>
  sodium.crypto_core_ristretto255_scalar_sub(a, b) as Bytes;
export const scalarTimes = (a: Uint8Array, b: Uint8Array): Bytes =>
  sodium.crypto_core_ristretto255_scalar_mul(a, b) as Bytes;
export const inverse = (scalar: Uint8Array): Bytes => sodium.crypto_core_ristretto255_scalar_invert(scalar) as Bytes;

/** The sum of each scalar times its element; at least one of them. */
export function weightedSum(scalars: readonly Uint8Array[], elements: readonly Uint8Array[]): Bytes {
  return scalars.map((scalar, i) => times(scalar, elements[i] as Uint8Array)).reduce(plus);
}

export const sha512 = (...parts: Uint8Array[]): Bytes => sodium.crypto_hash_sha512(concat(...parts)) as Bytes;

/** XChaCha20-Poly1305; the tag, 16 bytes, stands behind. */
export const aead = {
  nonceBytes: 24,
  tagBytes: 16,
  seal: (plain: Uint8Array, bound: Uint8Array, nonce: Uint8Array, key: Uint8Array): Bytes =>
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, bound, null, nonce, key) as Bytes,
  open(sealed: Uint8Array, bound: Uint8Array, nonce: Uint8Array, key: Uint8Array): Bytes | null {
    try {
      return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, bound, nonce, key) as Bytes;
    } catch {
      return null; // libsodium throws one and the same error for every failure to authenticate
    }
  },
};
