import { type Bytes, u64be } from './encoding.ts';
import { EnvelopeError } from './error.ts';

const MINIMUM = 1024;
const LENGTH_BYTES = 8;

/**
 * The padded length of `length` bytes: the next number whose binary form has a mantissa no longer than its exponent
 * (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019). At most 12 %
 * larger, and only O(log log) bits about the length leak. For lengths below 2^32.
 */
export function padme(length: number): number {
  if (length < 2) return length;
  const exponent = 31 - Math.clz32(length);
  const mantissa = 32 - Math.clz32(exponent);
  const step = 2 ** Math.max(0, exponent - mantissa);
  return Math.ceil(length / step) * step;
}

/** u64be(length) || bytes || zeros, Padmé long and at least 1024 bytes. */
export function frame(bytes: Uint8Array): Bytes {
  const framed = new Uint8Array(framedLength(bytes.length));
  framed.set(u64be(bytes.length));
  framed.set(bytes, LENGTH_BYTES);
  return framed;
}

/** The bytes in a frame of which the length, and every byte of padding, is as {@link frame} makes it. BAD_PADDING. */
export function unframe(framed: Uint8Array): Uint8Array {
  if (framed.length < MINIMUM) throw new EnvelopeError('BAD_PADDING');
  const length = new DataView(framed.buffer, framed.byteOffset).getBigUint64(0);
  if (length > BigInt(framed.length - LENGTH_BYTES)) throw new EnvelopeError('BAD_PADDING');
  const end = LENGTH_BYTES + Number(length);
  if (framedLength(Number(length)) !== framed.length || framed.subarray(end).some((byte) => byte !== 0)) {
    throw new EnvelopeError('BAD_PADDING');
  }
  return framed.subarray(LENGTH_BYTES, end);
}

function framedLength(length: number): number {
  return Math.max(MINIMUM, padme(length + LENGTH_BYTES));
}
