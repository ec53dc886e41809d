import type { AgencyCode } from '@tocsin/record';
import { factsFor } from '../access/snapshot.ts';
import { GatewayError } from '../error.ts';
import type { Services } from '../services.ts';
import { type ReleaseAsked, release } from './release.ts';

/** Longest wait for the own peer to tell of the access's block, ms: a little less than the asker waits for the answer. */
const BLOCK_MS = 1500;
/** Longest wait for a checkpoint that the asker has announced, ms; then this gateway asks the others itself. */
export const FOLLOWS_MS = 1000;

/** What the asker has seen: hints, that save waiting and asking. */
export interface Seen {
  /** The block of the access or lease. */
  readonly block: bigint;
  /** A cosigned checkpoint of its tree. */
  readonly checkpoint?: string | undefined;
  /** It is still being cosigned, and will be offered as soon as it is: everything else is read meanwhile. */
  readonly follows?: boolean | undefined;
}

/**
 * {@link release} by this gateway, once its own peer has told of the block that the asker names: peers commit one after
 * the other, and a trustee that is a moment behind waits for the event rather than refusing.
 */
export async function releaseHere(services: Services, asked: Omit<ReleaseAsked, 'now'>, seen: Seen): Promise<string> {
  const { ledger, view, follower, repeats: log, witnessing, clock } = services;
  if (witnessing === null) throw new GatewayError('NOT_WITNESSING');
  await follower.reached(seen.block, AbortSignal.timeout(BLOCK_MS));
  const [facts] = await Promise.all([
    factsFor(ledger, view, asked.ticket, asked.agency),
    vouchedFor(services, asked.agency, seen),
  ]);
  const { trusteeKeys: keys, steward, coverage } = witnessing;
  return release({ ledger: facts, view, keys, steward, coverage, log }, { ...asked, now: clock() });
}

async function vouchedFor(
  { mirror }: Services,
  asker: AgencyCode,
  { block, checkpoint, follows }: Seen,
): Promise<void> {
  if (checkpoint !== undefined) await mirror.offered(checkpoint, asker, block);
  else if (follows) await mirror.told(block, AbortSignal.timeout(FOLLOWS_MS));
}
