import type { Bytes } from './encoding.ts';
import { EnvelopeError } from './error.ts';

const SLICE = 0x8000; // call stacks bound how many arguments fromCharCode may take

/** RFC 4648 section 4, with padding: the form of x5c (RFC 7515 section 4.1.6). */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += SLICE) {
    binary += String.fromCharCode(...bytes.subarray(i, i + SLICE));
  }
  return btoa(binary);
}

/** RFC 4648 section 4 without padding: the form of age headers. */
export function toBase64Unpadded(bytes: Uint8Array): string {
  return toBase64(bytes).replace(/=+$/, '');
}

/** RFC 4648 section 5 without padding: the form of JWS. */
export function toBase64url(bytes: Uint8Array): string {
  return toBase64Unpadded(bytes).replaceAll('+', '-').replaceAll('/', '_');
}

/** Reads unpadded base64 of which every character and every bit counts. */
export function fromBase64Unpadded(text: string): Bytes {
  if (!/^[A-Za-z0-9+/]*$/.test(text) || text.length % 4 === 1) throw new EnvelopeError('MALFORMED_ENCODING', 'base64');
  const bytes = fromBinary(atob(text));
  if (!lastGroupIsExact(text, bytes)) throw new EnvelopeError('MALFORMED_ENCODING', 'base64 with stray bits');
  return bytes;
}

/** Reads base64url without padding; stray bits, padding and line breaks are refused. */
export function fromBase64url(text: string): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new EnvelopeError('MALFORMED_ENCODING', 'base64url');
  return fromBase64Unpadded(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** Reads padded base64; anything but the one encoding of the result is refused. */
export function fromBase64(text: string): Bytes {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw new EnvelopeError('MALFORMED_ENCODING', 'base64');
  }
  return fromBase64Unpadded(text.replace(/=+$/, ''));
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
