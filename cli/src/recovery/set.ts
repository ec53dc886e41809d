import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digest, formatSealPublicKey, parseSealPublicKey, type RecoverySplit, recoverySet } from '@tocsin/envelope';
import type { Instant } from '@tocsin/record';
import { CliError } from '../error.ts';

/** The public half of an agency's recovery key and how it was split: `set.json` in the recovery folder. */
export interface RecoverySet extends RecoverySplit {
  /** Names the split; every share says the same. */
  readonly set: string;
  /** X-Wing, 1216 bytes. */
  readonly publicKey: Uint8Array;
  readonly made: Instant;
}

/** SHA-256 of the public key, hex: what is compared by voice. */
export const fingerprintOf = ({ publicKey }: Pick<RecoverySet, 'publicKey'>): string => digest(publicKey);

export const setFile = (folder: string): string => join(folder, 'set.json');

/** The set as text of its file. */
export function setText({ publicKey, ...about }: RecoverySet): string {
  return `${JSON.stringify({ ...about, key: formatSealPublicKey(publicKey) }, null, 2)}\n`;
}

/** @throws CliError RECOVERY_MISSING, RECOVERY_DAMAGED */
export async function readRecoverySet(folder: string): Promise<RecoverySet> {
  const text = await readFile(setFile(folder), 'utf8').catch((error: unknown) => {
    throw new CliError('RECOVERY_MISSING', undefined, error);
  });
  try {
    return setIn(JSON.parse(text) as Record<string, unknown>);
  } catch (error) {
    throw new CliError('RECOVERY_DAMAGED', 'set.json', error);
  }
}

// The name of the set binds everything else that it says: an edited file is noticed.
function setIn({ agency, set, threshold, count, key, made }: Record<string, unknown>): RecoverySet {
  const publicKey = parseSealPublicKey(String(key));
  const split = { agency: String(agency), threshold: Number(threshold), count: Number(count) };
  if (recoverySet(split, publicKey) !== set || typeof made !== 'string') throw new TypeError('another set');
  return { ...split, set, publicKey, made };
}
