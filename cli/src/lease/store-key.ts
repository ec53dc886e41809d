import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decryptKey, readKeyFile } from '@tocsin/crypto-config';
import { formatSealSecretKey, generateSealKey, parseSealSecretKey, publicKeyOf } from '@tocsin/envelope';
import { CliError } from '../error.ts';
import { existsFile, replacePrivate } from '../file.ts';
import { passphraseFor } from '../passphrase.ts';
import { openWithPassphrase, sealWithPassphrase } from '../passphrase-file.ts';
import type { Profile } from '../profile.ts';
import type { Terminal } from '../terminal.ts';

/** Folder of what a device keeps for the time without a line. */
export const leaseFolder = ({ folder }: { readonly folder: string }): string => join(folder, 'leases');

/**
 * The X-Wing key that everything leased is kept under, 32 bytes; itself under the officer's passphrase. Made when it is
 * first wanted. Asks for the passphrase; a lost device gives nothing away without it.
 * @throws CliError PASSPHRASE_NEEDED, NO_LEASE; CryptoConfigError WRONG_PASSPHRASE
 */
export async function storeKey(
  terminal: Terminal,
  profile: Profile,
  { passphraseFile, make }: { readonly passphraseFile: string | undefined; readonly make: boolean },
): Promise<Uint8Array> {
  const path = join(leaseFolder(profile), 'key.age');
  const known = await existsFile(path);
  if (!known && !make) throw new CliError('NO_LEASE');
  const source = { passphraseFile, profileFile: profile.passphraseFile };
  const passphrase = await passphraseFor(terminal, profile.name, source);
  if (known) return parseSealSecretKey((await openWithPassphrase(await readFile(path), passphrase)).trim());
  await mustBeTheOfficers(profile, passphrase);
  const { secretKey } = generateSealKey();
  await mkdir(leaseFolder(profile), { recursive: true, mode: 0o700 });
  await replacePrivate(path, await sealWithPassphrase(formatSealSecretKey(secretKey), passphrase));
  return secretKey;
}

export const publicHalf = (secretKey: Uint8Array): Uint8Array => publicKeyOf(secretKey);

/** One typed wrong now would only be noticed where there is no line to take another lease. */
async function mustBeTheOfficers({ key }: Profile, passphrase: string): Promise<void> {
  const pem = await readKeyFile(key);
  if (pem.includes('ENCRYPTED PRIVATE KEY')) (await decryptKey(pem, passphrase)).fill(0);
}
