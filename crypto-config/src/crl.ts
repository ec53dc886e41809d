import type { X509Certificate } from 'node:crypto';
import { bigIntegerIn, readAsn1 } from './asn1.ts';
import { CryptoConfigError, refusing, refusingAsync } from './error.ts';
import { pemToDer } from './pem.ts';
import { verifyingCryptoKey, x509 } from './x509.ts';

/** A revocation list whose signature has been checked. */
export interface CheckedCrl {
  readonly number: bigint;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** Revoked serial numbers, lower-case hexadecimal. */
  readonly serials: ReadonlySet<string>;
}

/**
 * Reads a list without trusting it.
 * @throws CryptoConfigError BAD_CRL, BAD_PEM
 */
function readCrl(pem: string): x509.X509Crl {
  const der = pemToDer(pem, 'X509 CRL') as Uint8Array<ArrayBuffer>;
  return refusing('BAD_CRL', () => new x509.X509Crl(der));
}

/** The number of a list (RFC 5280, 5.2.3), for finding out whether a file is the newest. @throws as `readCrl` */
export function crlNumberOf(pem: string): bigint {
  return numberIn(readCrl(pem));
}

/**
 * The lists among `pems` that `issuer` signed. A list that bears its name but not its signature is not an error:
 * anyone can write such a list, and it must not keep the true one from being read.
 * @throws CryptoConfigError BAD_CRL, BAD_PEM
 */
export async function crlsOf(issuer: X509Certificate, pems: readonly string[]): Promise<CheckedCrl[]> {
  const publicKey = verifyingCryptoKey(issuer.publicKey);
  const issuerName = Buffer.from(new x509.X509Certificate(issuer.raw).subjectName.toArrayBuffer());
  const checked: CheckedCrl[] = [];
  for (const crl of pems.map(readCrl)) {
    const named = issuerName.equals(Buffer.from(new x509.Name(crl.issuer).toArrayBuffer()));
    if (named && (await refusingAsync('BAD_CRL', () => crl.verify({ publicKey })))) checked.push(contentOf(crl));
  }
  return checked;
}

function contentOf(crl: x509.X509Crl): CheckedCrl {
  if (crl.nextUpdate === undefined) throw new CryptoConfigError('BAD_CRL');
  const serials = new Set(crl.entries.map((entry) => entry.serialNumber.toLowerCase()));
  return { number: numberIn(crl), thisUpdate: crl.thisUpdate, nextUpdate: crl.nextUpdate, serials };
}

function numberIn(crl: x509.X509Crl): bigint {
  const extension = crl.getExtension('2.5.29.20');
  if (extension === null) throw new CryptoConfigError('BAD_CRL');
  return refusing('BAD_CRL', () => bigIntegerIn(readAsn1(new Uint8Array(extension.value))));
}
