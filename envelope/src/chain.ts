import { BoundedCache } from './cache.ts';
import { type Certificate, isSignedBy, readCertificate } from './certificate.ts';
import { equalBytes } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { ensureNotRevoked } from './revocation.ts';

const DIGITAL_SIGNATURE = 1;
const KEY_CERT_SIGN = 32;
const MAX_CHAIN = 4;
const sound = new BoundedCache<true>(512);

/** A chain to judge: `chain` has the leaf first, then its issuers; the root may be left out or repeated as last. */
export interface ChainCheck {
  chain: readonly Uint8Array[];
  /** The agency's root, trusted because the profile says so. */
  root: Uint8Array;
  /** The moment that matters: when the signature was put on the ledger. */
  at: Date;
  /** Revocation lists, DER or PEM, of any issuers. */
  crls?: readonly Uint8Array[];
  /** Revocations up to this moment count; default `at`. Later where `at` is only what the signer says. */
  revokedBy?: Date;
}

/** A leaf certificate that was proved to be the agency's. */
export type Leaf = Certificate;

/**
 * Follows a chain to the root (RFC 5280 section 6, without policies and name constraints): names, signatures,
 * authority flags, path lengths, key usage, validity at `at`, revocation by each issuer's own list.
 * Throws BAD_CERTIFICATE, CERTIFICATE_EXPIRED, CERTIFICATE_REVOKED, BAD_KEY or MALFORMED_CERTIFICATE.
 */
export async function verifyChain({ chain, root, at, crls = [], revokedBy = at }: ChainCheck): Promise<Leaf> {
  const path = pathToRoot(chain, readCertificate(root));
  await ensureSound(path);
  for (const certificate of path) ensureValid(certificate, at);
  for (const [child, parent] of links(path)) await ensureNotRevoked(child, parent, crls, revokedBy);
  return path[0] as Leaf;
}

function pathToRoot(chain: readonly Uint8Array[], root: Certificate): Certificate[] {
  if (chain.length === 0 || chain.length > MAX_CHAIN) throw new EnvelopeError('BAD_CERTIFICATE', 'chain length');
  const path = chain.map(readCertificate);
  const last = path[path.length - 1];
  if (path.length > 1 && last?.fingerprint === root.fingerprint) path.pop();
  return [...path, root];
}

// What does not depend on the time or on revocation lists is judged once for a path.
async function ensureSound(path: readonly Certificate[]): Promise<void> {
  const name = path.map(({ fingerprint }) => fingerprint).join(' ');
  if (sound.get(name)) return;
  ensureLeaf(path[0] as Certificate);
  path.slice(1).forEach(ensureAuthority);
  for (const [child, parent] of links(path)) await ensureIssued(child, parent);
  sound.set(name, true);
}

function ensureLeaf(leaf: Certificate): void {
  if (leaf.authority || !uses(leaf, DIGITAL_SIGNATURE) || uses(leaf, KEY_CERT_SIGN)) {
    throw new EnvelopeError('BAD_CERTIFICATE', 'not an end certificate for signing');
  }
}

// `below` counts the authorities between this one and the leaf.
function ensureAuthority(certificate: Certificate, below: number): void {
  const { authority, pathLength } = certificate;
  if (!authority || !uses(certificate, KEY_CERT_SIGN)) throw new EnvelopeError('BAD_CERTIFICATE', 'not an authority');
  if (pathLength !== undefined && below > pathLength) throw new EnvelopeError('BAD_CERTIFICATE', 'path too long');
}

async function ensureIssued(child: Certificate, parent: Certificate): Promise<void> {
  if (!equalBytes(child.issuerDer, parent.subjectDer) || !(await isSignedBy(child, parent))) {
    throw new EnvelopeError('BAD_CERTIFICATE');
  }
}

function ensureValid({ notBefore, notAfter }: Certificate, at: Date): void {
  if (!(notBefore <= at && at <= notAfter)) throw new EnvelopeError('CERTIFICATE_EXPIRED');
}

function uses({ keyUsage }: Certificate, bit: number): boolean {
  return (keyUsage & bit) !== 0;
}

function links(path: readonly Certificate[]): [Certificate, Certificate][] {
  return path.slice(1).map((parent, i) => [path[i] as Certificate, parent]);
}
