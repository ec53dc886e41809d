import { GatewayError } from '../error.ts';
import type { Services } from '../services.ts';
import { type Evaluation, type EvaluationAsked, evaluate } from './evaluate.ts';

/** Longest wait for the own peer to tell of the batch's block, ms. */
const BLOCK_MS = 1500;

/** {@link evaluate} by this gateway, once its own peer has told of the block that the asker names. */
export async function evaluateHere(
  { ledger, view, follower, repeats: log, witnessing, clock }: Services,
  asked: Omit<EvaluationAsked, 'now'>,
  block: bigint,
): Promise<Evaluation> {
  if (witnessing === null) throw new GatewayError('NOT_WITNESSING');
  await follower.reached(block, AbortSignal.timeout(BLOCK_MS));
  const { coverage, blindShares: shares } = witnessing;
  return evaluate({ ledger, view, shares, coverage, log }, { ...asked, now: clock() });
}
