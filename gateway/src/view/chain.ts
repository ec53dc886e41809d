import type { Block, Digest } from '@tocsin/record';

/** How far the view has come: the last block it applied. */
export interface Checkpoint {
  readonly number: bigint;
  readonly hash: Digest;
}

/** A block that cannot be: the ledger was swapped or tampered with, and following must stop. */
export class BrokenChain extends Error {
  override readonly name: string = 'BrokenChain';
}

/** The ledger holds fewer blocks than this view has applied: it was set back, or still catches up. */
export class LedgerBehind extends BrokenChain {
  constructor() {
    super('the ledger holds less than this gateway has seen of it: an old copy was put back, or it still catches up');
  }
}

/**
 * Whether a block is the next one; false for one that was applied already.
 * Throws BrokenChain for a gap, another predecessor, or another block under the checkpoint's number.
 */
export function follows({ number, hash, previous }: Block, last: Checkpoint | null): boolean {
  if (last !== null && number === last.number && hash !== last.hash) {
    throw new BrokenChain('the last block is another one now');
  }
  if (last !== null && number <= last.number) return false;
  if (number !== (last === null ? 0n : last.number + 1n)) throw new BrokenChain('a block is missing');
  if (last !== null && previous !== last.hash) throw new BrokenChain('the block names another predecessor');
  return true;
}
