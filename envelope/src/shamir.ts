import { combine, split } from 'shamir-secret-sharing';
import type { Bytes } from './encoding.ts';

/**
 * Shares of a secret of which any `threshold` rebuild it and fewer say nothing about it (Shamir, "How to share a
 * secret", 1979; over GF(256) with the polynomial of AES, one polynomial a byte). The last byte of a share is its
 * place, from 1 to 255, drawn at random. 2 <= threshold <= count <= 255.
 */
export async function splitSecret(secret: Uint8Array, count: number, threshold: number): Promise<Bytes[]> {
  return (await split(secret, count, threshold)) as Bytes[];
}

/**
 * The secret that shares of one length determine, whatever they are: who needs the right one compares it with a
 * commitment. Null where two stand at one place, or fewer than two are given.
 */
export async function combineShares(shares: readonly Uint8Array[]): Promise<Bytes | null> {
  if (shares.length < 2 || new Set(shares.map((share) => share.at(-1))).size < shares.length) return null;
  return (await combine([...shares])) as Bytes;
}
