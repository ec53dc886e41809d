import { makeCsr } from '@tocsin/crypto-config';
import { handleOf } from '@tocsin/record';
import { freshKey } from './host-identity.ts';

/** A new P-256 key of an officer (PKCS#8 DER), its handle, and a request for its certificate. */
export async function freshRequest(): Promise<{ handle: string; csr: string; pkcs8: Uint8Array }> {
  const { publicKey, pkcs8 } = await freshKey();
  const handle = handleOf(publicKey);
  const { csr } = await makeCsr(handle, pkcs8);
  return { handle, csr, pkcs8 };
}

/** Where a key that waits for its certificate lies, beside the one in use. */
export const renewedKeyFile = (handle: string): string => `key-${handle}.pem`;
