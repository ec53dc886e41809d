import {
  type Checkpoint,
  cosignCheckpoint,
  cosignerName,
  formatCheckpoint,
  formatNote,
  LogError,
  type NoteKey,
  type NoteSignature,
  type NoteSigner,
  originOf,
  parseNote,
  signCheckpoint,
  type VerifiedCheckpoint,
  verifyCheckpoint,
} from '@tocsin/envelope/log';
import type { AgencyCode } from '@tocsin/record';
import type { Member } from './cosigners.ts';

/** The two names under which a member's key signs. */
export function keysOf(origin: string, { agency, publicKey }: Member): NoteKey[] {
  return [
    { name: origin, algorithm: 'note', publicKey },
    { name: cosignerName(origin, agency), algorithm: 'cosignature', publicKey },
  ];
}

/** A checkpoint of the own tree, signed as the log. */
export async function signedNote(checkpoint: Checkpoint, signer: NoteSigner): Promise<string> {
  const signature = await signCheckpoint(checkpoint, signer);
  return formatNote({ text: formatCheckpoint(checkpoint), signatures: [signature] });
}

/** A cosignature of one agency as a line of a note. */
export async function cosignatureLine(
  checkpoint: Checkpoint,
  { agency, signer, time }: { agency: AgencyCode; signer: NoteSigner; time: number },
): Promise<string> {
  const name = cosignerName(checkpoint.origin, agency);
  return lineOf(await cosignCheckpoint(checkpoint, { name, signer, time }));
}

const lineOf = (signature: NoteSignature): string => formatNote({ text: '', signatures: [signature] }).slice(1);

/** A note, or a text and its empty line, with more signature lines under it. @throws LogError MALFORMED_NOTE */
export function withLines(note: string, lines: readonly string[]): string {
  if (!lines.every((line) => /^[^\n]+\n$/.test(line))) throw new LogError('MALFORMED_NOTE', 'signature line');
  const whole = note + lines.join('');
  parseNote(whole);
  return whole;
}

/** Verifies a note that one agency signed as the log. @throws LogError */
export async function verifiedNote(note: string, channel: string, member: Member): Promise<VerifiedCheckpoint> {
  const origin = originOf(channel);
  return verifyCheckpoint(note, { origin, keys: keysOf(origin, member).slice(0, 1) });
}
