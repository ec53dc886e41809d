import type { Transaction } from '@hyperledger/fabric-gateway';
import { ledgerFault } from './fault.ts';
import { type Expected, type Hub, type Settled, settledIn } from './hub.ts';
import type { Peer } from './peer.ts';
import { within } from './waiting.ts';

/** Waits before the same signed bytes may be handed over again: after an orderer took them, and after none said so. */
const AGAIN_MS = { taken: 2_500, refused: 300 };

/**
 * Hands an endorsed transaction to the ordering service until the own peer has committed it, valid or not. An orderer's
 * "taken" is no promise and its silence no refusal, so the very same bytes are sent again: an identifier counts once.
 * @throws LedgerFault LEDGER_OUTCOME_UNKNOWN when the time is over or the signal aborts
 */
export async function order(transaction: Transaction, peer: Peer, hub: Hub, signal: AbortSignal): Promise<Settled> {
  const expected = hub.expect(transaction.getTransactionId());
  try {
    return await untilSettled(transaction, expected, peer, hub, signal);
  } finally {
    expected.forget();
  }
}

async function untilSettled(
  transaction: Transaction,
  { settled, overdue }: Expected,
  peer: Peer,
  hub: Hub,
  signal: AbortSignal,
): Promise<Settled> {
  const until = performance.now() + peer.deadlines.commit;
  const left = () => until - performance.now();
  const id = transaction.getTransactionId();
  let last: unknown;
  let taken: boolean | undefined;
  while (left() > 0 && !signal.aborted) {
    // What was taken and waits its turn must not be sent again: the queue would grow until nothing is ever in time.
    if (taken !== true || overdue()) {
      const sent = handOver(transaction, Math.min(left(), peer.deadlines.submit)).catch((error: unknown) => {
        last = error;
        return false;
      });
      // The block may be here before the orderer's answer is.
      taken = await within(Promise.race([sent, settled.then(() => true)]), left(), signal);
    }
    const wait = Math.min(taken === true ? AGAIN_MS.taken : AGAIN_MS.refused, left());
    const found =
      (await within(settled, wait, signal)) ??
      (hub.height === null ? await lookUp(id, peer, left(), signal) : undefined);
    if (found !== undefined) return found;
  }
  const found = signal.aborted ? undefined : await lookUp(id, peer, peer.deadlines.evaluate, signal);
  if (found !== undefined) return found;
  throw ledgerFault('LEDGER_OUTCOME_UNKNOWN', 'submit', last);
}

async function handOver(transaction: Transaction, ms: number): Promise<boolean> {
  await transaction.submit({ deadline: Date.now() + ms });
  return true;
}

/** Whether the own peer has committed a transaction; undefined when it has not or cannot say. */
export async function lookUp(id: string, peer: Peer, ms: number, signal: AbortSignal): Promise<Settled | undefined> {
  const block = await within(
    peer.blockOf(id).catch(() => undefined),
    ms,
    signal,
  );
  return block === undefined ? undefined : settledIn(block, id);
}
