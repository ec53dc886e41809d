import type { Block } from '@tocsin/record';
import { decodeBlock, told } from './block.ts';

/** One exported block as every ledger tells it, read strictly: whoever only reads needs nothing else of this room. */
export function toldBlock(raw: string): Block {
  decodeBlock(raw);
  return told(raw);
}
