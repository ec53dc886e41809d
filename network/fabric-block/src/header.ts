import { hash } from 'node:crypto';

/** SHA-256 in lower-case hex. */
export const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

/**
 * What orderers sign and the next block names: DER of SEQUENCE { number INTEGER, previous OCTET STRING, data OCTET STRING }
 * (Fabric, `protoutil.BlockHeaderBytes`).
 */
export function headerBytes(number: bigint, previous: Uint8Array, dataHash: Uint8Array): Uint8Array {
  return der(0x30, Buffer.concat([der(0x02, integer(number)), der(0x04, previous), der(0x04, dataHash)]));
}

/** Never longer than 127 bytes here: two hashes and a 64-bit number. */
const der = (tag: number, value: Uint8Array): Uint8Array => Buffer.concat([Uint8Array.of(tag, value.length), value]);

function integer(number: bigint): Uint8Array {
  const digits = number.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  // A set top bit would make it negative.
  return (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Uint8Array.of(0), bytes]) : bytes;
}
