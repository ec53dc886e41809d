import { FILE_KEY_BYTES } from './age-header.ts';
import { canonicalBytes } from './canonical.ts';
import { utf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { type HpkeSealed, hpkeOpen, hpkeSeal } from './hpke.ts';

const INFO = utf8('tocsin/deposit/1');

/** Which file a deposited key opens. */
export interface Deposited {
  /** Identifier of the item. */
  item: string;
  /** SHA-256 of the sealed file, 64 hex digits. */
  fileHash: string;
}

/**
 * A witnessed file's key, left with its author's own agency (docs/spec/witness.md): HPKE to a seal key of the author's
 * unit. The agency wrote the words, so it loses nothing; it can hand the key over in need and write a new header.
 * Throws WRONG_KEY (no file key) or BAD_KEY.
 */
export function sealDeposit(fileKey: Uint8Array, unitKey: Uint8Array, of: Deposited): HpkeSealed {
  if (fileKey.length !== FILE_KEY_BYTES) throw new EnvelopeError('WRONG_KEY', 'not a file key');
  return hpkeSeal(unitKey, INFO, binding(of), fileKey);
}

/** The deposited file key, 16 bytes; null where the unit's key, the item or the file is another. Throws BAD_KEY. */
export function openDeposit(unitSecretKey: Uint8Array, { enc, ct }: HpkeSealed, of: Deposited): Uint8Array | null {
  return hpkeOpen(unitSecretKey, enc, INFO, binding(of), ct);
}

// Named one by one, so that a caller's further members do not change the binding.
const binding = ({ item, fileHash }: Deposited) => canonicalBytes({ item, fileHash });
