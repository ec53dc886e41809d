import { fromBase64 } from './base64.ts';
import { type Bytes, fromUtf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';

const PEM = /^-----BEGIN ([A-Z0-9 ]+)-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END \1-----\s*$/;
const DASH = 0x2d;

/** The DER inside, whether given as DER or as one PEM block. Throws MALFORMED_CERTIFICATE. */
export function derOf(bytes: Uint8Array): Uint8Array {
  const der = bytes[0] === DASH ? fromPem(bytes) : bytes;
  ensureOneSequence(der);
  return der;
}

function fromPem(bytes: Uint8Array): Bytes {
  try {
    const body = PEM.exec(fromUtf8(bytes))?.[2] ?? '.';
    return fromBase64(body.replace(/[\r\n]/g, ''));
  } catch {
    throw new EnvelopeError('MALFORMED_CERTIFICATE', 'not PEM');
  }
}

/** Refuses bytes after the structure, which parsers pass over, and lengths not in their shortest form (X.690 10.1). */
export function ensureOneSequence(der: Uint8Array): void {
  const [tag, first = 0] = der;
  if (tag !== 0x30) throw new EnvelopeError('MALFORMED_CERTIFICATE', 'not DER');
  const size = first < 0x80 ? 0 : first - 0x80;
  const length = size === 0 ? first : longLength(der.subarray(2, 2 + size));
  if (der.length !== 2 + size + length) throw new EnvelopeError('MALFORMED_CERTIFICATE', 'not one structure');
}

function longLength(digits: Uint8Array): number {
  const length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
  if (digits.length > 3 || length < 128 || digits[0] === 0) {
    throw new EnvelopeError('MALFORMED_CERTIFICATE', 'length not in DER');
  }
  return length;
}
