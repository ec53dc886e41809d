import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AuthorityFolder, derToPem, type Issued, writeKeyFile } from '@tocsin/crypto-config';
import { CliError } from './error.ts';
import { existsFile, replacePrivate } from './file.ts';

/** Files of a key and its certificates that a gateway reads when it starts. */
export interface IdentityFiles {
  /** PKCS#8 in clear, mode 0600: a process that starts by itself has nobody to ask for a passphrase. */
  readonly key: string;
  /** PEM: the certificate, then its issuer's. */
  readonly chain: string;
}

/**
 * Makes a key in a folder and lets the authority certify it. The key never overwrites another.
 * @throws CliError OUTPUT_EXISTS; CryptoConfigError
 */
export async function makeIdentity(
  folder: string,
  name: string,
  authority: AuthorityFolder,
  issue: (authority: AuthorityFolder['authority'], publicKey: Uint8Array) => Promise<Issued>,
): Promise<IdentityFiles & { readonly issued: Issued }> {
  const [key, chain] = [join(folder, `${name}.key.pem`), join(folder, `${name}.chain.pem`)];
  if (await existsFile(key)) throw new CliError('OUTPUT_EXISTS', `${name}.key.pem`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { publicKey, pkcs8 } = await freshKey();
  const issued = await authority.issue((current) => issue(current, publicKey));
  await writeKeyFile(key, derToPem(pkcs8, 'PRIVATE KEY'));
  await replacePrivate(chain, issued.chain);
  pkcs8.fill(0);
  return { key, chain, issued };
}

/** A fresh P-256 key: SPKI and PKCS#8, DER. */
export async function freshKey(): Promise<{ readonly publicKey: Uint8Array; readonly pkcs8: Uint8Array }> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const [spki, pkcs8] = await Promise.all([
    crypto.subtle.exportKey('spki', keys.publicKey),
    crypto.subtle.exportKey('pkcs8', keys.privateKey),
  ]);
  return { publicKey: new Uint8Array(spki), pkcs8: new Uint8Array(pkcs8) };
}
