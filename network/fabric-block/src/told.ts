import type { Block, Envelope } from '@tocsin/record';
import type { FabricBlock } from './block.ts';
import { guarded } from './error.ts';
import { sha256 } from './header.ts';
import { isSubmission, toldStatements } from './told-envelope.ts';
import type { FabricTransaction } from './transaction.ts';

/**
 * The block as every ledger tells it: the statements that were submitted to one chaincode, and what each wrote. `raw` is
 * the block in base64. @throws BlockError MALFORMED_TRANSACTION
 */
export function toldBlock(block: FabricBlock, chaincode = 'tocsin'): Block {
  const { number, hash, previous, bytes } = block;
  const submissions = block.transactions.filter((one) => isSubmission(one, chaincode));
  const transactions = guarded('MALFORMED_TRANSACTION', () => submissions.flatMap(toldStatements));
  return { number, hash, previous, transactions, envelopes: toldEnvelopes(block), raw: base64(bytes) };
}

function toldEnvelopes({ transactions, envelopes }: FabricBlock): Envelope[] {
  return transactions.map((one, index) => ({
    id: idOf(one),
    code: one.code,
    digest: sha256(envelopes[index] ?? new Uint8Array()),
  }));
}

// Whoever sends rubbish may call it what he likes.
const idOf = (one: FabricTransaction): string =>
  one.kind === 'endorser' && /^[0-9a-f]{64}$/.test(one.id) ? one.id : '';

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
