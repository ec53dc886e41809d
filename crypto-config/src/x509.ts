// @peculiar/x509 builds on tsyringe, which needs this polyfill before it is loaded.
import 'reflect-metadata';
import { type KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as Crypto);

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** P-256 with SHA-256, the one signature algorithm of this room. */
export const ecdsaSha256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

export function signingCryptoKey(key: KeyObject): CryptoKey {
  return key.toCryptoKey(curve, false, ['sign']) as CryptoKey;
}

export function verifyingCryptoKey(key: KeyObject): CryptoKey {
  return key.toCryptoKey(curve, true, ['verify']) as CryptoKey;
}

export { x509 };
