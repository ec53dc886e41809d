import { X509Certificate } from 'node:crypto';
import { attributesIn } from './attributes.ts';
import type { AuthorityBundle, CertificateKind } from './authority.ts';
import { crlsOf } from './crl.ts';
import { CryptoConfigError, refusing } from './error.ts';
import { pemToDer } from './pem.ts';
import { readPublicKey } from './signing.ts';
import { x509 } from './x509.ts';

/** What a certificate says, once everything about it has been checked. */
export interface VerifiedCertificate {
  readonly kind: Exclude<CertificateKind, 'authority'>;
  readonly agency: string;
  /** The common name: handle, gateway, node or host. */
  readonly handle: string;
  /** Empty for all but officers. */
  readonly unit: string;
  readonly roles: readonly string[];
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SPKI DER. Bind to this: Fabric rewrites signatures, so a certificate's own hash may change. */
  readonly publicKey: Uint8Array;
}

export interface VerifyOptions {
  /** The time asked about. */
  readonly at: Date;
  /** Revocation lists in PEM, at least those of the root and of the certificate's issuer; others do no harm. */
  readonly crls: readonly string[];
}

const understood = new Set(['2.5.29.19', '2.5.29.15', '2.5.29.37', '2.5.29.17']);

/**
 * Is this a certificate that the agency of `bundle` issued, valid and not revoked at the time asked about?
 * A serial number on the newest list of that time counts as revoked, whatever date the list gives:
 * after the theft of a key, nothing it signed can be told apart.
 * @throws CryptoConfigError BAD_CERTIFICATE, UNTRUSTED_ISSUER, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_EXPIRED,
 *   CERTIFICATE_REVOKED, CRL_MISSING, CRL_EXPIRED, BAD_CRL, BAD_PEM
 */
export async function verifyIssued(
  certificate: Uint8Array,
  bundle: AuthorityBundle,
  { at, crls }: VerifyOptions,
): Promise<VerifiedCertificate> {
  const leaf = readCertificate(certificate);
  const root = readCa(bundle.root);
  const issuers = { issuing: readCa(bundle.issuing), tls: readCa(bundle.tls) };
  const issuerName = isSignedBy(leaf, issuers.issuing) ? 'issuing' : 'tls';
  const issuer = issuers[issuerName];
  ensureSignedBy(leaf, issuer);
  ensureSignedBy(issuer, root);
  ensureSignedBy(root, root);
  for (const link of [root, issuer, leaf]) ensureValidAt(link, at);
  await ensureNotRevoked(issuer, root, { at, crls });
  await ensureNotRevoked(leaf, issuer, { at, crls });
  return contentOf(leaf, bundle, issuerName);
}

function readCertificate(der: Uint8Array): X509Certificate {
  return refusing('BAD_CERTIFICATE', () => {
    const certificate = new X509Certificate(der);
    // Trailing bytes would give one certificate many hashes.
    if (!certificate.raw.equals(der)) throw new Error('trailing bytes');
    return certificate;
  });
}

function readCa(pem: string): X509Certificate {
  const certificate = readCertificate(pemToDer(pem, 'CERTIFICATE'));
  if (!certificate.ca) throw new CryptoConfigError('BAD_CERTIFICATE', 'not an authority');
  return certificate;
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function ensureSignedBy(certificate: X509Certificate, issuer: X509Certificate): void {
  if (!isSignedBy(certificate, issuer)) throw new CryptoConfigError('UNTRUSTED_ISSUER');
}

function ensureValidAt({ validFromDate, validToDate }: X509Certificate, at: Date): void {
  // An invalid date compares as false with everything, so the question is put so that it fails.
  if (!(at >= validFromDate)) throw new CryptoConfigError('CERTIFICATE_NOT_YET_VALID');
  if (!(at <= validToDate)) throw new CryptoConfigError('CERTIFICATE_EXPIRED');
}

async function ensureNotRevoked(certificate: X509Certificate, issuer: X509Certificate, { at, crls }: VerifyOptions) {
  const lists = await crlsOf(issuer, crls);
  if (lists.length === 0) throw new CryptoConfigError('CRL_MISSING');
  const current = lists.filter(({ thisUpdate, nextUpdate }) => thisUpdate <= at && at <= nextUpdate);
  const [first, ...others] = current;
  if (first === undefined) throw new CryptoConfigError('CRL_EXPIRED');
  const newest = others.reduce((best, list) => (list.number > best.number ? list : best), first);
  if (newest.serials.has(certificate.serialNumber.toLowerCase())) throw new CryptoConfigError('CERTIFICATE_REVOKED');
}

function contentOf(leaf: X509Certificate, { agency }: AuthorityBundle, issuer: 'issuing' | 'tls'): VerifiedCertificate {
  const parsed = refusing('BAD_CERTIFICATE', () => new x509.X509Certificate(leaf.raw as Buffer<ArrayBuffer>));
  const attributes = refusing('BAD_CERTIFICATE', () => attributesIn(parsed));
  ensureLeafProfile(parsed);
  const [handle = ''] = parsed.subjectName.getField('CN');
  if (parsed.subjectName.getField('O').join() !== agency) throw new CryptoConfigError('BAD_CERTIFICATE', 'agency');
  const publicKey = new Uint8Array(leaf.publicKey.export({ format: 'der', type: 'spki' }));
  readPublicKey(publicKey);
  return {
    kind: kindOf(attributes['tocsin.kind'], issuer),
    agency,
    handle,
    unit: attributes['tocsin.unit'] ?? '',
    roles: (attributes['tocsin.roles'] ?? '').split(',').filter((role) => role !== ''),
    serial: leaf.serialNumber.toLowerCase(),
    notBefore: leaf.validFromDate,
    notAfter: leaf.validToDate,
    publicKey,
  };
}

function kindOf(attribute: string | undefined, issuer: 'issuing' | 'tls'): VerifiedCertificate['kind'] {
  if (issuer === 'tls' && attribute === undefined) return 'tls';
  if (issuer === 'issuing' && (attribute === 'officer' || attribute === 'gateway' || attribute === 'node'))
    return attribute;
  throw new CryptoConfigError('BAD_CERTIFICATE', 'kind');
}

function ensureLeafProfile(certificate: x509.X509Certificate): void {
  const surplus = certificate.extensions.some(({ critical, type }) => critical && !understood.has(type));
  const isCa = certificate.getExtension(x509.BasicConstraintsExtension)?.ca !== false;
  const usages = certificate.getExtension(x509.KeyUsagesExtension)?.usages;
  if (surplus || isCa || usages !== x509.KeyUsageFlags.digitalSignature)
    throw new CryptoConfigError('BAD_CERTIFICATE', 'profile');
}
