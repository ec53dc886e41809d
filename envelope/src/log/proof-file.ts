import { fromBase64, toBase64 } from '../base64.ts';
import { parseCount } from './checkpoint.ts';
import { LogError } from './log-error.ts';
import { MAX_NOTE } from './note.ts';
import { HASH_LENGTH } from './tree-hash.ts';

/** Everything needed to verify an entry offline, in one text (c2sp.org/tlog-proof). */
export interface ProofFile {
  /** The entry's bytes: not believed before the proof leads from them to the checkpoint's root. */
  readonly entry: Uint8Array;
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  /** The checkpoint's note. */
  readonly note: string;
}

const HEAD = 'c2sp.org/tlog-proof@v1';
/** Longest entry, bytes, and longest path: that of a tree of 2^53 entries. */
const MAX_ENTRY = 4096;
const MAX_PATH = 53;

export function formatProof({ entry, index, proof, note }: ProofFile): string {
  const hashes = proof.map((hash) => `${toBase64(hash)}\n`).join('');
  return `${HEAD}\nextra ${toBase64(entry)}\nindex ${index}\n${hashes}\n${note}`;
}

/** Reads a proof of the one form it can have. The note is taken as it stands. @throws LogError MALFORMED_PROOF */
export function parseProof(text: string): ProofFile {
  if (text.length > 2 * MAX_NOTE) throw new LogError('MALFORMED_PROOF', 'too long');
  const end = text.indexOf('\n\n');
  const [head, extra = '', index = '', ...path] = text.slice(0, Math.max(end, 0)).split('\n');
  if (head !== HEAD) throw new LogError('MALFORMED_PROOF', 'head');
  if (path.length > MAX_PATH) throw new LogError('MALFORMED_PROOF', 'path');
  const entry = decode(after('extra ', extra));
  if (entry.length > MAX_ENTRY) throw new LogError('MALFORMED_PROOF', 'entry');
  const proof = path.map(decode);
  if (!proof.every(({ length }) => length === HASH_LENGTH)) throw new LogError('MALFORMED_PROOF', 'path');
  return { entry, index: parseCount(after('index ', index), 'MALFORMED_PROOF'), proof, note: text.slice(end + 2) };
}

function after(word: string, line: string): string {
  if (!line.startsWith(word)) throw new LogError('MALFORMED_PROOF', 'line');
  return line.slice(word.length);
}

function decode(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    throw new LogError('MALFORMED_PROOF', 'base64');
  }
}
