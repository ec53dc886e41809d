import { FILE_KEY_BYTES } from './age-header.ts';
import { canonicalBytes } from './canonical.ts';
import { type Bytes, utf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { type HpkeSealed, hpkeOpen, hpkeSeal } from './hpke.ts';

const DIRECT = utf8('tocsin/access/1/direct');
const WITNESSED = utf8('tocsin/access/1/witnessed');
const READER_SECRET_BYTES = 32;

/** What a re-wrapped key is good for: one access record, one file, one content. */
export interface Access {
  /** Identifier of the committed access record. */
  access: string;
  /** Identifier of the item whose file it is. */
  file: string;
  /** SHA-256 of the sealed file, 64 hex digits. */
  fileHash: string;
}

/**
 * Wraps a file key for a device's one-time X-Wing key (docs/spec/sealed-file.md): HPKE with info
 * `tocsin/access/1/direct`, bound to the access record and the file by its aad. Throws WRONG_KEY or BAD_KEY.
 */
export function rewrapFileKey(fileKey: Uint8Array, { epk, ...access }: Access & { epk: Uint8Array }): HpkeSealed {
  if (fileKey.length !== FILE_KEY_BYTES) throw new EnvelopeError('WRONG_KEY', 'not a file key');
  return hpkeSeal(epk, DIRECT, binding(access), fileKey);
}

/**
 * The file key inside a re-wrapped one. Throws WRONG_KEY where the one-time key, the access record, the file or its
 * hash is another.
 */
export function openRewrapped(esk: Uint8Array, { enc, ct }: HpkeSealed, access: Access): Uint8Array {
  const fileKey = hpkeOpen(esk, enc, DIRECT, binding(access), ct);
  if (fileKey === null || fileKey.length !== FILE_KEY_BYTES) throw new EnvelopeError('WRONG_KEY');
  return fileKey;
}

/** {@link rewrapFileKey} for the addressees' secret of a witnessed file, 32 bytes; info `tocsin/access/1/witnessed`. */
export function rewrapReaderSecret(secret: Uint8Array, { epk, ...access }: Access & { epk: Uint8Array }): HpkeSealed {
  if (secret.length !== READER_SECRET_BYTES) throw new EnvelopeError('WRONG_KEY', 'not a reader secret');
  return hpkeSeal(epk, WITNESSED, binding(access), secret);
}

/** The addressees' secret inside a re-wrapped one. Throws WRONG_KEY as {@link openRewrapped} does. */
export function openReaderSecret(esk: Uint8Array, { enc, ct }: HpkeSealed, access: Access): Uint8Array {
  const secret = hpkeOpen(esk, enc, WITNESSED, binding(access), ct);
  if (secret === null || secret.length !== READER_SECRET_BYTES) throw new EnvelopeError('WRONG_KEY');
  return secret;
}

// Named one by one, so that a caller's further members do not change the binding.
function binding({ access, file, fileHash }: Access): Bytes {
  return canonicalBytes({ access, file, fileHash });
}
