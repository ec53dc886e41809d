import { type Bytes, fromUtf8, utf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';

const STANDARD = utf8('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const URL_SAFE = utf8('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

/** RFC 4648 section 4, with padding: the form of x5c (RFC 7515 section 4.1.6). */
export function toBase64(bytes: Uint8Array): string {
  return toBase64Unpadded(bytes) + '='.repeat((3 - (bytes.length % 3)) % 3);
}

/** RFC 4648 section 4 without padding: the form of age headers. */
export function toBase64Unpadded(bytes: Uint8Array): string {
  return encode(bytes, STANDARD);
}

/** RFC 4648 section 5 without padding: the form of JWS. */
export function toBase64url(bytes: Uint8Array): string {
  return encode(bytes, URL_SAFE);
}

/** Reads unpadded base64 of which every character and every bit counts. */
export function fromBase64Unpadded(text: string): Bytes {
  if (!/^[A-Za-z0-9+/]*$/.test(text)) throw new EnvelopeError('MALFORMED_ENCODING', 'base64');
  return decode(text);
}

// Takes the standard alphabet only: atob itself would pass over spaces and padding.
function decode(text: string): Bytes {
  if (text.length % 4 === 1) throw new EnvelopeError('MALFORMED_ENCODING', 'base64');
  const bytes = fromBinary(atob(text));
  if (!lastGroupIsExact(text, bytes)) throw new EnvelopeError('MALFORMED_ENCODING', 'base64 with stray bits');
  return bytes;
}

/** Reads base64url without padding; stray bits, padding and line breaks are refused. */
export function fromBase64url(text: string): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new EnvelopeError('MALFORMED_ENCODING', 'base64url');
  return decode(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** Reads padded base64; anything but the one encoding of the result is refused. */
export function fromBase64(text: string): Bytes {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw new EnvelopeError('MALFORMED_ENCODING', 'base64');
  }
  return decode(text.replace(/=+$/, ''));
}

// Over a table, because btoa wants its bytes as a string, and making that takes twenty times as long for a big file.
function encode(bytes: Uint8Array, alphabet: Uint8Array): string {
  const text = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const group = ((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    // Writes beyond the end, for an incomplete last group, go nowhere.
    text[to] = alphabet[group >> 18] ?? 0;
    text[to + 1] = alphabet[(group >> 12) & 63] ?? 0;
    text[to + 2] = alphabet[(group >> 6) & 63] ?? 0;
    text[to + 3] = alphabet[group & 63] ?? 0;
  }
  return fromUtf8(text);
}

function fromBinary(binary: string): Bytes {
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

// Only the last group can hold bits that decode to nothing.
function lastGroupIsExact(text: string, bytes: Bytes): boolean {
  const characters = text.length % 4;
  if (characters === 0) return true;
  return toBase64Unpadded(bytes.subarray(bytes.length - characters + 1)) === text.slice(-characters);
}
