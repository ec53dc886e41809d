import { integer, writeAsn1 } from './asn1.ts';
import type { Authority, IssuedEntry, IssuerName, RevocationReason } from './authority.ts';
import { CryptoConfigError } from './error.ts';
import { derToPem } from './pem.ts';
import { authorityKeyIdentifier, backdate, day, untilLowS } from './signing.ts';
import { ecdsaSha256, signingCryptoKey, x509 } from './x509.ts';

/** An agency's three revocation lists, PEM with the label `X509 CRL`. */
export type Crls = Readonly<Record<IssuerName, string>>;

const crlNumberOid = '2.5.29.20';
/** RFC 5280 wants no reason code for "unspecified". */
const reasonCodes: Record<RevocationReason, x509.X509CrlReason | undefined> = {
  unspecified: undefined,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  privilegeWithdrawn: 9,
};

/**
 * Marks a certificate as revoked in the register; `makeCrls` then tells the others.
 * @param serial as in the register
 * @throws CryptoConfigError UNKNOWN_SERIAL, ALREADY_REVOKED
 */
export function revoke(authority: Authority, serial: string, reason: RevocationReason, at = new Date()): Authority {
  const found = authority.issued.find((entry) => entry.serial === serial.toLowerCase());
  if (found === undefined) throw new CryptoConfigError('UNKNOWN_SERIAL');
  if (found.revoked !== null) throw new CryptoConfigError('ALREADY_REVOKED');
  const revoked = { ...found, revoked: { at: at.toISOString(), reason } };
  return { ...authority, issued: authority.issued.map((entry) => (entry === found ? revoked : entry)) };
}

/**
 * Makes the lists of all three authorities, numbered one higher than the last (RFC 5280, 5.2.3).
 * Expired certificates stay on them: evidence is checked years later.
 * @returns the lists, and the authority that remembers their number
 */
export async function makeCrls(
  authority: Authority,
  options: { readonly at?: Date; readonly days?: number; readonly rootDays?: number } = {},
): Promise<{ readonly crls: Crls; readonly authority: Authority }> {
  const { at = new Date(), days = 7, rootDays = 90 } = options;
  if (!(days > 0 && days <= 366 && rootDays > 0 && rootDays <= 366)) throw new CryptoConfigError('BAD_LIFETIME');
  const next = { ...authority, crlNumber: authority.crlNumber + 1 };
  const [root, issuing, tls] = await Promise.all([
    signCrl(next, 'root', at, rootDays),
    signCrl(next, 'issuing', at, days),
    signCrl(next, 'tls', at, days),
  ]);
  return { crls: { root, issuing, tls }, authority: next };
}

async function signCrl(authority: Authority, issuerName: IssuerName, at: Date, days: number): Promise<string> {
  const issuer = new x509.X509Certificate(authority[issuerName].certificate);
  const crlNumber = writeAsn1(integer(authority.crlNumber)) as Uint8Array<ArrayBuffer>;
  const parameters = {
    issuer: issuer.subjectName,
    thisUpdate: new Date(at.getTime() - backdate),
    nextUpdate: new Date(at.getTime() + days * day),
    signingAlgorithm: ecdsaSha256,
    signingKey: signingCryptoKey(authority[issuerName].privateKey),
    entries: authority.issued.filter((entry) => entry.issuer === issuerName).flatMap(crlEntry),
    extensions: [await authorityKeyIdentifier(issuer), new x509.Extension(crlNumberOid, false, crlNumber)],
  };
  const crl = await untilLowS(() => x509.X509CrlGenerator.create(parameters));
  return derToPem(new Uint8Array(crl.rawData), 'X509 CRL');
}

function crlEntry({ serial, revoked }: IssuedEntry): x509.X509CrlEntryParams[] {
  if (revoked === null) return [];
  const reason = reasonCodes[revoked.reason];
  const entry = { serialNumber: serial, revocationDate: new Date(revoked.at) };
  return [reason === undefined ? entry : { ...entry, reason }];
}
