import { combineRecoveryShares, equalBytes, publicKeyOf, RecoveryError } from '@tocsin/envelope';
import type { UnitKey } from '@tocsin/gateway';
import type { Terminal } from '../terminal.ts';
import { copiesIn, openCopy } from './copy.ts';
import { type RecoverySet, readRecoverySet } from './set.ts';
import { gatherShares } from './share-file.ts';

/** What given shares open, all of it checked. `keys` are secret: overwrite them after use. */
export interface Recovered {
  readonly set: RecoverySet;
  /** Numbers of the shares that were given. */
  readonly shares: readonly number[];
  readonly keys: readonly UnitKey[];
}

/**
 * Puts a recovery key together and opens every copy with it; writes nothing.
 * @throws RecoveryError, CliError RECOVERY_MISSING, RECOVERY_DAMAGED
 */
export async function recover(terminal: Terminal, folder: string, paths: readonly string[]): Promise<Recovered> {
  const set = await readRecoverySet(folder);
  const shares = await gatherShares(terminal, paths, set);
  if (shares.some((share) => share.set !== set.set)) throw new RecoveryError('OTHER_RECOVERY_SET', set.set);
  const secretKey = await combineRecoveryShares(shares, set.agency);
  try {
    if (!equalBytes(publicKeyOf(secretKey), set.publicKey)) throw new RecoveryError('RECOVERY_KEY_MISMATCH');
    const keys: UnitKey[] = [];
    for (const name of await copiesIn(folder)) keys.push(await openCopy(folder, set, name, secretKey));
    return { set, shares: shares.map(({ index }) => index), keys };
  } finally {
    for (const secret of [secretKey, ...shares.map(({ share }) => share)]) secret.fill(0);
  }
}

/** A set as commands tell it. */
export const nameOf = ({ unit, epoch }: Pick<UnitKey, 'unit' | 'epoch'>) => ({ unit, epoch });
