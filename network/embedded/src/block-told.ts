import type { Block } from '@tocsin/record';
import { decodeBlock, entryBytes, told } from './block.ts';

/** One exported block as every ledger tells it, read strictly: whoever only reads needs nothing else of this room. */
export function toldBlock(raw: string): Block {
  decodeBlock(raw);
  return told(raw);
}

/** The bytes of each transaction of a block as the ledger's tree counts them. */
export const transactionBytes = (raw: string): Uint8Array[] => decodeBlock(raw).body.transactions.map(entryBytes);
