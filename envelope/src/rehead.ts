import type { AgeHeader } from './age-header.ts';
import { checkFileKey } from './file-key.ts';
import { readHeader, writeHeader } from './header.ts';
import { distinct, type SealedFile, sealedFile } from './seal.ts';
import { type Deal, dealHeader } from './witness-deal.ts';
import { readWitnessedHeader } from './witness-header.ts';
import type { WitnessedFile } from './witness-seal.ts';

/** A file and the key of its payload, 16 bytes, which stays the same under the new header. */
interface Reheading {
  file: Uint8Array;
  fileKey: Uint8Array;
}

/**
 * A direct file under a new header, for rotated keys: the same payload, byte for byte, for these recipients only.
 * Throws MALFORMED_FILE, WRONG_KEY (another file's key), TOO_MANY_RECIPIENTS or BAD_KEY.
 */
export async function reheadFile({
  file,
  fileKey,
  recipients,
}: Reheading & { recipients: readonly Uint8Array[] }): Promise<SealedFile> {
  const old = readHeader(file);
  checkFileKey(old, fileKey);
  return sealedFile(writeHeader(fileKey, distinct(recipients)), payloadOf(file, old));
}

/**
 * A witnessed file under a new header: fresh secrets, dealt anew to this roster, so that shares of the old one are of
 * no use for it. Throws as {@link reheadFile} does, and BAD_ROSTER.
 */
export async function reheadWitnessed({ file, fileKey, ...deal }: Reheading & Deal): Promise<WitnessedFile> {
  const old = readWitnessedHeader(file);
  checkFileKey(old, fileKey);
  const { header, witness } = await dealHeader(fileKey, { ...deal, recipients: distinct(deal.recipients) });
  return { ...(await sealedFile(header, payloadOf(file, old))), witness };
}

function payloadOf(file: Uint8Array, { payloadOffset }: AgeHeader): Uint8Array {
  return file.subarray(payloadOffset);
}
