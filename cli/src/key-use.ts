import { CliError } from './error.ts';

/** What a published key is for: a unit's mail, or a trustee's shares of others' record keys. */
export type KeyUse = 'seal' | 'trustee';

export const useWords = 'seal (a unit’s mail) or trustee (shares of record keys)';

/** @throws CliError USAGE */
export function useIn(word: string): KeyUse {
  if (word !== 'seal' && word !== 'trustee') throw new CliError('USAGE', '--use is seal or trustee');
  return word;
}

/** Days a key is made for where nobody says, and at most; the ledger gives a seal key no more. */
const days: Readonly<Record<KeyUse, { readonly usual: number; readonly most: number }>> = {
  seal: { usual: 90, most: 90 },
  trustee: { usual: 365, most: 731 },
};

/** A number of days as a person gave it. @throws CliError USAGE */
export function keyDays(text: string | undefined, use: KeyUse): number {
  const { usual, most } = days[use];
  if (text === undefined) return usual;
  if (!/^[1-9][0-9]{0,2}$/.test(text) || Number(text) > most)
    throw new CliError('USAGE', `--days is a whole number, 1 to ${most}`);
  return Number(text);
}
