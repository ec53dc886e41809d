import { provenRoster } from '@tocsin/device';
import { toBase64url } from '@tocsin/envelope';
import { type BlindKey, isBlindKeyUsable, Refusal } from '@tocsin/record';
import { act, type Done, type Session } from './session.ts';

/** How a key for blind checks stands, in one word. */
export type BlindStanding = 'dealing' | 'signing' | 'complained of' | 'in force' | 'for a day still' | 'over';

export function standingOf(key: BlindKey, now: string): BlindStanding {
  if (key.complaint !== null) return 'complained of';
  if (key.since === null) return key.dealt.length < key.trustees.length ? 'dealing' : 'signing';
  if (key.superseded === null) return 'in force';
  return isBlindKeyUsable(key, now) ? 'for a day still' : 'over';
}

/** The key that trustees deal now: the one in the making, or the next. */
export function epochToDeal(keys: readonly BlindKey[]): number {
  const last = keys.at(-1);
  if (last === undefined) return 1;
  return last.since === null && last.complaint === null ? last.epoch : last.epoch + 1;
}

/**
 * Deals this agency's part of the key to the trustees in force, each by a key that is proved to be its agency's. Nothing
 * of it stays here. @throws Refusal UNKNOWN_ROSTER, NOT_A_DEALER; DeviceError; what the ledger refuses
 */
export async function dealPart(session: Session): Promise<{ readonly done: Done; readonly epoch: number }> {
  const roster = await provenRoster(session);
  if (roster === null) throw new Refusal('UNKNOWN_ROSTER', 'none is in force');
  const place = roster.trustees.findIndex(({ agency }) => agency === session.agency) + 1;
  if (place === 0) throw new Refusal('NOT_A_DEALER', session.agency);
  const epoch = epochToDeal((await session.client.blind()).keys);
  const trustees = roster.trustees.map(({ publicKey }) => publicKey);
  const { dealKey } = await import('@tocsin/envelope/blind');
  const deal = dealKey({ network: await session.network(), epoch, t: roster.t, trustees }, place);
  const done = await act(session, 'blind.deal/1', {
    epoch,
    roster: roster.epoch,
    commitments: deal.commitments.map(toBase64url),
    knowledge: toBase64url(deal.knowledge),
    shares: deal.shares.map(toBase64url),
  });
  return { done, epoch };
}

/** Trustees who hold up the key in the making. @throws Refusal KEY_EPOCH when none is */
export function missingFrom(keys: readonly BlindKey[]): {
  readonly epoch: number;
  readonly missing: readonly string[];
} {
  const last = keys.at(-1);
  if (last === undefined || last.since !== null || last.complaint !== null) {
    throw new Refusal('KEY_EPOCH', 'no key is in the making');
  }
  const { epoch, trustees, dealt, signed } = last;
  const done = dealt.length < trustees.length ? dealt : signed;
  return { epoch, missing: trustees.filter((agency) => !done.includes(agency)) };
}
