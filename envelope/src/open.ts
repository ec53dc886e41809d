import { openPayload } from './age-payload.ts';
import { parseAuthorship, verifyAuthorship } from './authorship.ts';
import { canonicalBytes } from './canonical.ts';
import type { Certificate } from './certificate.ts';
import { verifyChain } from './chain.ts';
import { equalBytes, fromUtf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { checkFileKey, findFileKey } from './file-key.ts';
import { digest, digestFile } from './hash.ts';
import { type DirectHeader, readHeader } from './header.ts';
import { ensureInner, type Inner } from './inner.ts';
import { unframe } from './padme.ts';

/** What the ledger says about a sealed file. */
export interface Head {
  id: string;
  /** Code of the author's agency. */
  author: string;
  handle: string;
  to: string[];
  agreement: string;
  handling: object;
  fileHash: string;
  headerHash: string;
}

/** Whom the reader believes: the roots in its profile, never its gateway. */
export interface Trust {
  rootOf(agency: string): Uint8Array | undefined;
  crls(agency: string): Uint8Array[];
  /** Ledger time of the post. */
  at: Date;
}

/** The addressed unit's X-Wing secret key (32 bytes), or the file key (16 bytes) that was re-wrapped for the device. */
export type OpeningKey = { secretKey: Uint8Array; fileKey?: never } | { fileKey: Uint8Array; secretKey?: never };

export type OpenRequest = OpeningKey & {
  file: Uint8Array;
  head: Head;
  /** The reader's own agency. */
  me: string;
  trust: Trust;
};

/**
 * Opens a direct sealed file and proves who wrote it, for whom and as which item (docs/spec/sealed-file.md).
 * The checks stand in the order of the procedure; the first that fails is thrown, and no content is returned.
 */
export async function openFile(request: OpenRequest): Promise<Inner> {
  const { file, head, me, trust } = request;
  if ((await digestFile(file)) !== head.fileHash) throw new EnvelopeError('FILE_HASH_MISMATCH');
  const header = readHeader(file);
  if (digest(header.bytes) !== head.headerHash) throw new EnvelopeError('HEADER_HASH_MISMATCH');
  const payload = openPayload(file.subarray(header.payloadOffset), fileKeyFor(header, request));
  const authorship = parseAuthorship(fromUtf8(unframe(payload)));
  const leaf = await provenAuthor(authorship.chain, head, trust);
  await verifyAuthorship(authorship, leaf);
  const inner = ensureInner(authorship.payload);
  ensureSame(inner, head, authorship.kid);
  if (inner.author.agency !== me && !inner.to.includes(me)) throw new EnvelopeError('NOT_FOR_ME');
  return inner;
}

function fileKeyFor(header: DirectHeader, { fileKey, secretKey }: OpeningKey): Uint8Array {
  if (fileKey !== undefined) return checkFileKey(header, fileKey);
  const found = findFileKey(header, secretKey);
  if (found === null) throw new EnvelopeError('NOT_FOR_ME');
  return found;
}

// The root is the one trusted for the agency the ledger names: another agency's authority proves nothing here.
async function provenAuthor(chain: readonly Uint8Array[], head: Head, trust: Trust): Promise<Certificate> {
  const root = trust.rootOf(head.author);
  if (root === undefined) throw new EnvelopeError('BAD_CERTIFICATE', 'no root for this agency');
  return verifyChain({ chain, root, at: trust.at, crls: trust.crls(head.author) });
}

// One comparison of canonical bytes covers every member, and the lengths and order of `to`.
function ensureSame({ id, author, to, agreement, handling }: Inner, head: Head, kid: string): void {
  const signed = canonicalBytes({ id, author, to, agreement, handling, kid });
  const posted = canonicalBytes({
    id: head.id,
    author: { agency: head.author, handle: head.handle },
    to: head.to,
    agreement: head.agreement,
    handling: head.handling,
    kid: head.handle,
  });
  if (!equalBytes(signed, posted)) throw new EnvelopeError('HEAD_MISMATCH');
}
