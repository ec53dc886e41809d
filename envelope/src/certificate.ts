import 'reflect-metadata'; // the X.509 library's container refuses to load without it
import { BasicConstraintsExtension, KeyUsagesExtension, X509Certificate } from '@peculiar/x509';
import { BoundedCache } from './cache.ts';
import { derOf } from './der.ts';
import { type Bytes, fromUtf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { isP256Spki } from './es256.ts';
import { digest } from './hash.ts';

const MAX_CERTIFICATE = 16 * 1024;
const OID = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
};
/** Where Fabric keeps attributes; not critical. */
const ATTRIBUTES = '1.2.3.4.5.6.7.8.1';
const UNDERSTOOD = new Set(Object.values(OID));

/** What a certificate says, checked for form only: nothing here is to be believed before {@link verifyChain}. */
export interface Certificate {
  /** The subject's one common name: an officer's handle, or an authority's name. */
  commonName: string;
  /** Subject and issuer as text (RFC 4514) and as the DER of their names, which is what is compared. */
  subject: string;
  subjectDer: Bytes;
  issuer: string;
  issuerDer: Bytes;
  /** Hex, lower case, as in the certificate. */
  serial: string;
  notBefore: Date;
  notAfter: Date;
  /** SubjectPublicKeyInfo, DER, P-256. */
  spki: Bytes;
  authority: boolean;
  /** How many authorities may stand between this one and a leaf; undefined: any number. */
  pathLength: number | undefined;
  /** Bits of KeyUsage (RFC 5280 section 4.2.1.3); 0 where the extension is missing. */
  keyUsage: number;
  /** What its agency issued it for, as `officer` or `gateway` (attribute `tocsin.kind`); undefined where it says nothing. */
  kind: string | undefined;
  /** What its agency's authority lets an officer sign (attribute `tocsin.roles`); none where it says nothing. */
  roles: readonly string[];
  /** SHA-256 of the DER, hex. */
  fingerprint: string;
  der: Bytes;
}

const known = new BoundedCache<Certificate>(512);

/**
 * Reads one certificate in DER or PEM. Only P-256 keys, only certificates signed with ES256, no unknown critical
 * extension, exactly one common name. Throws MALFORMED_CERTIFICATE, BAD_KEY, BAD_CERTIFICATE or TOO_LARGE.
 */
export function readCertificate(bytes: Uint8Array): Certificate {
  if (bytes.length > MAX_CERTIFICATE) throw new EnvelopeError('TOO_LARGE');
  const der = derOf(bytes).slice() as Bytes;
  const fingerprint = digest(der);
  const certificate = known.get(fingerprint) ?? describe(parse(der), der, fingerprint);
  known.set(fingerprint, certificate);
  return certificate;
}

function parse(der: Bytes): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch {
    throw new EnvelopeError('MALFORMED_CERTIFICATE');
  }
}

function describe(parsed: X509Certificate, der: Bytes, fingerprint: string): Certificate {
  ensureAlgorithms(parsed);
  ensureUnderstood(parsed);
  const constraints = parsed.getExtension(BasicConstraintsExtension);
  return {
    commonName: commonNameOf(parsed),
    subject: parsed.subject,
    subjectDer: new Uint8Array(parsed.subjectName.toArrayBuffer()),
    issuer: parsed.issuer,
    issuerDer: new Uint8Array(parsed.issuerName.toArrayBuffer()),
    serial: parsed.serialNumber.toLowerCase(),
    notBefore: parsed.notBefore,
    notAfter: parsed.notAfter,
    spki: new Uint8Array(parsed.publicKey.rawData),
    authority: constraints?.ca ?? false,
    pathLength: constraints?.pathLength,
    keyUsage: parsed.getExtension(KeyUsagesExtension)?.usages ?? 0,
    ...saidIn(parsed),
    fingerprint,
    der,
  };
}

// Fabric's extension of attributes: JSON {"attrs": {name: string}}. One that cannot be read says nothing.
function saidIn(parsed: X509Certificate): Pick<Certificate, 'kind' | 'roles'> {
  const value = parsed.getExtension(ATTRIBUTES)?.value;
  if (value === undefined) return { kind: undefined, roles: [] };
  try {
    const { attrs } = JSON.parse(fromUtf8(new Uint8Array(value))) as { attrs?: Record<string, unknown> };
    const [kind, roles] = [attrs?.['tocsin.kind'], attrs?.['tocsin.roles']];
    return {
      kind: typeof kind === 'string' ? kind : undefined,
      roles: typeof roles === 'string' ? roles.split(',') : [],
    };
  } catch {
    return { kind: undefined, roles: [] };
  }
}

function ensureAlgorithms(parsed: X509Certificate): void {
  const { name, hash } = parsed.signatureAlgorithm as { name: string; hash?: { name: string } };
  if (!isP256Spki(new Uint8Array(parsed.publicKey.rawData))) throw new EnvelopeError('BAD_KEY', 'not P-256');
  if (name !== 'ECDSA' || hash?.name !== 'SHA-256') throw new EnvelopeError('BAD_CERTIFICATE', 'not signed with ES256');
}

// A critical extension not understood must stop us (RFC 5280 section 4.2); one given twice has no meaning.
function ensureUnderstood({ extensions }: X509Certificate): void {
  const types = extensions.map(({ type }) => type);
  if (new Set(types).size !== types.length) throw new EnvelopeError('BAD_CERTIFICATE', 'extension given twice');
  if (extensions.some(({ critical, type }) => critical && !UNDERSTOOD.has(type))) {
    throw new EnvelopeError('BAD_CERTIFICATE', 'unknown critical extension');
  }
}

function commonNameOf(parsed: X509Certificate): string {
  const [name, ...others] = parsed.subjectName.getField('CN');
  if (name === undefined || name === '' || others.length > 0) {
    throw new EnvelopeError('BAD_CERTIFICATE', 'not exactly one common name');
  }
  return name;
}

/** Whether `child` carries a good signature by `parent`'s key over what it says. */
export async function isSignedBy(child: Certificate, parent: Certificate): Promise<boolean> {
  try {
    return await parse(child.der).verify({ publicKey: parse(parent.der), signatureOnly: true });
  } catch {
    return false;
  }
}
