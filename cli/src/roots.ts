import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pemToDer } from '@tocsin/crypto-config';
import { DeviceError, Roots } from '@tocsin/device/keyless';
import { readCertificate } from '@tocsin/envelope/verify';

/**
 * The roots in a folder: `<agency>.pem`, beside each optionally the agency's revocation lists as `<agency>.crl.pem`.
 * @throws DeviceError NO_ROOT when the folder cannot be read; CryptoConfigError BAD_PEM
 */
export async function readRoots(folder: string): Promise<Roots> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new DeviceError('NO_ROOT', 'the folder of roots cannot be read', error);
  });
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  const lists = names.filter((name) => name.endsWith('.crl.pem'));
  const roots = names.filter((name) => name.endsWith('.pem') && !name.endsWith('.crl.pem'));
  return new Roots(
    new Map(await Promise.all(roots.map(async (n) => [basename(n, '.pem'), rootIn(await text(n))] as const))),
    new Map(await Promise.all(lists.map(async (n) => [basename(n, '.crl.pem'), listsIn(await text(n))] as const))),
  );
}

const rootIn = (pem: string): Uint8Array => readCertificate(pemToDer(pem, 'CERTIFICATE')).der;

const listsIn = (pem: string): Uint8Array[] =>
  (pem.match(/-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g) ?? []).map((list) => pemToDer(list, 'X509 CRL'));
