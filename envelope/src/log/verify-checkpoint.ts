import { equalBytes, utf8 } from '../encoding.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { cosigned } from './cosign.ts';
import { LogError } from './log-error.ts';
import { type NoteSignature, parseNote } from './note.ts';
import { isSignedBy, keyIdOf, type NoteKey } from './note-key.ts';

/** An agency that vouched for a checkpoint, and when. */
export interface Cosignature {
  /** Name of the cosigner's key. */
  readonly name: string;
  /** Seconds since 1970, by the cosigner's clock. */
  readonly time: number;
}

/** A checkpoint with everything about it that was proved. */
export interface VerifiedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The text that was signed. */
  readonly text: string;
  /** Keys of the log itself under it. */
  readonly signers: readonly NoteKey[];
  /** One for each key, however often it signed: its latest. */
  readonly cosignatures: readonly Cosignature[];
}

const TIME_LENGTH = 8;
/** The last second of the year 9999, since 1970: what comes later cannot be written as an instant. */
const LAST_SECOND = 253_402_300_799n;

/**
 * Reads a checkpoint and verifies every signature on it that bears the name and id of a known key; those of unknown
 * keys are passed over, as c2sp.org/signed-note demands.
 * @throws LogError MALFORMED_NOTE, MALFORMED_CHECKPOINT, WRONG_ORIGIN, BAD_NOTE_SIGNATURE when any known key's signature
 *   is wrong, UNSIGNED_CHECKPOINT when no known key signed
 */
export async function verifyCheckpoint(
  note: string,
  { origin, keys }: { origin: string; keys: readonly NoteKey[] },
): Promise<VerifiedCheckpoint> {
  const { text, signatures } = parseNote(note);
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== origin) throw new LogError('WRONG_ORIGIN');
  const signers = new Set<NoteKey>();
  const times = new Map<string, number>();
  for (const { key, line } of attributed(signatures, keys)) {
    if (key.algorithm === 'note') {
      await mustBeSigned(key, line.signature, utf8(text));
      signers.add(key);
    } else {
      const time = await timeOf(key, line.signature, text);
      times.set(key.name, Math.max(time, times.get(key.name) ?? 0));
    }
  }
  if (signers.size + times.size === 0) throw new LogError('UNSIGNED_CHECKPOINT');
  return { checkpoint, text, signers: [...signers], cosignatures: [...times].map(([name, time]) => ({ name, time })) };
}

/** The signatures of known keys, each with its key. */
function attributed(signatures: readonly NoteSignature[], keys: readonly NoteKey[]) {
  const known = keys.map((key) => ({ key, id: keyIdOf(key) }));
  return signatures.flatMap((line) => {
    const found = known.find(({ key, id }) => key.name === line.name && equalBytes(id, line.id));
    return found === undefined ? [] : [{ key: found.key, line }];
  });
}

async function timeOf(key: NoteKey, signature: Uint8Array, text: string): Promise<number> {
  if (signature.length <= TIME_LENGTH) throw new LogError('BAD_NOTE_SIGNATURE');
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  await mustBeSigned(key, signature.subarray(TIME_LENGTH), cosigned(text, time));
  // Signed, and yet no time that anybody lives at.
  if (time > LAST_SECOND) throw new LogError('BAD_NOTE_SIGNATURE', 'time');
  return Number(time);
}

async function mustBeSigned({ publicKey }: NoteKey, signature: Uint8Array, data: Uint8Array): Promise<void> {
  if (!(await isSignedBy(publicKey, signature, data))) throw new LogError('BAD_NOTE_SIGNATURE');
}
