import { openPayload } from './age-payload.ts';
import { parseAuthorship } from './authorship.ts';
import { canonicalBytes } from './canonical.ts';
import type { Certificate } from './certificate.ts';
import { verifyCertified } from './certified-jws.ts';
import { verifyChain } from './chain.ts';
import { equalBytes, fromUtf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';
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
  /** Agencies that the author let read later, by consents that the caller has proved. */
  consented?: readonly string[];
}

/** What a reader holds against a file's content, whichever way its file key came. */
export interface Reading {
  head: Head;
  /** The reader's own agency. */
  me: string;
  trust: Trust;
}

/** The checks of a reader from the payload on, in the order of docs/spec/sealed-file.md; the first that fails throws. */
export async function openContent(payload: Uint8Array, fileKey: Uint8Array, reading: Reading): Promise<Inner> {
  const { head, me, trust } = reading;
  const authorship = parseAuthorship(fromUtf8(unframe(openPayload(payload, fileKey))));
  const leaf = await provenAuthor(authorship.chain, head, trust);
  await verifyCertified(authorship, leaf);
  const inner = ensureInner(authorship.payload);
  ensureSame(inner, head, authorship.kid);
  const readers = [inner.author.agency, ...inner.to, ...(trust.consented ?? [])];
  if (!readers.includes(me)) throw new EnvelopeError('NOT_FOR_ME');
  return inner;
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
