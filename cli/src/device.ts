import { readFile } from 'node:fs/promises';
import { decryptKey, pemToDer, readKeyFile } from '@tocsin/crypto-config';
import type { Device } from '@tocsin/device/keyless';
import { readCertificate, type Signer, webCryptoSigner } from '@tocsin/envelope/verify';
import { CliError } from './error.ts';
import { passphraseFor } from './passphrase.ts';
import type { Profile } from './profile.ts';
import type { Terminal } from './terminal.ts';

/**
 * Unlocks the officer's key.
 * @throws CryptoConfigError KEY_FILE_MISSING, KEY_FILE_EXPOSED, WRONG_PASSPHRASE; CliError PASSPHRASE_NEEDED,
 *   PROFILE_MALFORMED when key and handle do not belong together
 */
export async function unlock(terminal: Terminal, profile: Profile, passphraseFile?: string): Promise<Device> {
  const pem = await readKeyFile(profile.key);
  const encrypted = pem.includes('ENCRYPTED PRIVATE KEY');
  const source = { passphraseFile, profileFile: profile.passphraseFile };
  const pkcs8 = encrypted
    ? await decryptKey(pem, await passphraseFor(terminal, profile.name, source))
    : pemToDer(pem, 'PRIVATE KEY');
  const signer = await signerOf(profile.handle, pkcs8);
  pkcs8.fill(0);
  return { signer, chain: await chainOf(profile) };
}

/** A signer over PKCS#8 DER; the imported key cannot be exported again. */
export async function signerOf(handle: string, pkcs8: Uint8Array): Promise<Signer> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('pkcs8', Uint8Array.from(pkcs8), algorithm, false, ['sign']);
  return webCryptoSigner(handle, key);
}

async function chainOf({ chain, handle, name }: Profile): Promise<Uint8Array[]> {
  if (chain === null) throw new CliError('PROFILE_MALFORMED', `${name} has no certificate yet: tocsin officer install`);
  const certificates = certificatesIn(await readFile(chain, 'utf8'));
  const [own] = certificates;
  if (own === undefined || readCertificate(own).commonName !== handle) {
    throw new CliError('PROFILE_MALFORMED', `${name}: the certificate is of another handle`);
  }
  return certificates;
}

/** The certificates of a PEM file in their order, DER. @throws CryptoConfigError BAD_PEM */
export function certificatesIn(pem: string): Uint8Array[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => pemToDer(block, 'CERTIFICATE'));
}
