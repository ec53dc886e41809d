import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CryptoConfigError } from './error.ts';
import { ensureValidAgency, ensureValidTitle } from './names.ts';
import { backdate, type DistinguishedName, day, signCertificate } from './signing.ts';
import { x509 } from './x509.ts';

/** Which of an agency's three authorities signed a certificate. */
export type IssuerName = 'root' | 'issuing' | 'tls';
export type CertificateKind = 'authority' | 'officer' | 'gateway' | 'node' | 'tls';
export type RevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'privilegeWithdrawn';

/** One certificate in the agency's own register. */
export interface IssuedEntry {
  /** 32 lower-case hexadecimal digits. */
  readonly serial: string;
  /** The common name: an opaque handle, a gateway, node or host name. */
  readonly handle: string;
  readonly kind: CertificateKind;
  readonly issuer: IssuerName;
  /** RFC 3339, UTC. */
  readonly notAfter: string;
  readonly revoked: { readonly at: string; readonly reason: RevocationReason } | null;
}

/** One certificate authority: its certificate in PEM and its private key. */
export interface CertificateAuthority {
  readonly certificate: string;
  readonly privateKey: KeyObject;
}

/** An agency's three authorities with their register. A value: every change gives a new one. */
export interface Authority {
  readonly agency: string;
  readonly country: string;
  readonly name: string;
  readonly root: CertificateAuthority;
  /** Signs the identities of officers, gateways and nodes. */
  readonly issuing: CertificateAuthority;
  /** Signs TLS certificates only, so that no host's certificate can ever pass for an identity. */
  readonly tls: CertificateAuthority;
  readonly issued: readonly IssuedEntry[];
  /** Number of the newest revocation lists; 0 before the first. */
  readonly crlNumber: number;
}

/** What every other agency is given: the public part, as PEM. */
export interface AuthorityBundle {
  readonly agency: string;
  readonly country: string;
  readonly name: string;
  readonly root: string;
  readonly issuing: string;
  readonly tls: string;
}

export interface AuthorityRequest {
  /** As `th-police`: begins with the country in lower case. */
  readonly agency: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** What people call the agency; kept in the folder, never in a certificate. */
  readonly name: string;
  /** Life of the root; the authorities under it live half as long. Default 3650, at least 2, at most 7300. */
  readonly days?: number;
  /** The time of issue, default now. */
  readonly at?: Date;
}

const longestRoot = 7300;

/**
 * Makes an agency's root (path length 1) and under it an issuing and a TLS authority (path length 0), all P-256.
 * @throws CryptoConfigError BAD_NAME, BAD_LIFETIME
 */
export async function createAuthority(request: AuthorityRequest): Promise<Authority> {
  const { agency, country, name, days = 3650, at = new Date() } = request;
  ensureValidAgency(agency, country);
  ensureValidTitle(name);
  if (!(days >= 2 && days <= longestRoot)) throw new CryptoConfigError('BAD_LIFETIME');
  const subject = (role: string): DistinguishedName => [
    ['C', country],
    ['O', agency],
    ['CN', `${agency} ${role} CA`],
  ];
  const root = await makeCa({ subject: subject('root'), pathLength: 1, days, at }, null);
  const issuing = await makeCa({ subject: subject('issuing'), pathLength: 0, days: days / 2, at }, root);
  const tls = await makeCa({ subject: subject('TLS'), pathLength: 0, days: days / 2, at }, root);
  const issued = [issuing, tls].map((ca) => entryOf(new x509.X509Certificate(ca.certificate), 'authority', 'root'));
  return { agency, country, name, root, issuing, tls, issued, crlNumber: 0 };
}

interface CaTemplate {
  readonly subject: DistinguishedName;
  readonly pathLength: number;
  readonly days: number;
  readonly at: Date;
}

async function makeCa(template: CaTemplate, root: CertificateAuthority | null): Promise<CertificateAuthority> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const usage = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;
  const certificate = await signCertificate({
    subject: template.subject,
    publicKey,
    issuer: root?.certificate ?? null,
    signingKey: root?.privateKey ?? privateKey,
    notBefore: new Date(template.at.getTime() - backdate),
    notAfter: new Date(template.at.getTime() + template.days * day),
    extensions: [
      new x509.BasicConstraintsExtension(true, template.pathLength, true),
      new x509.KeyUsagesExtension(usage, true),
    ],
  });
  return { certificate: `${certificate.toString('pem')}\n`, privateKey };
}

/** The register's entry for a certificate just issued. */
export function entryOf(certificate: x509.X509Certificate, kind: CertificateKind, issuer: IssuerName): IssuedEntry {
  const [handle = ''] = certificate.subjectName.getField('CN');
  const { serialNumber: serial, notAfter } = certificate;
  return { serial, handle, kind, issuer, notAfter: notAfter.toISOString(), revoked: null };
}

/** The authority with one more certificate in its register. */
export function recordIssued(authority: Authority, entry: IssuedEntry): Authority {
  return { ...authority, issued: [...authority.issued, entry] };
}

/** The part of an authority that others need to check what it issues. */
export function authorityBundle(authority: Authority): AuthorityBundle {
  const { agency, country, name, root, issuing, tls } = authority;
  return { agency, country, name, root: root.certificate, issuing: issuing.certificate, tls: tls.certificate };
}
