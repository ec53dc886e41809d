import { createPrivateKey, type KeyObject } from 'node:crypto';
import { itemsOf, octets, octetsIn, readAsn1, sequence, writeAsn1 } from './asn1.ts';
import { CryptoConfigError, refusing, refusingAsync } from './error.ts';
import { openPbes2, sealPbes2 } from './pbes2.ts';
import { derToPem, pemToDer } from './pem.ts';

const shortestPassphrase = 8;

/**
 * Encrypts a PKCS#8 private key: PBES2, AES-256-CBC, PBKDF2-HMAC-SHA256 with 600,000 iterations
 * (RFC 5958, RFC 8018). OpenSSL and node:crypto open the result. The passphrase is taken in Unicode NFC (RFC 8265).
 * @throws CryptoConfigError WEAK_PASSPHRASE, BAD_KEY
 */
export async function encryptKey(pkcs8Der: Uint8Array, passphrase: string): Promise<string> {
  ensurePrivateKey(pkcs8Der);
  if ([...passphrase].length < shortestPassphrase) throw new CryptoConfigError('WEAK_PASSPHRASE');
  const { algorithm, sealed } = await sealPbes2(pkcs8Der, passphrase.normalize('NFC'));
  return derToPem(writeAsn1(sequence(algorithm, octets(sealed))), 'ENCRYPTED PRIVATE KEY');
}

/**
 * Opens what `encryptKey`, or `openssl pkcs8 -topk8 -v2 ...`, has written: PKCS#8 DER.
 * @throws CryptoConfigError BAD_PEM, BAD_KEY, WRONG_PASSPHRASE
 */
export async function decryptKey(pem: string, passphrase: string): Promise<Uint8Array> {
  const [algorithm, sealed] = refusing('BAD_KEY', () => {
    const items = itemsOf(readAsn1(pemToDer(pem, 'ENCRYPTED PRIVATE KEY')));
    return [items[0] ?? sequence(), octetsIn(items[1])] as const;
  });
  const pkcs8 = await refusingAsync('BAD_KEY', () => openPbes2(algorithm, sealed, passphrase.normalize('NFC')));
  // CBC has no tag: one wrong passphrase in 256 leaves good padding, and then no key comes out.
  refusing('WRONG_PASSPHRASE', () => createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }));
  return pkcs8;
}

/**
 * A P-256 private key from PKCS#8 DER, for issuing.
 * @throws CryptoConfigError BAD_KEY, UNSUPPORTED_KEY
 */
export function readSigningKey(pkcs8Der: Uint8Array): KeyObject {
  const key = ensurePrivateKey(pkcs8Der);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new CryptoConfigError('UNSUPPORTED_KEY');
  return key;
}

/** PKCS#8 DER of a private key. */
export function exportPkcs8(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }));
}

function ensurePrivateKey(pkcs8Der: Uint8Array): KeyObject {
  return refusing('BAD_KEY', () => createPrivateKey({ key: Buffer.from(pkcs8Der), format: 'der', type: 'pkcs8' }));
}
