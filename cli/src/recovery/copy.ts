import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decryptWith, encryptFor, formatSealSecretKey, fromUtf8, parseSealSecretKey, utf8 } from '@tocsin/envelope';
import type { UnitKey } from '@tocsin/gateway';
import { CliError } from '../error.ts';
import { replacePrivate } from '../file.ts';
import { keyFileName, keyNamed } from '../unit-key-folder.ts';
import type { RecoverySet } from './set.ts';

/** Which unit key a copy holds. */
export type CopyName = Pick<UnitKey, 'unit' | 'epoch'>;

/** Keeps a unit's secret key sealed to the recovery key, as `<unit>.<epoch>.age` in the recovery folder. */
export async function keepCopy(folder: string, set: RecoverySet, key: UnitKey): Promise<void> {
  const text = identityText(set.agency, key);
  await replacePrivate(join(folder, keyFileName(key)), encryptFor(set.publicKey, utf8(text)));
}

/** The copies in a recovery folder, by unit and epoch. */
export async function copiesIn(folder: string): Promise<CopyName[]> {
  const names = await readdir(folder);
  const copies = names.flatMap((name) => keyNamed(name) ?? []);
  return copies.sort((a, b) => (a.unit === b.unit ? a.epoch - b.epoch : a.unit < b.unit ? -1 : 1));
}

/**
 * The unit key in a copy.
 * @throws CliError RECOVERY_DAMAGED where the file does not open, or holds another key than its name says
 */
export async function openCopy(folder: string, set: RecoverySet, name: CopyName, secretKey: Uint8Array) {
  try {
    const text = fromUtf8(await decryptWith(secretKey, await readFile(join(folder, keyFileName(name)))));
    const [identity = ''] = text.split('\n').slice(3);
    const key = { ...name, secretKey: parseSealSecretKey(identity) };
    if (identityText(set.agency, key) !== text) throw new TypeError('another key');
    return key;
  } catch (error) {
    throw new CliError('RECOVERY_DAMAGED', keyFileName(name), error);
  }
}

/** An age identity file: `age --decrypt --identity` takes it as it is. */
const identityText = (agency: string, { unit, epoch, secretKey }: UnitKey): string =>
  `# agency: ${agency}\n# unit: ${unit}\n# epoch: ${epoch}\n${formatSealSecretKey(secretKey)}\n`;
