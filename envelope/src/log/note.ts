import { fromBase64, toBase64 } from '../base64.ts';
import { concat } from '../encoding.ts';
import { EnvelopeError } from '../error.ts';
import { LogError } from './log-error.ts';

/** Longest note taken, characters, and most signatures on one: room for every agency of a large exchange. */
export const MAX_NOTE = 64 * 1024;
export const MAX_SIGNATURES = 128;

/** One signature line. Name and id together say which key made it, and by which algorithm. */
export interface NoteSignature {
  readonly name: string;
  /** Four bytes. */
  readonly id: Uint8Array;
  readonly signature: Uint8Array;
}

/** Text and the signatures under it (c2sp.org/signed-note). Nothing in it is believed before a signature is verified. */
export interface Note {
  /** Ends with a line break, which is signed too. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const LINE = /^— (\S+) (\S+)$/u;
const ID_LENGTH = 4;

/** Key names hold no space of any script and no plus. */
export const isKeyName = (name: string): boolean => /^[^\s\u0085+]+$/u.test(name);

/** Reads a note of the one form it can have, from whoever sent it. @throws LogError MALFORMED_NOTE */
export function parseNote(note: string): Note {
  if (note.length > MAX_NOTE) throw new LogError('MALFORMED_NOTE', 'too long');
  if (!note.isWellFormed() || hasControls(note)) throw new LogError('MALFORMED_NOTE', 'characters');
  const end = note.lastIndexOf('\n\n');
  if (end <= 0 || !note.endsWith('\n')) throw new LogError('MALFORMED_NOTE', 'no signatures');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new LogError('MALFORMED_NOTE', 'too many signatures');
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

/** Writes a note. The text MUST end with a line break. */
export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`;
}

function parseSignature(line: string): NoteSignature {
  const [, name = '', encoded = ''] = LINE.exec(line) ?? [];
  if (!isKeyName(name)) throw new LogError('MALFORMED_NOTE', 'signature line');
  const bytes = decode(encoded);
  if (bytes.length <= ID_LENGTH) throw new LogError('MALFORMED_NOTE', 'signature line');
  return { name, id: bytes.slice(0, ID_LENGTH), signature: bytes.slice(ID_LENGTH) };
}

const formatSignature = ({ name, id, signature }: NoteSignature): string =>
  `— ${name} ${toBase64(concat(id, signature))}\n`;

function decode(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (error) {
    throw error instanceof EnvelopeError ? new LogError('MALFORMED_NOTE', 'base64') : error;
  }
}

/** Whether there is an ASCII control character other than a line break. */
function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 0x20 && text[at] !== '\n') return true;
  return false;
}
