import type { AgencyCode, Digest, Instant, StatementId } from './id.ts';
import type { StateKey, StateKind, StateOf } from './state.ts';

/** A statement that the ledger has taken in. */
export interface Committed {
  readonly transaction: string;
  /** Number of the block it stands in, decimal. */
  readonly block: string;
  /** Ledger time. */
  readonly at: Instant;
  /** True when the same bytes stood there before: a retry, harmless. */
  readonly already: boolean;
}

/** Most that several statements in one transaction may be; a statement alone may be larger. */
export const TOGETHER = {
  statements: 100,
  /** Characters of the statements and bytes of their sealed files. */
  bytes: 1024 * 1024,
} as const;

/**
 * One statement's transaction as a block tells it. Only `VALID` ones changed anything. Where several statements share a
 * transaction of the ledger, each is told as one, with the same identifier and index; no two of them wrote one key.
 */
export interface Transaction {
  readonly id: string;
  /** Position of the ledger's transaction in its block. */
  readonly index: number;
  readonly code: 'VALID' | 'MVCC_READ_CONFLICT' | 'ENDORSEMENT_POLICY_FAILURE' | 'INVALID';
  readonly at: Instant;
  /** Agency whose gateway submitted it. */
  readonly submitter: AgencyCode;
  /** The officer's statement as signed (compact JWS). */
  readonly statement: string;
  /** Public state written, values as canonical JSON. */
  readonly writes: readonly { readonly key: string; readonly value: string }[];
}

/** One transaction as the ledger's tree holds it (docs/spec/mirror-log.md): also what is no statement, or invalid. */
export interface Envelope {
  /** The transaction's identifier, 64 hex digits; empty where it has none of this form. */
  readonly id: string;
  /** What the own peer found: `VALID`, or the ledger's own name of why not. */
  readonly code: string;
  /** SHA-256 of the transaction's bytes. */
  readonly digest: Digest;
}

export interface Block {
  readonly number: bigint;
  readonly hash: Digest;
  readonly previous: Digest;
  readonly transactions: readonly Transaction[];
  /** Every transaction of the block in its order, those that `transactions` leaves out too. */
  readonly envelopes: readonly Envelope[];
  /** The block as its ledger stores it, for verification offline (base64 or JSON text; the ledger's own format). */
  readonly raw: string;
}

/** One agency's way to a ledger: the embedded one or Fabric. Reads go to the own agency's peer, never another's. */
export interface Ledger {
  readonly agency: AgencyCode;
  /**
   * Resolves when the statement stands in a VALID transaction.
   * @throws Refusal when the rules say no (nothing was written); LedgerFault otherwise.
   */
  submit(statement: string, file: Uint8Array | null, signal?: AbortSignal): Promise<Committed>;
  /** Committed public state under a key. */
  state<K extends StateKind>(key: StateKey<K>): Promise<StateOf[K] | undefined>;
  /** A sealed file from the private collection, unless purged. */
  sealed(item: StatementId): Promise<Uint8Array | undefined>;
  /**
   * Number of blocks committed: the next block's number.
   * @param seen Blocks that the caller knows of from before: a peer that holds fewer has lost some, and no refusal by it
   * is believed until it has them again.
   */
  height(seen?: bigint): Promise<bigint>;
  /** Blocks from a number on, then each new one as it comes, until aborted. */
  blocks(from: bigint, signal: AbortSignal): AsyncIterable<Block>;
  close(): Promise<void>;
}

export const ledgerErrors = {
  LEDGER_UNAVAILABLE: { meaning: 'the ledger does not answer; nothing was written', hint: 'try again in a moment' },
  LEDGER_CONFLICT: {
    meaning: 'another statement changed the same state first; nothing was written',
    hint: 'submit again',
  },
  LEDGER_OUTCOME_UNKNOWN: {
    meaning: 'no answer in time; the statement may or may not stand on the ledger',
    hint: 'submit the same statement again: it is applied once',
  },
} as const satisfies Record<string, { meaning: string; hint: string }>;
export type LedgerErrorCode = keyof typeof ledgerErrors;

/** The ledger could not decide. `LEDGER_OUTCOME_UNKNOWN` alone leaves open whether it was written. */
export class LedgerFault extends Error {
  readonly code: LedgerErrorCode;
  constructor(code: LedgerErrorCode, cause?: unknown) {
    super(ledgerErrors[code].meaning, { cause });
    this.name = 'LedgerFault';
    this.code = code;
  }
}
