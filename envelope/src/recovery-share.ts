import { bech32m } from '@scure/base';
import { type Bytes, concat, equalBytes, toHex, utf8 } from './encoding.ts';
import { sha256 } from './hash.ts';
import { publicKeyOf } from './keys.ts';
import { RecoveryError } from './recovery-error.ts';
import { combineShares, splitSecret } from './shamir.ts';

/** Most shares of one recovery key. */
export const MAX_RECOVERY_SHARES = 16;
const PREFIX = 'tocsin-share';
const SET_BYTES = 8;
const SHARE_BYTES = 32 + 1; // of the secret key, and its place
const LABEL = utf8('tocsin/recovery/1');

/** What shares of one split have in common. */
export interface RecoverySplit {
  /** Code of the agency whose key it is. */
  readonly agency: string;
  /** How many shares restore the key, and how many there are. */
  readonly threshold: number;
  readonly count: number;
}

/** One share as its holder keeps it. */
export interface RecoveryShare {
  /** Names the agency, the key and the split: 16 hex digits. */
  readonly set: string;
  readonly threshold: number;
  readonly count: number;
  /** From 1, for people. */
  readonly index: number;
  /** The share proper with its place: secret. */
  readonly share: Uint8Array;
}

/** Names a split: SHA-256 over agency, threshold, count and public key, the first 8 bytes in hex. */
export function recoverySet({ agency, threshold, count }: RecoverySplit, publicKey: Uint8Array): string {
  const code = utf8(agency);
  const about = concat(LABEL, Uint8Array.of(code.length), code, Uint8Array.of(threshold, count), publicKey);
  return toHex(sha256(about).subarray(0, SET_BYTES));
}

/**
 * Splits a recovery key (X-Wing, 32 bytes) into shares to be handed to different people (docs/spec/keys.md).
 * Throws BAD_RECOVERY_SET or BAD_KEY.
 */
export async function splitRecoveryKey(secretKey: Uint8Array, split: RecoverySplit): Promise<RecoveryShare[]> {
  const { threshold, count } = split;
  if (!isSplit(threshold, count)) throw new RecoveryError('BAD_RECOVERY_SET');
  const set = recoverySet(split, publicKeyOf(secretKey));
  const shares = await splitSecret(secretKey, count, threshold);
  return shares.map((share, i) => ({ set, threshold, count, index: i + 1, share }));
}

/** `tocsin-share1...`, bech32m: up to four wrong letters are always noticed. */
export function formatRecoveryShare({ set, threshold, count, index, share }: RecoveryShare): string {
  const setBytes = Uint8Array.from({ length: SET_BYTES }, (_, i) => Number.parseInt(set.slice(2 * i, 2 * i + 2), 16));
  const bytes = concat(setBytes, Uint8Array.of(threshold, count, index), share);
  return bech32m.encode(PREFIX, bech32m.toWords(bytes));
}

/** Reads what {@link formatRecoveryShare} wrote, in either case. Throws BAD_RECOVERY_SHARE. */
export function parseRecoveryShare(text: string): RecoveryShare {
  const bytes = decoded(text);
  const [threshold = 0, count = 0, index = 0] = bytes.subarray(SET_BYTES);
  const whole = bytes.length === SET_BYTES + 3 + SHARE_BYTES;
  if (!whole || !isSplit(threshold, count) || index < 1 || index > count) throw new RecoveryError('BAD_RECOVERY_SHARE');
  return { set: toHex(bytes.subarray(0, SET_BYTES)), threshold, count, index, share: bytes.subarray(SET_BYTES + 3) };
}

/**
 * The recovery key that the shares give, if it is the one that was split for this agency; it is never a key that
 * merely came out. Throws OTHER_RECOVERY_SET, RECOVERY_SHARE_TWICE, TOO_FEW_RECOVERY_SHARES, RECOVERY_KEY_MISMATCH.
 */
export async function combineRecoveryShares(shares: readonly RecoveryShare[], agency: string): Promise<Bytes> {
  const [first] = shares;
  if (first === undefined) throw new RecoveryError('TOO_FEW_RECOVERY_SHARES', 'none');
  const { set, threshold, count } = first;
  const same = shares.every((one) => one.set === set && one.threshold === threshold && one.count === count);
  if (!same) throw new RecoveryError('OTHER_RECOVERY_SET');
  if (new Set(shares.map(({ index }) => index)).size < shares.length) throw new RecoveryError('RECOVERY_SHARE_TWICE');
  if (shares.length < threshold) throw new RecoveryError('TOO_FEW_RECOVERY_SHARES', `${shares.length} of ${threshold}`);
  const secretKey = await combineShares(shares.map(({ share }) => share));
  if (secretKey === null) throw new RecoveryError('RECOVERY_KEY_MISMATCH');
  const expected = utf8(recoverySet({ agency, threshold, count }, publicKeyOf(secretKey)));
  if (equalBytes(expected, utf8(set))) return secretKey;
  secretKey.fill(0);
  throw new RecoveryError('RECOVERY_KEY_MISMATCH');
}

function decoded(text: string): Bytes {
  try {
    const { prefix, words } = bech32m.decode(text as `${string}1${string}`);
    if (prefix !== PREFIX) throw new RecoveryError('BAD_RECOVERY_SHARE');
    return bech32m.fromWords(words) as Bytes;
  } catch {
    throw new RecoveryError('BAD_RECOVERY_SHARE');
  }
}

function isSplit(threshold: number, count: number): boolean {
  const whole = Number.isInteger(threshold) && Number.isInteger(count);
  return whole && threshold >= 2 && threshold <= count && count <= MAX_RECOVERY_SHARES;
}
