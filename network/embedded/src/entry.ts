import type { StateWrite } from '@tocsin/chaincode';
import { digest, fromBase64url, fromUtf8, parseCanonical } from '@tocsin/envelope/verify';
import type { Transaction } from '@tocsin/record';

/** One transaction as the embedded ledger writes it down. */
export interface Entry {
  /** SHA-256 of `envelope`, hex. */
  readonly id: string;
  /** The gateway's signature over which statement and file it submits (compact JWS). */
  readonly envelope: string;
  readonly statement: string;
  readonly code: 'VALID' | 'MVCC_READ_CONFLICT';
  readonly writes: readonly StateWrite[];
}

const entryMembers = ['code', 'envelope', 'id', 'statement', 'writes'];

/** Whether a value of a block is a transaction: all of it, and nothing that readers could take to be judged too. */
export function isEntry(value: unknown): value is Entry {
  if (!hasExactly(value, entryMembers)) return false;
  const { id, envelope, statement, writes } = value;
  return [id, envelope, statement].every((text) => typeof text === 'string') && Array.isArray(writes);
}

/** Whether a value is an object with these members and no other; `members` in the order of the alphabet. */
export function hasExactly(value: unknown, members: readonly string[]): value is Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const own = Object.keys(value).sort();
  return own.length === members.length && own.every((name, i) => name === members[i]);
}

/** What such bytes tell by themselves; ledger time stands in their block alone. @throws Error when they are none */
export function toldTransaction(bytes: Uint8Array): Omit<Transaction, 'at' | 'index'> {
  const entry = parseCanonical(bytes);
  if (!isEntry(entry) || entry.id !== digest(entry.envelope)) throw new Error('not a transaction');
  const { id, code, envelope, statement, writes } = entry;
  return { id, code, submitter: submitterOf(envelope), statement, writes };
}

/** The agency whose gateway submitted it, by its own word. */
export function submitterOf(envelope: string): string {
  const [, payload = ''] = envelope.split('.');
  return (JSON.parse(fromUtf8(fromBase64url(payload))) as { agency: string }).agency;
}
