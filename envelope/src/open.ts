import { openContent, type Reading } from './content.ts';
import { EnvelopeError } from './error.ts';
import { checkFileKey, findFileKey } from './file-key.ts';
import { digest, digestFile } from './hash.ts';
import { type DirectHeader, readHeader } from './header.ts';
import type { Inner } from './inner.ts';

/** The addressed unit's X-Wing secret key (32 bytes), or the file key (16 bytes) that was re-wrapped for the device. */
export type OpeningKey = { secretKey: Uint8Array; fileKey?: never } | { fileKey: Uint8Array; secretKey?: never };

export type OpenRequest = OpeningKey & Reading & { file: Uint8Array };

/**
 * Opens a direct sealed file and proves who wrote it, for whom and as which item (docs/spec/sealed-file.md).
 * The checks stand in the order of the procedure; the first that fails is thrown, and no content is returned.
 */
export async function openFile(request: OpenRequest): Promise<Inner> {
  const { file, head } = request;
  if ((await digestFile(file)) !== head.fileHash) throw new EnvelopeError('FILE_HASH_MISMATCH');
  const header = readHeader(file);
  if (digest(header.bytes) !== head.headerHash) throw new EnvelopeError('HEADER_HASH_MISMATCH');
  return openContent(file.subarray(header.payloadOffset), fileKeyFor(header, request), request);
}

function fileKeyFor(header: DirectHeader, { fileKey, secretKey }: OpeningKey): Uint8Array {
  if (fileKey !== undefined) return checkFileKey(header, fileKey);
  const found = findFileKey(header, secretKey);
  if (found === null) throw new EnvelopeError('NOT_FOR_ME');
  return found;
}
