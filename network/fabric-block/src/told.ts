import type { Block, Transaction } from '@tocsin/record';
import type { FabricBlock } from './block.ts';
import { BlockError, guarded } from './error.ts';
import type { EndorserTransaction, FabricTransaction } from './transaction.ts';
import type { ValidationCode } from './validation-code.ts';
import type { PublicWrite } from './write-set.ts';

/**
 * The block as every ledger tells it: the statements that were submitted to one chaincode, and what they wrote. `raw` is
 * the block in base64. @throws BlockError MALFORMED_TRANSACTION
 */
export function toldBlock(block: FabricBlock, chaincode = 'tocsin'): Block {
  const { number, hash, previous, bytes } = block;
  const submissions = block.transactions.filter((one) => isSubmission(one, chaincode));
  const transactions = guarded('MALFORMED_TRANSACTION', () => submissions.map(toldTransaction));
  return { number, hash, previous, transactions, raw: base64(bytes) };
}

// A retry that found its statement applied writes nothing; when somebody orders it all the same, nothing happened.
function isSubmission(one: FabricTransaction, chaincode: string): one is EndorserTransaction {
  if (one.kind !== 'endorser' || one.chaincode !== chaincode || one.function !== 'submit') return false;
  return one.code !== 'VALID' || one.writes.length > 0;
}

function toldTransaction({ id, index, code, at, creator, ...call }: EndorserTransaction): Transaction {
  return {
    id,
    index,
    code: toldCode(code),
    at,
    submitter: creator.mspid,
    statement: new TextDecoder().decode(call.arguments[0]),
    writes: code === 'VALID' ? call.writes.map(toldWrite) : [],
  };
}

function toldWrite({ key, value }: PublicWrite): { key: string; value: string } {
  // No rule deletes: whoever could make enough peers do so rewrote the rules.
  if (value === null) throw new BlockError('MALFORMED_TRANSACTION', 'public state was deleted');
  return { key, value: new TextDecoder('utf-8', { fatal: true }).decode(value) };
}

const toldCodes: readonly string[] = ['VALID', 'MVCC_READ_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE'];

/** Fabric knows thirty ways to be invalid; readers of every ledger need three and "invalid". */
const toldCode = (code: ValidationCode): Transaction['code'] =>
  toldCodes.includes(code) ? (code as Transaction['code']) : 'INVALID';

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
