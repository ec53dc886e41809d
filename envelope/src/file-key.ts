import { type AgeHeader, FILE_KEY_BYTES, isHeaderAuthentic } from './age-header.ts';
import { EnvelopeError } from './error.ts';
import { type DirectHeader, readHeader } from './header.ts';
import { openHybrid } from './stanza.ts';

/**
 * The file key of a direct file, 16 bytes, or null if no stanza is for this X-Wing secret key (32 bytes).
 * Throws MALFORMED_FILE, FILE_TAMPERED (a stanza opens, the header is not what its author wrote) or BAD_KEY.
 */
export async function unwrapFileKey(file: Uint8Array, unitSecretKey: Uint8Array): Promise<Uint8Array | null> {
  return findFileKey(readHeader(file), unitSecretKey);
}

/** {@link unwrapFileKey} for a header that was read already. */
export function findFileKey(header: DirectHeader, secretKey: Uint8Array): Uint8Array | null {
  for (const stanza of header.hybrid) {
    const fileKey = openHybrid(stanza, secretKey);
    if (fileKey === null) continue;
    if (fileKey.length !== FILE_KEY_BYTES) throw new EnvelopeError('MALFORMED_FILE', 'file key length');
    return authentic(header, fileKey, 'FILE_TAMPERED');
  }
  return null;
}

/** A file key that came from elsewhere, if it is this header's. Throws WRONG_KEY. */
export function checkFileKey(header: AgeHeader, fileKey: Uint8Array): Uint8Array {
  return authentic(header, fileKey, 'WRONG_KEY');
}

function authentic(header: AgeHeader, fileKey: Uint8Array, otherwise: 'FILE_TAMPERED' | 'WRONG_KEY'): Uint8Array {
  if (fileKey.length !== FILE_KEY_BYTES || !isHeaderAuthentic(header, fileKey)) throw new EnvelopeError(otherwise);
  return fileKey;
}
