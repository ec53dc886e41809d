import { fromBase64, toBase64 } from '../base64.ts';
import { EnvelopeError } from '../error.ts';
import { LogError } from './log-error.ts';
import { isKeyName } from './note.ts';
import { HASH_LENGTH } from './tree-hash.ts';

/** A tree at one size (c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  /** Which log's tree: also the name of the key that the log signs with. */
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** The text of a checkpoint's note: origin, size and root, a line each. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/**
 * Reads the text of a note as a checkpoint. Extension lines are refused: nobody here writes them, and what nobody reads
 * could say something. @throws LogError MALFORMED_CHECKPOINT
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', count = '', encoded = '', end, ...more] = text.split('\n');
  if (end !== '' || more.length > 0) throw new LogError('MALFORMED_CHECKPOINT', 'lines');
  if (!isKeyName(origin)) throw new LogError('MALFORMED_CHECKPOINT', 'origin');
  const root = decode(encoded);
  if (root.length !== HASH_LENGTH) throw new LogError('MALFORMED_CHECKPOINT', 'root');
  return { origin, size: parseCount(count), root };
}

/** Decimal, without leading zeros or a sign, below 2^53. @throws LogError */
export function parseCount(text: string, code: 'MALFORMED_CHECKPOINT' | 'MALFORMED_PROOF' = 'MALFORMED_CHECKPOINT') {
  const count = /^(?:0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(count)) throw new LogError(code, 'number');
  return count;
}

function decode(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (error) {
    throw error instanceof EnvelopeError ? new LogError('MALFORMED_CHECKPOINT', 'root') : error;
  }
}
