import type { Block, Ledger, Transaction } from '@tocsin/record';

/** The blocks from one number to another, both included; waits for those that are not there yet. */
export async function blocksBetween(ledger: Ledger, from: bigint, to: bigint): Promise<Block[]> {
  const done = new AbortController();
  const blocks: Block[] = [];
  for await (const block of ledger.blocks(from, done.signal)) {
    blocks.push(block);
    if (block.number >= to) done.abort();
  }
  return blocks;
}

/** What blocks say about one statement. */
export const tellings = (blocks: readonly Block[], jws: string): Transaction[] =>
  blocks.flatMap(({ transactions }) => transactions).filter(({ statement }) => statement === jws);
