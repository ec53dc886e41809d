import { answersIn, type StatementAnswer, statementKey, TOGETHER, type Transaction } from '@tocsin/record';
import { BlockError, guarded } from './error.ts';
import { decodeTransaction, type EndorserTransaction, type FabricTransaction } from './transaction.ts';
import type { ValidationCode } from './validation-code.ts';
import { Message } from './wire.ts';
import type { PublicWrite } from './write-set.ts';

/** What one transaction tells by itself, were it found valid: its bytes are `common.Envelope`. @throws BlockError */
export function toldEnvelope(bytes: Uint8Array, chaincode = 'tocsin'): readonly Transaction[] {
  return guarded('MALFORMED_TRANSACTION', () => {
    const one = decodeTransaction(new Message(bytes), 0, 'VALID');
    return isSubmission(one, chaincode) ? toldStatements(one) : [];
  });
}

/**
 * Whether statements were submitted by it to the chaincode. A retry that found its statement applied writes nothing; when
 * somebody orders it all the same, nothing happened. What holds more than a transaction may was never judged, and telling
 * it would cost whoever reads it.
 */
export function isSubmission(one: FabricTransaction, chaincode: string): one is EndorserTransaction {
  if (one.kind !== 'endorser' || one.chaincode !== chaincode || one.function !== 'submit') return false;
  if (one.code !== 'VALID') return one.arguments.length <= TOGETHER.statements;
  return one.writes.length > 0;
}

type Told = Pick<Transaction, 'statement' | 'writes'>;

/** Every statement of a submission, with what it wrote. @throws BlockError MALFORMED_TRANSACTION */
export function toldStatements({ id, index, code, at, creator, ...call }: EndorserTransaction): Transaction[] {
  const head = { id, index, code: toldCode(code), at, submitter: creator.mspid };
  const statements = call.arguments.map((argument) => new TextDecoder().decode(argument));
  const told = code === 'VALID' ? shared(statements, call) : statements.map((statement) => ({ statement, writes: [] }));
  return told.map((one) => ({ ...head, ...one }));
}

type Effect = Pick<EndorserTransaction, 'writes' | 'response'>;

/** Each statement with what it wrote, which the endorsers' answer tells: every write is exactly one statement's. */
function shared(statements: readonly string[], { writes, response }: Effect): Told[] {
  const told = writes.map(toldWrite);
  if (statements.length === 1) return statements.map((statement) => ({ statement, writes: told }));
  const owners = ownersOf(answersIn(new TextDecoder().decode(response.payload), statements.length) ?? []);
  if (owners.size !== told.length || told.some(({ key }) => !owners.has(key))) throw unclear();
  return statements.map((statement, i) => ({ statement, writes: told.filter(({ key }) => owners.get(key) === i) }));
}

/** Position of the statement that wrote each key. */
function ownersOf(answers: readonly StatementAnswer[]): ReadonlyMap<string, number> {
  const named = answers.flatMap(({ keys }, position) => keys.map((key) => [key, position] as const));
  const owners = new Map(named);
  const applied = answers.every(({ id }, position) => owners.get(statementKey(id)) === position);
  if (!applied || owners.size !== named.length) throw unclear();
  return owners;
}

const unclear = (): BlockError => new BlockError('MALFORMED_TRANSACTION', 'whose writes these are is not told');

function toldWrite({ key, value }: PublicWrite): { key: string; value: string } {
  // No rule deletes: whoever could make enough peers do so rewrote the rules.
  if (value === null) throw new BlockError('MALFORMED_TRANSACTION', 'public state was deleted');
  return { key, value: new TextDecoder('utf-8', { fatal: true }).decode(value) };
}

const toldCodes: readonly string[] = ['VALID', 'MVCC_READ_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE'];

/** Fabric knows thirty ways to be invalid; readers of every ledger need three and "invalid". */
const toldCode = (code: ValidationCode): Transaction['code'] =>
  toldCodes.includes(code) ? (code as Transaction['code']) : 'INVALID';
