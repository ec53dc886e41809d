import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { type Bytes, toHex, utf8 } from './encoding.ts';

const LARGE = 32 * 1024; // from here on handing the work to WebCrypto costs less than doing it in JavaScript

/** SHA-256 (FIPS 180-4), 32 bytes, at once. */
export function sha256(bytes: Uint8Array): Bytes {
  return nobleSha256(bytes) as Bytes;
}

/** SHA-256 of bytes, or of a text's UTF-8, as 64 lower-case hex digits. */
export function digest(input: Uint8Array | string): string {
  return toHex(sha256(typeof input === 'string' ? utf8(input) : input));
}

/** {@link digest} of what may be large: does not hold up the thread for a big file. */
export async function digestFile(bytes: Uint8Array): Promise<string> {
  if (bytes.length < LARGE) return digest(bytes);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Bytes)));
}
