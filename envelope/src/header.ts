import { type AgeHeader, readAgeHeader, type Stanza, writeAgeHeader } from './age-header.ts';
import type { Bytes } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { generateSealKey } from './keys.ts';
import { shuffled } from './random.ts';
import { type HybridStanza, readHybrid, wrapHybrid } from './stanza.ts';

/** How many stanzas a direct header may have, so that the number tells little about the addressees. */
export const STANZA_COUNTS = [1, 2, 4, 8, 16] as const;
export const MAX_RECIPIENTS = 16;

/** The header of a direct file: hybrid stanzas only. */
export interface DirectHeader extends AgeHeader {
  hybrid: HybridStanza[];
}

/**
 * Reads the header of a direct sealed file (docs/spec/sealed-file.md); authenticates nothing.
 * Throws MALFORMED_FILE, also where stanzas of another kind are mixed in or their number is not one of the five.
 */
export function readHeader(file: Uint8Array): DirectHeader {
  const header = readAgeHeader(file);
  if (!STANZA_COUNTS.some((count) => count === header.stanzas.length)) {
    throw new EnvelopeError('MALFORMED_FILE', 'number of stanzas');
  }
  return { ...header, hybrid: header.stanzas.map(readHybrid) };
}

/**
 * Writes a direct header: a stanza for each recipient, decoys up to the next of the five counts, in random order.
 * Throws TOO_MANY_RECIPIENTS or BAD_KEY.
 */
export function writeHeader(fileKey: Uint8Array, recipients: readonly Uint8Array[]): Bytes {
  const count = STANZA_COUNTS.find((some) => some >= recipients.length);
  if (recipients.length === 0 || count === undefined) throw new EnvelopeError('TOO_MANY_RECIPIENTS');
  const keys = [...recipients, ...decoys(count - recipients.length)];
  const stanzas: Stanza[] = shuffled(keys).map((key) => wrapHybrid(fileKey, key));
  return writeAgeHeader(stanzas, fileKey);
}

// Real encapsulations, because ML-KEM ciphertexts can be told from random bytes. One key, forgotten at once, serves
// all of a file's decoys: nobody who lacks its secret half can tell that they share it.
function decoys(count: number): Uint8Array[] {
  if (count === 0) return [];
  const { publicKey, secretKey } = generateSealKey();
  secretKey.fill(0);
  return new Array<Uint8Array>(count).fill(publicKey);
}
