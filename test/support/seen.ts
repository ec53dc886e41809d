import type { Committed, Ledger } from '@tocsin/record';

/** Resolves when every one of these ledgers holds the block: agencies' peers commit one after the other. */
export async function seenByAll(agencies: readonly { ledger: Ledger }[], { block }: Committed): Promise<void> {
  await Promise.all(agencies.map(({ ledger }) => seen(ledger, BigInt(block))));
}

async function seen(ledger: Ledger, number: bigint): Promise<void> {
  if ((await ledger.height()) > number) return;
  const done = new AbortController();
  for await (const _block of ledger.blocks(number, done.signal)) done.abort();
}
