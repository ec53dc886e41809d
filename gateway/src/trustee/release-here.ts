import { factsFrom, snapshotFor } from '../access/snapshot.ts';
import { GatewayError } from '../error.ts';
import type { Services } from '../services.ts';
import { type ReleaseAsked, release } from './release.ts';

/** Longest wait for the own peer to tell of the access's block, ms: a little less than the asker waits for the answer. */
const BLOCK_MS = 1500;

/** What the asker has seen: hints, that save waiting and asking. */
export interface Seen {
  /** The block of the access or lease. */
  readonly block: bigint;
  /** A cosigned checkpoint of its tree. */
  readonly checkpoint?: string | undefined;
}

/**
 * {@link release} by this gateway, once its own peer has told of the block that the asker names: peers commit one after
 * the other, and a trustee that is a moment behind waits for the event rather than refusing.
 */
export async function releaseHere(
  services: Services,
  asked: Omit<ReleaseAsked, 'now'>,
  { block, checkpoint }: Seen,
): Promise<string> {
  const { ledger, view, follower, mirror, ownLog: log, witnessing, clock } = services;
  if (witnessing === null) throw new GatewayError('NOT_WITNESSING');
  await follower.reached(block, AbortSignal.timeout(BLOCK_MS));
  if (checkpoint !== undefined) await mirror.offered(checkpoint, asked.agency, block);
  const facts = factsFrom(ledger, await snapshotFor(ledger, view, asked.ticket));
  const { trusteeKeys: keys, steward, coverage } = witnessing;
  return release({ ledger: facts, view, keys, steward, coverage, log }, { ...asked, now: clock() });
}
