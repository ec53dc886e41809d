import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { CryptoConfigError, refusing } from './error.ts';
import { readPkcs12 } from './pkcs12-contents.ts';

/** An identity that an agency held before Tocsin. */
export interface ImportedIdentity {
  readonly keyPkcs8Der: Uint8Array;
  /** The certificate of that key, DER. */
  readonly certificate: Uint8Array;
  /** Its issuers in order, as far as the file holds them, DER. Nothing has been verified against any root. */
  readonly chain: readonly Uint8Array[];
  /** Only `P-256` can sign statements; `RSA` is for reading what an older authority has issued. */
  readonly algorithm: 'P-256' | 'RSA';
}

/**
 * The one identity of a PKCS#12 file protected by a password.
 * @param bytes DER or BER, at most 1 MiB
 * @throws CryptoConfigError BAD_PKCS12, WRONG_PASSPHRASE, UNSUPPORTED_KEY
 */
export async function importPkcs12(bytes: Uint8Array, password: string): Promise<ImportedIdentity> {
  const { keys, certificates } = await readPkcs12(bytes, password);
  const [keyPkcs8Der, ...otherKeys] = keys;
  if (keyPkcs8Der === undefined || otherKeys.length > 0) throw new CryptoConfigError('BAD_PKCS12', 'not one key');
  const key = refusing('BAD_PKCS12', () =>
    createPrivateKey({ key: Buffer.from(keyPkcs8Der), format: 'der', type: 'pkcs8' }),
  );
  const algorithm = algorithmOf(key);
  const parsed = refusing('BAD_PKCS12', () => certificates.map((der) => new X509Certificate(der)));
  const own = parsed.find((certificate) => certificate.checkPrivateKey(key));
  if (own === undefined) throw new CryptoConfigError('BAD_PKCS12', 'no certificate of the key');
  const chain = chainFrom(own, parsed).map((certificate) => new Uint8Array(certificate.raw));
  return { keyPkcs8Der, certificate: new Uint8Array(own.raw), chain, algorithm };
}

function algorithmOf(key: KeyObject): ImportedIdentity['algorithm'] {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (namedCurve === 'prime256v1') return 'P-256';
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return 'RSA';
  throw new CryptoConfigError('UNSUPPORTED_KEY');
}

function chainFrom(leaf: X509Certificate, candidates: readonly X509Certificate[]): X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let last = leaf; chain.length < 8; ) {
    const issuer = candidates.find((candidate) => candidate !== last && last.checkIssued(candidate));
    if (issuer === undefined || chain.includes(issuer)) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}
