import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CryptoConfigError } from '@tocsin/crypto-config';
import { parseSealSecretKey } from '@tocsin/envelope';
import type { UnitKey } from '@tocsin/gateway';

const fileName = /^([a-z][a-z0-9-]{1,63})\.([1-9][0-9]{0,5})\.age$/;

/** What the file of a unit's key of one epoch is called, in clear and as a recovery copy. */
export const keyFileName = ({ unit, epoch }: Pick<UnitKey, 'unit' | 'epoch'>): string => `${unit}.${epoch}.age`;

/** The key that a file of this name holds, or null where it is no key's. */
export function keyNamed(name: string): Pick<UnitKey, 'unit' | 'epoch'> | null {
  const [, unit, epoch] = fileName.exec(name) ?? [];
  return unit === undefined ? null : { unit, epoch: Number(epoch) };
}

/**
 * The unit keys in a folder, one age identity a file named `<unit>.<epoch>.age`, mode 0600.
 * @throws CryptoConfigError KEY_FILE_EXPOSED; EnvelopeError BAD_KEY
 */
export async function readUnitKeys(folder: string): Promise<UnitKey[]> {
  const names = (await readdir(folder)).flatMap((name) => keyNamed(name) ?? []);
  return Promise.all(names.map((name) => readUnitKey(folder, name)));
}

/** One of them. */
export async function readUnitKey(folder: string, name: Pick<UnitKey, 'unit' | 'epoch'>): Promise<UnitKey> {
  const path = join(folder, keyFileName(name));
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new CryptoConfigError('KEY_FILE_EXPOSED');
  return { ...name, secretKey: parseSealSecretKey((await readFile(path, 'utf8')).trim()) };
}
