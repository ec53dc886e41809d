import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { handleOf } from '@tocsin/record';

x509.cryptoProvider.set(crypto);

/** A PKCS#10 request for a key's certificate, PEM, under the handle that is derived from the key. */
export async function signingRequest(keys: CryptoKeyPair): Promise<{ readonly handle: string; readonly csr: string }> {
  const handle = handleOf(new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)));
  const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const name = [{ CN: [handle] }];
  const request = await x509.Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm });
  return { handle, csr: `${request.toString('pem')}\n` };
}
