import { fromBase64url } from '@tocsin/envelope';
import { type BlindDeal, type Ceremony, type JointKey, jointKeyOf, shareFrom } from '@tocsin/envelope/blind';
import {
  type BlindKey,
  blindDealKey,
  type Ledger,
  networkKey,
  Refusal,
  type Roster,
  rosterKey,
  type Trustee,
} from '@tocsin/record';
import { GatewayError } from '../error.ts';
import type { UnitKey, UnitKeys } from '../keys/unit-keys.ts';

/** One trustee's share of a key for blind checks, with what everybody may know of the key. */
export interface HeldShare {
  /** Place in the roster, from 1. */
  readonly place: number;
  /** 32 bytes, secret. */
  readonly share: Uint8Array;
  readonly joint: JointKey;
  /** The trustee key that opened it. */
  readonly key: Pick<UnitKey, 'unit' | 'epoch'>;
}

/**
 * This agency's share of a key that every trustee has dealt, worked out from the ledger and the own trustee key.
 * @throws BlindError BAD_DEAL naming the dealers at fault; Refusal UNKNOWN_ROSTER, NOT_A_DEALER, KEY_NOT_YET;
 *   GatewayError KEY_NOT_HELD; LedgerFault
 */
export async function shareOf(
  ledger: Pick<Ledger, 'agency' | 'state'>,
  keys: Pick<UnitKeys, 'named'>,
  about: BlindKey,
): Promise<HeldShare> {
  const roster = await ledger.state(rosterKey(about.roster));
  if (roster === undefined) throw new Refusal('UNKNOWN_ROSTER', String(about.roster));
  const place = roster.trustees.findIndex(({ agency }) => agency === ledger.agency) + 1;
  const trustee = roster.trustees[place - 1];
  if (trustee === undefined) throw new Refusal('NOT_A_DEALER', ledger.agency);
  const [ceremony, deals] = await Promise.all([ceremonyOf(ledger, about, roster), dealsOf(ledger, about)]);
  const key = await keyOf(keys, trustee);
  const joint = jointKeyOf(ceremony, deals);
  return { place, share: shareFrom(ceremony, deals, place, key.secretKey), joint, key };
}

const keyOf = (keys: Pick<UnitKeys, 'named'>, { unit, keyEpoch }: Trustee): Promise<UnitKey> =>
  keys.named(unit, keyEpoch);

/** Which key is dealt, to whom. @throws Refusal NETWORK_NOT_FOUNDED; LedgerFault */
export async function ceremonyOf(
  ledger: Pick<Ledger, 'state'>,
  { epoch }: Pick<BlindKey, 'epoch'>,
  { t, trustees }: Roster,
): Promise<Ceremony> {
  const network = await ledger.state(networkKey);
  if (network === undefined) throw new Refusal('NETWORK_NOT_FOUNDED');
  return { network: network.id, epoch, t, trustees: trustees.map(({ key }) => fromBase64url(key)) };
}

async function dealsOf(ledger: Pick<Ledger, 'state'>, { epoch, trustees }: BlindKey): Promise<BlindDeal[]> {
  const dealt = await Promise.all(trustees.map((agency) => ledger.state(blindDealKey(epoch, agency))));
  return dealt.map((deal) => {
    if (deal === undefined) throw new Refusal('KEY_NOT_YET', 'not every trustee has dealt');
    const [commitments, shares] = [deal.commitments.map(fromBase64url), deal.shares.map(fromBase64url)];
    return { commitments, knowledge: fromBase64url(deal.knowledge), shares };
  });
}

/** The key as its trustees have signed it. @throws GatewayError NOT_READY before anybody has */
export function jointOf({ t, key, shares }: BlindKey): JointKey {
  if (key === null || shares === null) throw new GatewayError('NOT_READY', 'no key for blind checks');
  return { t, key: fromBase64url(key), shares: shares.map(fromBase64url) };
}
