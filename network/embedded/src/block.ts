import { canonicalBytes, digest, fromUtf8, parseCanonical, utf8 } from '@tocsin/envelope/verify';
import type { Block, Transaction } from '@tocsin/record';

/** One transaction as the embedded ledger writes it down. */
export interface Entry {
  /** SHA-256 of `envelope`, hex. */
  readonly id: string;
  /** The gateway's signature over which statement and file it submits (compact JWS). */
  readonly envelope: string;
  readonly statement: string;
  readonly code: 'VALID' | 'MVCC_READ_CONFLICT';
  /** Ledger time. */
  readonly at: string;
  readonly writes: readonly { readonly key: string; readonly value: string }[];
}

export interface BlockBody {
  /** Decimal. */
  readonly number: string;
  readonly previous: string;
  readonly transactions: readonly Entry[];
  /** The ledger's public key (SPKI DER, base64url), the same in every block. */
  readonly key: string;
}

export interface SignedBlock {
  readonly body: BlockBody;
  readonly hash: string;
  readonly signature: string;
}

/** What comes before the first block. */
export const GENESIS = '0'.repeat(64);

export const hashOf = (body: BlockBody): string => digest(canonicalBytes(body));

export const encodeBlock = (block: SignedBlock): string => fromUtf8(canonicalBytes(block));

/** Throws EnvelopeError for anything but canonical JSON; its members are checked by whoever verifies. */
export const decodeBlock = (raw: string): SignedBlock => parseCanonical(utf8(raw)) as SignedBlock;

/** The block as every ledger tells it. */
export function told(raw: string): Block {
  const { body, hash } = decodeBlock(raw);
  const transactions = body.transactions.map(toldTransaction);
  return { number: BigInt(body.number), hash, previous: body.previous, transactions, raw };
}

function toldTransaction({ id, code, at, envelope, statement, writes }: Entry, index: number): Transaction {
  return { id, index, code, at, submitter: submitterOf(envelope), statement, writes };
}

function submitterOf(envelope: string): string {
  const payload = parseCanonical(Buffer.from(envelope.split('.')[1] ?? '', 'base64url')) as { agency: string };
  return payload.agency;
}
