import 'reflect-metadata'; // the X.509 library's container refuses to load without it
import { X509Certificate, X509Crl } from '@peculiar/x509';
import { BoundedCache } from './cache.ts';
import type { Certificate } from './certificate.ts';
import { derOf } from './der.ts';
import { type Bytes, equalBytes } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { digest } from './hash.ts';

const CRL_SIGN = 64; // bit 6 of KeyUsage (RFC 5280 section 4.2.1.3)
const lists = new BoundedCache<RevocationList>(128);
const signed = new BoundedCache<boolean>(512);

interface RevocationList {
  parsed: X509Crl;
  issuerDer: Bytes;
  fingerprint: string;
}

/**
 * Refuses a certificate that a list of its own issuer names as revoked at or before `at`. Lists of other issuers say
 * nothing about it; a list that bears the issuer's name but not its signature is refused, for somebody made it.
 * Throws CERTIFICATE_REVOKED, BAD_CERTIFICATE or MALFORMED_CERTIFICATE.
 */
export async function ensureNotRevoked(
  subject: Certificate,
  issuer: Certificate,
  crls: readonly Uint8Array[],
  at: Date,
): Promise<void> {
  for (const bytes of crls) {
    if (!isListOf(bytes, issuer)) continue;
    const list = readList(bytes);
    if (!(await isIssuedBy(list, issuer))) throw new EnvelopeError('BAD_CERTIFICATE', 'revocation list not genuine');
    if (isRevoked(list, subject, at)) throw new EnvelopeError('CERTIFICATE_REVOKED');
  }
}

/** Whether a list, DER or PEM, bears the name of this issuer: others' say nothing about its certificates. Throws MALFORMED_CERTIFICATE. */
export const isListOf = (crl: Uint8Array, { subjectDer }: Pick<Certificate, 'subjectDer'>): boolean =>
  equalBytes(readList(crl).issuerDer, subjectDer);

// Revoked from the earlier of the two dates: a key may have been known to be lost before the list was written.
function isRevoked({ parsed }: RevocationList, subject: Certificate, at: Date): boolean {
  const entry = parsed.findRevoked(subject.serial);
  if (entry === null) return false;
  return entry.revocationDate <= at || (entry.invalidity !== undefined && entry.invalidity <= at);
}

async function isIssuedBy(list: RevocationList, issuer: Certificate): Promise<boolean> {
  const name = `${list.fingerprint} ${issuer.fingerprint}`;
  const remembered = signed.get(name);
  if (remembered !== undefined) return remembered;
  const genuine = (issuer.keyUsage & CRL_SIGN) !== 0 && (await verifies(list.parsed, issuer));
  signed.set(name, genuine);
  return genuine;
}

async function verifies(list: X509Crl, issuer: Certificate): Promise<boolean> {
  try {
    return await list.verify({ publicKey: new X509Certificate(issuer.der) });
  } catch {
    return false;
  }
}

function readList(bytes: Uint8Array): RevocationList {
  const der = derOf(bytes).slice() as Bytes;
  const fingerprint = digest(der);
  const list = lists.get(fingerprint) ?? parseList(der, fingerprint);
  lists.set(fingerprint, list);
  return list;
}

function parseList(der: Bytes, fingerprint: string): RevocationList {
  try {
    const parsed = new X509Crl(der);
    return { parsed, issuerDer: new Uint8Array(parsed.issuerName.toArrayBuffer()), fingerprint };
  } catch {
    throw new EnvelopeError('MALFORMED_CERTIFICATE', 'not a revocation list');
  }
}
