import { FILE_KEY_BYTES } from './age-header.ts';
import { openPayload, sealPayload } from './age-payload.ts';
import { type Bytes, concat } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { unwrapFileKey } from './file-key.ts';
import { readHeader, writeHeader } from './header.ts';
import { randomBytes } from './random.ts';

/**
 * Encrypts bytes to one X-Wing key (1216 bytes) as an age v1 file, for what an agency keeps for itself: it proves no
 * author, unlike a sealed file. `age --decrypt` opens it too. Throws BAD_KEY.
 */
export function encryptFor(publicKey: Uint8Array, plain: Uint8Array): Bytes {
  const fileKey = randomBytes(FILE_KEY_BYTES);
  try {
    return concat(writeHeader(fileKey, [publicKey]), sealPayload(plain, fileKey));
  } finally {
    fileKey.fill(0);
  }
}

/** The inverse of {@link encryptFor}. Throws MALFORMED_FILE, NOT_FOR_ME, FILE_TAMPERED or BAD_KEY. */
export async function decryptWith(secretKey: Uint8Array, file: Uint8Array): Promise<Bytes> {
  const fileKey = await unwrapFileKey(file, secretKey);
  if (fileKey === null) throw new EnvelopeError('NOT_FOR_ME');
  try {
    return openPayload(file.subarray(readHeader(file).payloadOffset), fileKey);
  } finally {
    fileKey.fill(0);
  }
}
