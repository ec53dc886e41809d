import { concat, u64be, utf8 } from '../encoding.ts';
import { type Checkpoint, formatCheckpoint } from './checkpoint.ts';
import type { NoteSignature } from './note.ts';
import { keyIdOf, type NoteSigner } from './note-key.ts';

/** Name of the key with which an agency cosigns: told from the log's own, and from every other agency's. */
export const cosignerName = (origin: string, agency: string): string => `${origin}/${agency}`;

/** The log's own signature under a checkpoint: its key is named like the log (c2sp.org/tlog-checkpoint). */
export async function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): Promise<NoteSignature> {
  const { origin: name } = checkpoint;
  const id = keyIdOf({ name, algorithm: 'note', publicKey: signer.publicKey });
  return { name, id, signature: await signer.sign(utf8(formatCheckpoint(checkpoint))) };
}

/**
 * A cosignature (c2sp.org/tlog-cosignature, Ed25519): at `time`, seconds since 1970, this was the largest tree that the
 * cosigner had seen, and it was consistent with all it had seen before.
 */
export async function cosignCheckpoint(
  checkpoint: Checkpoint,
  { name, signer, time }: { name: string; signer: NoteSigner; time: number },
): Promise<NoteSignature> {
  const id = keyIdOf({ name, algorithm: 'cosignature', publicKey: signer.publicKey });
  const signature = await signer.sign(cosigned(formatCheckpoint(checkpoint), BigInt(time)));
  return { name, id, signature: concat(u64be(time), signature) };
}

/** What a cosigner signs. */
export const cosigned = (text: string, time: bigint): Uint8Array => utf8(`cosignature/v1\ntime ${time}\n${text}`);
