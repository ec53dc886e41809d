import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { CryptoConfigError, refusingAsync } from './error.ts';
import { exportPkcs8, readSigningKey } from './key.ts';
import { ensureValidHandle } from './names.ts';
import { derToPem, pemToDer } from './pem.ts';
import { readPublicKey } from './signing.ts';
import { ecdsaSha256, signingCryptoKey, verifyingCryptoKey, x509 } from './x509.ts';

/**
 * Makes a signing request on the officer's own device; the key never leaves it.
 * @param keyPkcs8Der an existing P-256 key; without it a new one is made
 * @returns the request in PEM (RFC 2986) and the private key to keep, as PKCS#8 DER
 * @throws CryptoConfigError BAD_NAME, BAD_KEY, UNSUPPORTED_KEY
 */
export async function makeCsr(
  handle: string,
  keyPkcs8Der?: Uint8Array,
): Promise<{ readonly csr: string; readonly keyPkcs8Der: Uint8Array }> {
  ensureValidHandle(handle);
  const privateKey =
    keyPkcs8Der === undefined
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
      : readSigningKey(keyPkcs8Der);
  const keys = {
    privateKey: signingCryptoKey(privateKey),
    publicKey: verifyingCryptoKey(createPublicKey(privateKey)),
  };
  const name = [{ CN: [handle] }];
  const request = await x509.Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm: ecdsaSha256 });
  return {
    csr: derToPem(new Uint8Array(request.rawData), 'CERTIFICATE REQUEST'),
    keyPkcs8Der: exportPkcs8(privateKey),
  };
}

/**
 * Reads a signing request. It proves that who asks holds the key; whether the handle is theirs, the registrar judges.
 * Only handle and key are taken from it: extensions asked for are not obeyed.
 * @returns the handle and the public key as SPKI DER
 * @throws CryptoConfigError BAD_CSR, BAD_PEM, BAD_PUBLIC_KEY, BAD_NAME
 */
export async function readCsr(pem: string): Promise<{ readonly handle: string; readonly publicKey: Uint8Array }> {
  const der = pemToDer(pem, 'CERTIFICATE REQUEST');
  const { names, publicKey, signed } = await refusingAsync('BAD_CSR', async () => {
    const request = new x509.Pkcs10CertificateRequest(der as Uint8Array<ArrayBuffer>);
    const names = request.subjectName.getField('CN');
    return { names, publicKey: new Uint8Array(request.publicKey.rawData), signed: await request.verify() };
  });
  const [handle, ...others] = names;
  if (!signed || handle === undefined || others.length > 0) throw new CryptoConfigError('BAD_CSR');
  readPublicKey(publicKey);
  ensureValidHandle(handle);
  return { handle, publicKey };
}
