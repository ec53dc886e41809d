import { canonicalBytes, parseCanonical } from '../canonical.ts';
import type { Bytes } from '../encoding.ts';
import { LogError } from './log-error.ts';

/** One transaction of the ledger as its tree holds it, also one that the peers found invalid. */
export interface LedgerEntry {
  /** Hash of the ledger's first block, 64 hex digits: tells ledgers of one name apart. */
  readonly channel: string;
  /** Number of the block, decimal. */
  readonly block: string;
  /** Position in the block. */
  readonly index: number;
  /** The transaction's identifier, 64 hex digits; empty where it has none of this form (a change of the channel). */
  readonly txid: string;
  /** What the own peer found: `VALID`, or why not. No orderer signs this. */
  readonly code: string;
  /** SHA-256 of the transaction's bytes in the block, 64 hex digits. */
  readonly envelope: string;
}

const rules: Readonly<Record<keyof LedgerEntry, (value: unknown) => boolean>> = {
  channel: (value) => isText(value, /^[0-9a-f]{64}$/),
  block: (value) => isText(value, /^(?:0|[1-9]\d{0,18})$/),
  index: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  txid: (value) => isText(value, /^(?:[0-9a-f]{64})?$/),
  code: (value) => isText(value, /^[A-Z][A-Z0-9_]{0,63}$/),
  envelope: (value) => isText(value, /^[0-9a-f]{64}$/),
};
const members = Object.keys(rules) as (keyof LedgerEntry)[];

/** The entry's bytes in the tree: canonical JSON. @throws LogError MALFORMED_LEAF */
export function entryBytes(entry: LedgerEntry): Bytes {
  ensureEntry(entry);
  const { channel, block, index, txid, code, envelope } = entry;
  return canonicalBytes({ channel, block, index, txid, code, envelope });
}

/** Reads an entry's bytes: canonical, all its members, and nothing else. @throws LogError MALFORMED_LEAF */
export function parseEntry(bytes: Uint8Array): LedgerEntry {
  const entry = parsed(bytes);
  ensureEntry(entry);
  return entry;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return parseCanonical(bytes);
  } catch {
    throw new LogError('MALFORMED_LEAF', 'not canonical');
  }
}

function ensureEntry(value: unknown): asserts value is LedgerEntry {
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  if (Object.keys(given).length !== members.length) throw new LogError('MALFORMED_LEAF', 'members');
  const wrong = members.find((member) => !rules[member](given[member]));
  if (wrong !== undefined) throw new LogError('MALFORMED_LEAF', wrong);
}

const isText = (value: unknown, form: RegExp): boolean => typeof value === 'string' && form.test(value);
