import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { StateWrite } from '@tocsin/chaincode';
import { canonicalBytes, fromUtf8, parseCanonical, utf8 } from '@tocsin/envelope/verify';
import type { Block, Envelope, Transaction } from '@tocsin/record';

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

export interface BlockBody {
  /** Decimal, without gaps from 0. */
  readonly number: string;
  /** Hash of the block before it. */
  readonly previous: string;
  /** Ledger time of all its transactions; never before the last block's. */
  readonly at: string;
  readonly transactions: readonly Entry[];
  /** The ledger's public key (SPKI DER, base64url), the same in every block. */
  readonly key: string;
}

/** A block as it is stored and exported: canonical JSON `{body, hash, signature}`. */
export interface SignedBlock {
  readonly body: BlockBody;
  /** SHA-256 of the body's canonical JSON, hex. */
  readonly hash: string;
  readonly signature: string;
}

/** What comes before the first block. */
export const GENESIS = '0'.repeat(64);

/** SHA-256 of a text's UTF-8, hex. */
export const digestOf = (text: string): string => hash('sha256', text, 'hex');

/** Hashes, signs and encodes a body; the encoding is composed, so that a large body is encoded once. */
export function encodeBlock(body: BlockBody, sign: (hash: string) => string): { hash: string; raw: string } {
  const text = fromUtf8(canonicalBytes(body));
  const digest = digestOf(text);
  return { hash: digest, raw: `{"body":${text},"hash":"${digest}","signature":"${sign(digest)}"}` };
}

/**
 * Reads one block from outside: canonical JSON whose hash fits its body. Signature and content are the verifier's to
 * check. Throws EnvelopeError, or Error for a wrong shape or hash.
 */
export function decodeBlock(raw: string): SignedBlock {
  const block = parseCanonical(utf8(raw)) as SignedBlock;
  if (!hasExactly(block, ['body', 'hash', 'signature']) || !hasExactly(block.body, bodyMembers))
    throw new Error('not a block');
  const texts = [block.hash, block.signature, block.body.number, block.body.previous, block.body.at, block.body.key];
  if (!texts.every((text) => typeof text === 'string') || !Array.isArray(block.body.transactions))
    throw new Error('not a block');
  const tail = `,"hash":"${block.hash}","signature":"${block.signature}"}`;
  if (digestOf(raw.slice('{"body":'.length, -tail.length)) !== block.hash) throw new Error('its hash is not its own');
  return block;
}

const bodyMembers = ['at', 'key', 'number', 'previous', 'transactions'];
const entryMembers = ['code', 'envelope', 'id', 'statement', 'writes'];

/** Whether a value of a block is a transaction: all of it, and nothing that readers could take to be judged too. */
export function isEntry(value: unknown): value is Entry {
  if (!hasExactly(value, entryMembers)) return false;
  const { id, envelope, statement, writes } = value;
  return [id, envelope, statement].every((text) => typeof text === 'string') && Array.isArray(writes);
}

/** `members` in the order of the alphabet. */
function hasExactly(value: unknown, members: readonly string[]): value is Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  return isDeepStrictEqual(Object.keys(value).sort(), members);
}

/** A block of our own store as every ledger tells it. */
export function told(raw: string): Block {
  const { body, hash } = JSON.parse(raw) as SignedBlock;
  const transactions = body.transactions.map((entry, index) => toldTransaction(entry, index, body.at));
  const envelopes = body.transactions.map(envelopeOf);
  return { number: BigInt(body.number), hash, previous: body.previous, transactions, envelopes, raw };
}

function toldTransaction({ id, code, envelope, statement, writes }: Entry, index: number, at: string): Transaction {
  return { id, index, code, at, submitter: submitterOf(envelope), statement, writes };
}

/** The whole transaction counts, with what it wrote: the gateway's signature names neither. */
const envelopeOf = (entry: Entry): Envelope => ({
  id: entry.id,
  code: entry.code,
  digest: digestOf(fromUtf8(canonicalBytes(entry))),
});

/** A transaction's bytes as the ledger's tree counts them. */
export const entryBytes = (entry: Entry): Uint8Array => canonicalBytes(entry);

/** What such bytes tell by themselves; ledger time stands in their block alone. @throws Error when they are none */
export function toldEntry(bytes: Uint8Array): Omit<Transaction, 'at' | 'index'> {
  const entry = parseCanonical(bytes);
  if (!isEntry(entry) || entry.id !== digestOf(entry.envelope)) throw new Error('not a transaction');
  const { id, code, envelope, statement, writes } = entry;
  return { id, code, submitter: submitterOf(envelope), statement, writes };
}

function submitterOf(envelope: string): string {
  const [, payload = ''] = envelope.split('.');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { agency: string }).agency;
}
