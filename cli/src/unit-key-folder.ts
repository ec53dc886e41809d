import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CryptoConfigError } from '@tocsin/crypto-config';
import { parseSealSecretKey } from '@tocsin/envelope';
import type { UnitKey } from '@tocsin/gateway';

const fileName = /^([a-z][a-z0-9-]{1,63})\.([1-9][0-9]{0,5})\.age$/;

/**
 * The unit keys in a folder, one age identity a file named `<unit>.<epoch>.age`, mode 0600.
 * @throws CryptoConfigError KEY_FILE_EXPOSED; EnvelopeError BAD_KEY
 */
export async function readUnitKeys(folder: string): Promise<UnitKey[]> {
  const names = await readdir(folder);
  return Promise.all(names.flatMap((name) => unitKeyAt(folder, name) ?? []));
}

function unitKeyAt(folder: string, name: string): Promise<UnitKey> | null {
  const [, unit, epoch] = fileName.exec(name) ?? [];
  return unit === undefined ? null : readUnitKey(join(folder, name), unit, Number(epoch));
}

async function readUnitKey(path: string, unit: string, epoch: number): Promise<UnitKey> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new CryptoConfigError('KEY_FILE_EXPOSED');
  return { unit, epoch, secretKey: parseSealSecretKey((await readFile(path, 'utf8')).trim()) };
}
