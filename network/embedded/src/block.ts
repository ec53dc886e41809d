import { hash } from 'node:crypto';
import { canonicalBytes, fromUtf8, parseCanonical, utf8 } from '@tocsin/envelope/verify';
import type { Block, Envelope, Transaction } from '@tocsin/record';
import { type Entry, hasExactly, submitterOf } from './entry.ts';

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
