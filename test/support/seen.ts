import type { Committed, Ledger } from '@tocsin/record';

/** A peer that has not committed by then never will, ms. */
const LONGEST_MS = 120_000;

/** Resolves when every one of these ledgers holds the block: agencies' peers commit one after the other. Throws when one never does. */
export async function seenByAll(agencies: readonly { ledger: Ledger }[], { block }: Committed): Promise<void> {
  await Promise.all(agencies.map(({ ledger }) => seen(ledger, BigInt(block))));
}

async function seen(ledger: Ledger, number: bigint): Promise<void> {
  if ((await ledger.height()) > number) return;
  const over = new AbortController();
  const late = setTimeout(() => over.abort(), LONGEST_MS);
  try {
    for await (const _block of ledger.blocks(number, over.signal)) return;
  } finally {
    clearTimeout(late);
    over.abort();
  }
  throw new Error(`the peer of ${ledger.agency} has not come to block ${number}`);
}
