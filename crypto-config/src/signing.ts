import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { bigIntegerIn, itemsOf, readAsn1 } from './asn1.ts';
import { CryptoConfigError, refusing } from './error.ts';
import { ecdsaSha256, signingCryptoKey, verifyingCryptoKey, x509 } from './x509.ts';

/** Half the order of P-256. Fabric's MSP takes only signatures whose s is at most this ("low-S"). */
const halfOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n / 2n;

const hour = 3_600_000;
export const day = 24 * hour;
/** Certificates and lists begin an hour before they are made, for verifiers whose clocks are slow. */
export const backdate = hour;

/** The attributes of a distinguished name in the order of their encoding, as `[['C', 'TH'], ['CN', 'officer-1']]`. */
export type DistinguishedName = readonly (readonly [string, string])[];

export interface CertificateTemplate {
  readonly subject: DistinguishedName;
  readonly publicKey: KeyObject;
  /** The signer. `null` for a self-signed root, which `signingKey` then belongs to. */
  readonly issuer: string | null;
  readonly signingKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly x509.Extension[];
}

/** Is this DER ECDSA signature (RFC 3279) low-S? */
export function isLowS(signature: Uint8Array): boolean {
  const [r, s] = itemsOf(readAsn1(signature)).map(bigIntegerIn);
  return r !== undefined && s !== undefined && s <= halfOrder;
}

/** Signs anew until the signature is low-S: each attempt is a coin toss, so 128 failures mean a broken random source. */
export async function untilLowS<T extends { readonly signature: ArrayBuffer }>(sign: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < 128; attempt++) {
    const signed = await sign();
    if (isLowS(new Uint8Array(signed.signature))) return signed;
  }
  throw new Error('no low-S signature in 128 attempts');
}

/** A random positive serial number of 16 octets (RFC 5280, 4.1.2.2), in lower-case hexadecimal. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

/** Makes a certificate with SKI and AKI beside the template's extensions. @returns its PEM */
export async function signCertificate(template: CertificateTemplate): Promise<x509.X509Certificate> {
  const issuer = template.issuer === null ? null : new x509.X509Certificate(template.issuer);
  const publicKey = verifyingCryptoKey(template.publicKey);
  const subject = new x509.Name(template.subject.map(([type, value]) => ({ [type]: [value] })));
  const extensions = [...template.extensions, await x509.SubjectKeyIdentifierExtension.create(publicKey)];
  if (issuer !== null) extensions.push(await authorityKeyIdentifier(issuer));
  const parameters = {
    serialNumber: newSerial(),
    subject,
    issuer: issuer?.subjectName ?? subject,
    notBefore: template.notBefore,
    notAfter: template.notAfter,
    signingAlgorithm: ecdsaSha256,
    publicKey,
    signingKey: signingCryptoKey(template.signingKey),
    extensions,
  };
  return untilLowS(() => x509.X509CertificateGenerator.create(parameters));
}

/** The AKI extension that names the key of `issuer`. Fabric refuses lists without it. */
export async function authorityKeyIdentifier(issuer: x509.X509Certificate): Promise<x509.Extension> {
  return x509.AuthorityKeyIdentifierExtension.create(await issuer.publicKey.export());
}

/** A P-256 key as SPKI (RFC 5480): 26 octets of algorithm and lengths, 0x04 for "uncompressed", the coordinates. */
const spkiLength = 91;
const pointAt = 26;

/**
 * A P-256 public key from SPKI DER. Only the uncompressed form is taken, as one key must have one hash;
 * node:crypto alone would accept a compressed point and hand it on as it came.
 * @throws CryptoConfigError BAD_PUBLIC_KEY
 */
export function readPublicKey(spki: Uint8Array): KeyObject {
  const key = refusing('BAD_PUBLIC_KEY', () =>
    createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }),
  );
  const isP256 = key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  const isUncompressed = spki.length === spkiLength && spki[pointAt] === 4;
  const isCanonical = isUncompressed && key.export({ format: 'der', type: 'spki' }).equals(spki);
  if (!isP256 || !isCanonical) throw new CryptoConfigError('BAD_PUBLIC_KEY');
  return key;
}
