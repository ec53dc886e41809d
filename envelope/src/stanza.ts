import type { Stanza } from './age-header.ts';
import { toBase64Unpadded } from './base64.ts';
import { readEncapsulation } from './encapsulation.ts';
import { utf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { hpkeOpen, hpkeSeal } from './hpke.ts';

/** The type of age's hybrid stanzas (c2sp.org/age): X-Wing under HPKE. */
export const HYBRID = 'mlkem768x25519';
const BODY_BYTES = 32;
const INFO = utf8(`age-encryption.org/${HYBRID}`);
const NO_AAD = new Uint8Array(0);

/** The encapsulation and the sealed file key of a hybrid stanza. */
export interface HybridStanza {
  enc: Uint8Array;
  body: Uint8Array;
}

/** Wraps a file key for an X-Wing public key. Throws BAD_KEY. */
export function wrapHybrid(fileKey: Uint8Array, publicKey: Uint8Array): Stanza {
  const { enc, ct } = hpkeSeal(publicKey, INFO, NO_AAD, fileKey);
  return { args: [HYBRID, toBase64Unpadded(enc)], body: ct };
}

/** Reads a stanza that must be a well-formed hybrid one. Throws MALFORMED_FILE. */
export function readHybrid({ args, body }: Stanza): HybridStanza {
  const [type, share, ...surplus] = args;
  if (type !== HYBRID || share === undefined || surplus.length > 0 || body.length !== BODY_BYTES) {
    throw new EnvelopeError('MALFORMED_FILE', 'not a hybrid stanza');
  }
  return { enc: readEncapsulation(share), body };
}

/** The file key, or null if the stanza is for another key. */
export function openHybrid({ enc, body }: HybridStanza, secretKey: Uint8Array): Uint8Array | null {
  return hpkeOpen(secretKey, enc, INFO, NO_AAD, body);
}
