import { type KeyObject, verify } from 'node:crypto';

const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/**
 * An ECDSA signature as Fabric's peers read it, in strict DER; empty when they refuse it. They ignore bytes after it and
 * refuse the higher of the two possible s. Whoever handles a transaction can put either in, so reading it otherwise
 * would call invalid what all peers took, or the reverse. (Fabric, `bccsp/utils/ecdsa.go`; Go, `encoding/asn1`)
 */
export function asFabricReads(signature: Uint8Array): Uint8Array {
  try {
    const body = elementAt(signature, 0, 0x30).value;
    const r = integerOf(body, 0);
    const s = integerOf(body, r.end);
    if (s.number > order >> 1n) return new Uint8Array();
    return Buffer.concat([Uint8Array.of(0x30, s.end), body.subarray(0, s.end)]);
  } catch {
    return new Uint8Array();
  }
}

/** ECDSA over SHA-256 by a P-256 key, as Fabric's peers check it. */
export function isSigned(data: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  const read = asFabricReads(signature);
  return read.length > 0 && key.asymmetricKeyType === 'ec' && verify('sha256', data, key, read);
}

interface Element {
  readonly value: Uint8Array;
  /** Where the next one begins. */
  readonly end: number;
}

/** One element of DER whose length takes one byte, or two where it must. */
function elementAt(bytes: Uint8Array, at: number, tag: number): Element {
  const [found, short = 0, long = 0] = bytes.subarray(at, at + 3);
  const isLong = short === 0x81 && long > 0x7f;
  if (found !== tag || (short > 0x7f && !isLong)) throw new Error('not DER');
  const start = at + (isLong ? 3 : 2);
  const end = start + (isLong ? long : short);
  if (end > bytes.length) throw new Error('not DER');
  return { value: bytes.subarray(start, end), end };
}

/** A positive INTEGER without needless zeros, of at most 256 bits. */
function integerOf(bytes: Uint8Array, at: number): { number: bigint; end: number } {
  const { value, end } = elementAt(bytes, at, 0x02);
  const [first = 0x80, second = 0] = value;
  if (first > 0x7f || (first === 0 && second < 0x80) || value.length > 33) throw new Error('not a positive number');
  return { number: BigInt(`0x${Buffer.from(value).toString('hex')}`), end };
}
