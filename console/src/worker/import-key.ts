import { EnvelopeError, readCertificate } from '@tocsin/envelope/verify';
import { handleOf } from '@tocsin/record';
import type { Newcomer } from './identity.ts';
import { lineFor } from './line.ts';
import { IDENTITY, type Stage, stageOf } from './stage.ts';
import { Store } from './store.ts';
import { freshTerms, P256, Vault } from './vault.ts';

/** A key file as an officer hands it over. */
export interface KeyFile {
  /** PKCS#12. */
  readonly bytes: Uint8Array;
  readonly password: string;
}

/**
 * Takes an officer's registered key over from a PKCS#12 file: only the key stays, under this device's passphrase. The
 * agencies' roots are confirmed by the registrar's code as for a key that was made here. A device that has a key keeps it.
 * @throws BAD_PKCS12, WRONG_PASSPHRASE, UNSUPPORTED_KEY, BAD_OFFICER_CERTIFICATE; what the gateway says of the officer:
 *   UNKNOWN_OFFICER, WRONG_AGENCY, OFFICER_REVOKED
 */
export async function importKey({ bytes, password }: KeyFile, passphrase: string): Promise<Stage> {
  const { readPkcs12 } = await import('@tocsin/crypto-config/pkcs12');
  const { keys, certificates } = await readPkcs12(bytes, password);
  const [pkcs8, ...others] = keys;
  if (pkcs8 === undefined || others.length > 0) throw told('BAD_PKCS12', 'the file does not hold one key');
  const { key, spki } = await signingKey(pkcs8);
  pkcs8.fill(0);
  const handle = handleOf(spki);
  mustBeOwn(certificates, spki, handle);
  await lineFor(handle, key, () => undefined).client.me();
  const terms = freshTerms();
  const wrapped = await (await Vault.open(passphrase, terms)).wrap(key);
  const identity: Newcomer = { stage: 'waiting', handle, terms, wrapped, registered: true };
  await (await Store.open()).putNew(IDENTITY, identity);
  return stageOf();
}

/** The key as the vault takes it in, and its public half. Extractable until it is wrapped; nothing else holds it. */
async function signingKey(pkcs8: Uint8Array<ArrayBuffer>): Promise<{ key: CryptoKey; spki: Uint8Array }> {
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, P256, true, ['sign']).catch(() => {
    throw told('UNSUPPORTED_KEY', 'the key is not on the curve P-256');
  });
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key);
  const publicHalf = await crypto.subtle.importKey('jwk', { kty, crv, x, y } as JsonWebKey, P256, true, ['verify']);
  return { key, spki: new Uint8Array(await crypto.subtle.exportKey('spki', publicHalf)) };
}

/** The file holds this key's own certificate, and it names the officer whom the key makes. */
function mustBeOwn(certificates: readonly Uint8Array[], spki: Uint8Array, handle: string): void {
  const own = certificates.flatMap(readable).find((each) => handleOf(each.spki) === handleOf(spki));
  if (own?.commonName !== handle) throw told('BAD_OFFICER_CERTIFICATE', 'the certificate is of another key or officer');
}

/** Issuers in the file may be of any kind; an officer's certificate is of one that we read. */
function readable(der: Uint8Array) {
  try {
    return [readCertificate(der)];
  } catch (error) {
    if (error instanceof EnvelopeError) return [];
    throw error;
  }
}

const told = (code: string, message: string): Error => Object.assign(new Error(message), { code });
