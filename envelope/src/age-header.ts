import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64Unpadded, toBase64Unpadded } from './base64.ts';
import { type Bytes, concat, equalBytes, fromUtf8, utf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';

/** The longest header read, in bytes: four times what sixteen hybrid stanzas need. */
export const MAX_HEADER = 128 * 1024;
export const FILE_KEY_BYTES = 16;
const VERSION_LINE = 'age-encryption.org/v1';
const BODY_LINE = 64; // characters of a full body line: 48 bytes
const MAC_BYTES = 32;
const NEWLINE = 0x0a;
const LABEL = utf8('header');

/** One recipient's part of an age header (c2sp.org/age): arguments, the first of them its type, and a body. */
export interface Stanza {
  args: string[];
  body: Uint8Array;
}

/** An age v1 header as it stands in a file, not yet authenticated. */
export interface AgeHeader {
  stanzas: Stanza[];
  mac: Bytes;
  /** The whole header, MAC line included: what a record's header hash is taken over. */
  bytes: Bytes;
  /** Where the payload (nonce, then chunks) starts: `bytes.length`. */
  payloadOffset: number;
}

/** Writes the one encoding of a header under a file key of 16 bytes. */
export function writeAgeHeader(stanzas: readonly Stanza[], fileKey: Uint8Array): Bytes {
  const lines = [VERSION_LINE, ...stanzas.flatMap(stanzaLines), '---'];
  const authenticated = utf8(lines.join('\n'));
  return concat(authenticated, utf8(` ${toBase64Unpadded(headerMac(authenticated, fileKey))}\n`));
}

/** Whether the header was written under this file key; constant time. */
export function isHeaderAuthentic({ bytes, mac }: AgeHeader, fileKey: Uint8Array): boolean {
  const macLine = 1 + toBase64Unpadded(mac).length + 1;
  return equalBytes(headerMac(bytes.subarray(0, bytes.length - macLine), fileKey), mac);
}

/** Reads the header of an age v1 file; any encoding but the one is refused. Throws MALFORMED_FILE. */
export function readAgeHeader(file: Uint8Array): AgeHeader {
  const lines = new HeaderLines(file);
  if (lines.next() !== VERSION_LINE) throw malformed('not age v1');
  const stanzas: Stanza[] = [];
  let line = lines.next();
  for (; line.startsWith('-> '); line = lines.next()) stanzas.push(readStanza(line, lines));
  if (!line.startsWith('--- ') || stanzas.length === 0) throw malformed('no header end');
  const mac = base64(line.slice(4));
  if (mac.length !== MAC_BYTES) throw malformed('header MAC length');
  return { stanzas, mac, bytes: file.slice(0, lines.offset) as Bytes, payloadOffset: lines.offset };
}

function readStanza(line: string, lines: HeaderLines): Stanza {
  const args = line.slice(3).split(' ');
  if (args.some((arg) => arg === '')) throw malformed('empty argument');
  return { args, body: base64(bodyText(lines)) };
}

// Full lines follow each other; the first shorter one, perhaps empty, ends the body.
function bodyText(lines: HeaderLines): string {
  let text = '';
  for (;;) {
    const line = lines.next();
    if (line.length > BODY_LINE) throw malformed('body line too long');
    text += line;
    if (line.length < BODY_LINE) return text;
  }
}

function stanzaLines({ args, body }: Stanza): string[] {
  const text = toBase64Unpadded(body);
  const lines = [`-> ${args.join(' ')}`];
  for (let i = 0; i <= text.length; i += BODY_LINE) lines.push(text.slice(i, i + BODY_LINE));
  return lines;
}

function headerMac(authenticated: Uint8Array, fileKey: Uint8Array): Bytes {
  return hmac(sha256, hkdf(sha256, fileKey, undefined, LABEL, 32), authenticated) as Bytes;
}

function base64(text: string): Bytes {
  try {
    return fromBase64Unpadded(text);
  } catch {
    throw malformed('base64');
  }
}

function malformed(detail: string): EnvelopeError {
  return new EnvelopeError('MALFORMED_FILE', detail);
}

/** Lines of printable ASCII, each ended by one newline, and never further than the longest header. */
class HeaderLines {
  readonly #file: Uint8Array;
  offset = 0;

  constructor(file: Uint8Array) {
    this.#file = file.subarray(0, MAX_HEADER);
  }

  next(): string {
    const end = this.#file.indexOf(NEWLINE, this.offset);
    if (end < 0) throw malformed('header not ended');
    const line = this.#file.subarray(this.offset, end);
    if (line.some((byte) => byte < 0x20 || byte > 0x7e)) throw malformed('not printable ASCII');
    this.offset = end + 1;
    return fromUtf8(line);
  }
}
