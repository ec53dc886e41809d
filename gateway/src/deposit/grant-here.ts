import { fromBase64url, type HpkeSealed } from '@tocsin/envelope';
import type { AgencyCode, StatementId } from '@tocsin/record';
import { factsFrom, snapshotFor } from '../access/snapshot.ts';
import type { Services } from '../services.ts';
import { grantedKey } from './grant.ts';

/** Longest wait for the own peer to tell of the grant's block, ms: a little less than the asker waits for the answer. */
const BLOCK_MS = 1500;

/** Who asks for the key of a granted access, as it is sent. */
export interface GrantAsked {
  readonly access: StatementId;
  /** The device's one-time X-Wing public key, base64url. */
  readonly epk: string;
  readonly agency: AgencyCode;
  /** How far the asker's peer had come, so that this one waits until it sees what the asker saw. */
  readonly block: bigint;
}

/** {@link grantedKey} by this gateway, once its own peer has told of the block that the asker names. */
export async function grantHere(services: Services, { access, epk, agency, block }: GrantAsked): Promise<HpkeSealed> {
  const { ledger, view, follower, deposits, keys, repeats: log, clock } = services;
  await follower.reached(block, AbortSignal.timeout(BLOCK_MS));
  const facts = factsFrom(ledger, await snapshotFor(ledger, view, { access }));
  const showing = { ticket: { access }, agency, epk: fromBase64url(epk), now: clock() };
  return grantedKey({ ledger: facts, deposits, keys, log }, showing);
}
