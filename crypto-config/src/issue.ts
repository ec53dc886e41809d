import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { type Attributes, attributesExtension } from './attributes.ts';
import { type Authority, type CertificateKind, entryOf, type IssuedEntry } from './authority.ts';
import { readCsr } from './csr.ts';
import { CryptoConfigError } from './error.ts';
import { ensureValidHandle, ensureValidHost, ensureValidRoles, ensureValidUnit } from './names.ts';
import { backdate, type DistinguishedName, day, readPublicKey, signCertificate } from './signing.ts';
import { x509 } from './x509.ts';

/** The key to certify: as SPKI DER, or as a signing request in PEM that proves its possession. */
export type SubjectKey = { readonly publicKey: Uint8Array } | { readonly csr: string };

interface Lifetime {
  /** Life in days, fractions allowed. */
  readonly days?: number;
  /** The time of issue, default now. */
  readonly at?: Date;
}

export type OfficerRequest = Lifetime &
  SubjectKey & { readonly handle: string; readonly unit: string; readonly roles: readonly string[] };
export type GatewayRequest = Lifetime & SubjectKey & { readonly gatewayName: string };
export type NodeRequest = Lifetime & SubjectKey & { readonly name: string; readonly ou: 'peer' | 'orderer' | 'admin' };
export type TlsRequest = Lifetime & SubjectKey & { readonly hosts: readonly string[] };

/** A fresh certificate. `entry` belongs into the register before the certificate is handed out. */
export interface Issued {
  /** DER. */
  readonly certificate: Uint8Array;
  readonly pem: string;
  /** The certificate and then its issuer's, as TLS servers and statements want it. */
  readonly chain: string;
  readonly entry: IssuedEntry;
}

/**
 * An officer's identity: CN = the opaque handle, OU = client and the unit; unit and roles again as attributes.
 * Default 365 days, at most 731.
 * @throws CryptoConfigError BAD_NAME, BAD_LIFETIME, BAD_PUBLIC_KEY, BAD_CSR, BAD_PEM
 */
export async function issueOfficer(authority: Authority, request: OfficerRequest): Promise<Issued> {
  const { handle, unit, roles, days = 365 } = request;
  ensureValidHandle(handle);
  ensureValidUnit(unit);
  ensureValidRoles(roles);
  const attributes = { 'tocsin.unit': unit, 'tocsin.roles': [...roles].sort().join(',') };
  const profile = { kind: 'officer', name: handle, units: ['client', unit], attributes } as const;
  return issueIdentity(authority, request, { ...profile, days, longest: 731 });
}

/** A gateway's identity on the ledger, OU = client. Default 365 days, at most 731. @throws as `issueOfficer` */
export async function issueGateway(authority: Authority, request: GatewayRequest): Promise<Issued> {
  const { gatewayName: name, days = 365 } = request;
  const profile = { kind: 'gateway', name, units: ['client'], attributes: {} } as const;
  return issueIdentity(authority, request, { ...profile, days, longest: 731 });
}

/** A Fabric peer's, orderer's or administrator's identity. Default 365 days, at most 731. @throws as `issueOfficer` */
export async function issueNode(authority: Authority, request: NodeRequest): Promise<Issued> {
  const { name, ou, days = 365 } = request;
  if (!['peer', 'orderer', 'admin'].includes(ou)) throw new CryptoConfigError('BAD_NAME', 'node unit');
  return issueIdentity(authority, request, { kind: 'node', name, units: [ou], attributes: {}, days, longest: 731 });
}

/**
 * A TLS certificate for server and client, by the TLS authority. Default 30 days, at most 90:
 * nothing on the way asks for a revoked TLS certificate, so they are kept short.
 * @throws as `issueOfficer`
 */
export async function issueTls(authority: Authority, request: TlsRequest): Promise<Issued> {
  const { hosts, days = 30 } = request;
  const [first] = hosts;
  if (first === undefined || hosts.length > 32) throw new CryptoConfigError('BAD_NAME', 'hosts');
  for (const host of hosts) ensureValidHost(host);
  // A common name holds 64 characters (X.520); the names that count are the alternative ones.
  const subject: DistinguishedName = [...agencyName(authority), ['CN', first.slice(0, 64)]];
  const extensions = [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
    new x509.SubjectAlternativeNameExtension(
      hosts.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const),
    ),
  ];
  const publicKey = await subjectKey(request, first);
  return issueLeaf(authority, { kind: 'tls', subject, publicKey, extensions, days, longest: 90, at: request.at });
}

interface Identity {
  readonly kind: 'officer' | 'gateway' | 'node';
  readonly name: string;
  readonly units: readonly string[];
  readonly attributes: Attributes;
  readonly days: number;
  readonly longest: number;
}

async function issueIdentity(authority: Authority, request: Lifetime & SubjectKey, identity: Identity) {
  const { kind, name, units, days, longest } = identity;
  ensureValidHandle(name);
  const publicKey = await subjectKey(request, name);
  const unitNames = units.map((unit) => ['OU', unit] as const);
  const subject: DistinguishedName = [...agencyName(authority), ...unitNames, ['CN', name]];
  const attributes = { ...identity.attributes, 'tocsin.agency': authority.agency, 'tocsin.kind': kind };
  const extensions = [attributesExtension(attributes)];
  return issueLeaf(authority, { kind, subject, publicKey, extensions, days, longest, at: request.at });
}

interface Leaf {
  readonly kind: CertificateKind;
  readonly subject: DistinguishedName;
  readonly publicKey: KeyObject;
  readonly extensions: readonly x509.Extension[];
  readonly days: number;
  readonly longest: number;
  readonly at: Date | undefined;
}

async function issueLeaf(authority: Authority, leaf: Leaf): Promise<Issued> {
  const { kind, subject, publicKey, days, longest, at = new Date() } = leaf;
  const issuerName = kind === 'tls' ? 'tls' : 'issuing';
  const issuer = authority[issuerName];
  const notAfter = new Date(at.getTime() + days * day);
  const issuerEnds = new x509.X509Certificate(issuer.certificate).notAfter;
  if (!(days > 0 && days <= longest) || notAfter > issuerEnds) throw new CryptoConfigError('BAD_LIFETIME');
  const certificate = await signCertificate({
    subject,
    publicKey,
    issuer: issuer.certificate,
    signingKey: issuer.privateKey,
    notBefore: new Date(at.getTime() - backdate),
    notAfter,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      ...leaf.extensions,
    ],
  });
  const pem = `${certificate.toString('pem')}\n`;
  const der = new Uint8Array(certificate.rawData);
  return { certificate: der, pem, chain: pem + issuer.certificate, entry: entryOf(certificate, kind, issuerName) };
}

async function subjectKey(key: SubjectKey, name: string): Promise<KeyObject> {
  if ('publicKey' in key) return readPublicKey(key.publicKey);
  const { handle, publicKey } = await readCsr(key.csr);
  if (handle !== name) throw new CryptoConfigError('BAD_CSR', 'another handle');
  return readPublicKey(publicKey);
}

function agencyName(authority: Authority): DistinguishedName {
  return [
    ['C', authority.country],
    ['O', authority.agency],
  ];
}
