import { canonicalBytes } from './canonical.ts';
import { type Bytes, concat, toHex, utf8 } from './encoding.ts';
import { sha256 } from './hash.ts';

const SHARE = utf8('tocsin/witness/1/share');
const SECRET = utf8('tocsin/witness/1/secret');

/** What the ledger keeps of the lock on a witnessed file: `t` of the `n` trustees of a roster epoch hold it. */
export interface Witness {
  epoch: number;
  t: number;
  n: number;
  /** Commitment to the secret and to every share: SHA-256, 64 hex digits. */
  cm: string;
}

/** What shares, reader's layer and file key of a witnessed file are bound to; all of it stands on the ledger. */
export interface WitnessedItem {
  id: string;
  /** Code of the author's agency. */
  author: string;
  /** The terms of reading, any JSON object: with another one nothing opens. */
  policy: object;
  witness: Witness;
}

/** SHA-256 over the canonical item: another id, author, policy or roster gives another binding. Throws NOT_JSON. */
export function witnessBinding({ id, author, policy, witness }: WitnessedItem): Bytes {
  const { epoch, t, n, cm } = witness;
  return sha256(canonicalBytes({ id, author, policy, e: epoch, t, n, cm }));
}

/** c_i: what an author commits to for the trustee at a place of the roster. The salt keeps it from telling the share. */
export function shareCommitment(id: string, index: number, saltedShare: Uint8Array): Bytes {
  return sha256(concat(SHARE, utf8(id), Uint8Array.of(index), saltedShare));
}

/** c_sw: what an author commits to for the secret that the shares rebuild. */
export function secretCommitment(id: string, secret: Uint8Array): Bytes {
  return sha256(concat(SECRET, utf8(id), secret));
}

/** cm: the one commitment that stands on the ledger. */
export function wholeCommitment(secret: Uint8Array, shares: readonly Uint8Array[]): string {
  return toHex(sha256(concat(secret, ...shares)));
}
