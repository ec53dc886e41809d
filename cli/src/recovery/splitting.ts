import { mkdir } from 'node:fs/promises';
import {
  generateSealKey,
  type RecoveryShare,
  type RecoverySplit,
  recoverySet,
  splitRecoveryKey,
} from '@tocsin/envelope';
import { CliError } from '../error.ts';
import { existsFile, replacePrivate } from '../file.ts';
import { readUnitKeys } from '../unit-key-folder.ts';
import { type CopyName, keepCopy } from './copy.ts';
import { type RecoverySet, setFile, setText } from './set.ts';

/** Gives each share to its holder; what it throws voids the split. */
export type HandOut = (set: RecoverySet, shares: readonly RecoveryShare[]) => Promise<void>;

/**
 * Makes a recovery key and splits it. The key itself exists in this process only and is overwritten before the set is
 * written: shares go out first, because a key that files are sealed to before anybody holds its shares could be lost.
 * @param folder the recovery folder, made if it is missing
 * @throws CliError OUTPUT_EXISTS; RecoveryError BAD_RECOVERY_SET
 */
export async function splitNewKey(folder: string, split: RecoverySplit, handOut: HandOut): Promise<RecoverySet> {
  if (await existsFile(setFile(folder))) throw new CliError('OUTPUT_EXISTS', 'a recovery set');
  const { publicKey, secretKey } = generateSealKey();
  const shares = await splitRecoveryKey(secretKey, split).finally(() => secretKey.fill(0));
  const set = { ...split, set: recoverySet(split, publicKey), publicKey, made: new Date().toISOString() };
  await handOut(set, shares);
  for (const { share } of shares) share.fill(0);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await replacePrivate(setFile(folder), setText(set));
  return set;
}

/** Keeps a copy of every unit key in a folder under the recovery key. */
export async function keepAll(folder: string, set: RecoverySet, seal: string): Promise<CopyName[]> {
  const keys = await readUnitKeys(seal);
  for (const key of keys) {
    await keepCopy(folder, set, key);
    key.secretKey.fill(0);
  }
  return keys.map(({ unit, epoch }) => ({ unit, epoch }));
}
