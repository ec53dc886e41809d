import { type LedgerEntry, parseEntry } from './ledger-entry.ts';
import { LogError } from './log-error.ts';
import type { NoteKey } from './note-key.ts';
import { parseProof } from './proof-file.ts';
import { type Hash, leafHash } from './tree-hash.ts';
import { type VerifiedCheckpoint, verifyCheckpoint } from './verify-checkpoint.ts';
import { verifyInclusion } from './verify-proof.ts';

/** Origin of the tree of the ledger whose first block has a hash. */
export const originOf = (channel: string): string => `tocsin/${channel}`;

/** Whom to believe: the exchange's tree, its agencies' keys, and how many of them must vouch. */
export interface TrustedLog {
  readonly origin: string;
  readonly keys: readonly NoteKey[];
  /** Agencies whose cosignatures are needed, at least 1. */
  readonly cosigners: number;
}

/** An entry of the ledger, and who vouched for the tree that it stands in. */
export interface ProvedEntry extends VerifiedCheckpoint {
  readonly entry: LedgerEntry;
}

/**
 * Verifies a proof offline: the log's signature on the checkpoint, enough cosigners, and the entry's path to the root.
 * Whether the cosignatures are recent enough is the caller's to say.
 * @throws LogError of whatever fails first; TOO_FEW_COSIGNATURES
 */
export async function verifyEntry(text: string, trusted: TrustedLog, hash?: Hash): Promise<ProvedEntry> {
  const { entry: bytes, index, proof, note } = parseProof(text);
  const verified = await verifyCheckpoint(note, trusted);
  if (verified.signers.length === 0) throw new LogError('UNSIGNED_CHECKPOINT', 'by the log');
  if (verified.cosignatures.length < Math.max(trusted.cosigners, 1)) throw new LogError('TOO_FEW_COSIGNATURES');
  const { size, root } = verified.checkpoint;
  verifyInclusion({ leaf: leafHash(bytes, hash), index, size, proof, root }, hash);
  const entry = parseEntry(bytes);
  if (originOf(entry.channel) !== trusted.origin) throw new LogError('WRONG_ORIGIN');
  return { ...verified, entry };
}
