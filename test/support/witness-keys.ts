import type { Authority } from '@tocsin/crypto-config';
import { generateSealKey, type SealKey } from '@tocsin/envelope';
import { certifiedOfficer, type Officer } from './officer.ts';

/** What an agency's gateway holds as a trustee. */
export interface WitnessKeys {
  /** The automated officer of role `gateway`. */
  readonly steward: Officer;
  /** X-Wing key of the desk for shares, epoch 1. */
  readonly trusteeKey: SealKey;
}

export async function witnessKeys(authority: Authority, unit: string, clock: () => number): Promise<WitnessKeys> {
  const steward = await certifiedOfficer({ authority, clock, unit, roles: ['gateway'] });
  return { steward, trusteeKey: generateSealKey() };
}
