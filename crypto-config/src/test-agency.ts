import { generateKeyPairSync } from 'node:crypto';
import { type Authority, createAuthority } from './authority.ts';

/** Fictitious people and keys for the tests beside the sources. */
export function makeAuthority(agency = 'th-police', country = 'TH'): Promise<Authority> {
  return createAuthority({ agency, country, name: 'Royal Thai Police' });
}

/** A new P-256 public key as SPKI DER. */
export function makePublicKey(): Uint8Array {
  return keyPair('P-256').publicKey;
}

export function keyPair(namedCurve: string): { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array } {
  const pair = generateKeyPairSync('ec', { namedCurve });
  return {
    publicKey: new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' })),
    privateKey: new Uint8Array(pair.privateKey.export({ format: 'der', type: 'pkcs8' })),
  };
}

export const officerRequest = { handle: 'th-4711', unit: 'anti-trafficking', roles: ['analyst', 'registrar'] };
