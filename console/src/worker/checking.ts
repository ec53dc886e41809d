import { toBase64url } from '@tocsin/envelope/verify';
import type { CheckQuery, ChecksAnswered, Client } from '@tocsin/gateway/api';
import type { Purpose, StatementId } from '@tocsin/record';
import type { Unlocked } from './unlocked.ts';

/** Papers that are checked together, and for what. */
export interface ChecksWish {
  readonly purpose: Purpose;
  readonly queries: readonly CheckQuery[];
}

/** Who was checked is not the one of a listing; a reason of null takes that back. */
export interface DecisionWish {
  readonly record: StatementId;
  readonly query: CheckQuery;
  readonly reason: string | null;
}

/**
 * Asks the own gateway. The salt of the commitment stays on this device, locked, with no word of what was asked: whoever
 * remembers the words can show an auditor that they, and no others, were meant.
 */
export async function check(client: Client, kept: Unlocked, { purpose, queries }: ChecksWish): Promise<ChecksAnswered> {
  const salt = toBase64url(crypto.getRandomValues(new Uint8Array(32)));
  const answered = await client.check({ purpose, salt, queries: [...queries] });
  const { commitment } = answered;
  const note = { at: new Date().toISOString(), purpose, count: queries.length, salt, commitment };
  await kept.store.put(`checks/${commitment}`, await kept.vault.lock(note));
  return answered;
}
