import type { Locked, VaultTerms } from './vault.ts';

/** A key whose officer is not registered yet, or whose agencies' roots nobody has confirmed yet. */
export interface Newcomer {
  readonly stage: 'waiting';
  readonly handle: string;
  readonly terms: VaultTerms;
  readonly wrapped: Locked;
  /** The ledger knew the key when it came here: it was taken over from a file. */
  readonly registered?: boolean;
}

/** An officer of this device. */
export interface Enrolled extends Omit<Newcomer, 'stage'> {
  readonly stage: 'enrolled';
  readonly agency: string;
  readonly unit: string;
  readonly roles: readonly string[];
  /** DER: the officer's certificate, then its issuer's. */
  readonly chain: readonly Uint8Array[];
  /** Agencies' roots, DER, as the registrar's code confirmed them. */
  readonly roots: ReadonlyMap<string, Uint8Array>;
  /** All of this as text under the vault's key: the database lies open to whoever sits at the device. */
  readonly proof: Locked;
}

/** What an officer's device goes by, as one text. */
export const factsOf = ({ handle, agency, unit, roles, chain, roots }: Omit<Enrolled, 'proof'>): string =>
  JSON.stringify([
    ...[handle, agency, unit, roles, chain.map((der) => der.toBase64())],
    [...roots].map(([code, der]) => [code, der.toBase64()]),
  ]);

export type Identity = Newcomer | Enrolled;
