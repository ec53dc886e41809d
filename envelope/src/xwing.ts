import { EnvelopeError } from './error.ts';
import { ensurePublicKey } from './keys.ts';
import { randomBytes } from './random.ts';
import { sodium } from './sodium.ts';

const SEED_BYTES = 64;

/**
 * X-Wing encapsulation (draft-connolly-cfrg-xwing-kem): 1120 bytes for the holder of the key, 32 bytes shared.
 * The seed, 64 bytes, is given by test vectors only. Throws BAD_KEY.
 */
export function encapsulate(
  publicKey: Uint8Array,
  seed: Uint8Array = randomBytes(SEED_BYTES),
): { enc: Uint8Array; shared: Uint8Array } {
  ensurePublicKey(publicKey);
  try {
    const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc_deterministic(publicKey, seed);
    return { enc: ciphertext, shared: sharedSecret };
  } catch {
    throw new EnvelopeError('BAD_KEY', 'not an X-Wing public key');
  }
}

/** The shared 32 bytes. For a wrong secret key it is another secret, not an error (implicit rejection). */
export function decapsulate(enc: Uint8Array, secretKey: Uint8Array): Uint8Array {
  return sodium.crypto_kem_xwing_dec(enc, secretKey);
}
