import { hash } from 'node:crypto';
import type { Hash, LedgerEntry } from '@tocsin/envelope/log';
import type { Block } from '@tocsin/record';

/**
 * Node's own SHA-256. By way of a string of one character a byte, because a buffer of its own for each hash costs as much
 * as the hashing.
 */
export const nativeSha256: Hash = (bytes) => Buffer.from(hash('sha256', bytes, 'binary'), 'binary');

/** What a block puts into the tree of the ledger whose first block has the hash `channel`. */
export function entriesIn({ number, envelopes }: Block, channel: string): LedgerEntry[] {
  return envelopes.map(({ id: txid, code, digest: envelope }, index) => ({
    channel,
    block: String(number),
    index,
    txid,
    code,
    envelope,
  }));
}
