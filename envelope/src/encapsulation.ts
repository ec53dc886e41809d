import { fromBase64Unpadded } from './base64.ts';
import type { Bytes } from './encoding.ts';
import { EnvelopeError } from './error.ts';

/** Length of an X-Wing encapsulation, bytes. */
export const ENC_BYTES = 1120;

/** Reads an encapsulation as stanzas carry it: base64 without padding. Throws MALFORMED_FILE. */
export function readEncapsulation(text: string): Bytes {
  const enc = decode(text);
  if (enc.length !== ENC_BYTES) throw new EnvelopeError('MALFORMED_FILE', 'encapsulation length');
  return enc;
}

function decode(text: string): Bytes {
  try {
    return fromBase64Unpadded(text);
  } catch {
    throw new EnvelopeError('MALFORMED_FILE', 'base64');
  }
}
