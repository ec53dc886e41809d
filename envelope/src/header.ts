import { type AgeHeader, readAgeHeader, type Stanza, writeAgeHeader } from './age-header.ts';
import type { Bytes } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { generateSealKey } from './keys.ts';
import { shuffled } from './random.ts';
import { type HybridStanza, readHybrid, wrapHybrid } from './stanza.ts';
import { STANZA_COUNTS, stanzaCountFor } from './stanza-count.ts';

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
  const stanzas: Stanza[] = amongDecoys(recipients).map((key) => wrapHybrid(fileKey, key));
  return writeAgeHeader(stanzas, fileKey);
}

/** The keys to seal to, in random order: the recipients' and, up to the next of the five counts, decoys. */
export function amongDecoys(recipients: readonly Uint8Array[]): Uint8Array[] {
  const count = stanzaCountFor(recipients.length);
  return shuffled([...recipients, ...decoys(count - recipients.length)]);
}

// Real encapsulations, because ML-KEM ciphertexts can be told from random bytes. One key, forgotten at once, serves
// all of a file's decoys: nobody who lacks its secret half can tell that they share it.
function decoys(count: number): Uint8Array[] {
  if (count === 0) return [];
  const { publicKey, secretKey } = generateSealKey();
  secretKey.fill(0);
  return new Array<Uint8Array>(count).fill(publicKey);
}
