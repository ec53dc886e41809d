import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Stanza, writeAgeHeader } from './age-header.ts';
import { toBase64Unpadded } from './base64.ts';
import { type Bytes, concat, toHex, utf8 } from './encoding.ts';
import { amongDecoys } from './header.ts';
import { hpkeSeal } from './hpke.ts';
import { randomBytes } from './random.ts';
import { splitSecret } from './shamir.ts';
import {
  secretCommitment,
  shareCommitment,
  type Witness,
  type WitnessedItem,
  wholeCommitment,
  witnessBinding,
} from './witness-commitment.ts';
import { WitnessError } from './witness-error.ts';
import { MAX_TRUSTEES, READER, TRUSTEE, WITNESS } from './witness-header.ts';
import { wrapFileKey } from './witness-lock.ts';

const SECRET_BYTES = 32;
const SALT = utf8('salt');

export interface Trustee {
  /** Code of the agency whose gateway holds the share. */
  agency: string;
  /** The gateway's X-Wing trustee key, 1216 bytes. */
  publicKey: Uint8Array;
}

/** The trustees of one epoch, in the order that the ledger gives them: a trustee's place, from 1, is its index. */
export interface Roster {
  epoch: number;
  /** How many of them must release their shares. */
  t: number;
  trustees: readonly Trustee[];
}

/** A deal: for which item, to which trustees, for which readers. */
export interface Deal {
  item: Omit<WitnessedItem, 'witness'>;
  roster: Roster;
  recipients: readonly Uint8Array[];
}

/**
 * Writes a witnessed header under a file key: fresh secrets, shares to the roster, the readers' layer among decoys.
 * Throws BAD_ROSTER, TOO_MANY_RECIPIENTS, BAD_KEY or NOT_JSON.
 */
export async function dealHeader(fileKey: Uint8Array, deal: Deal): Promise<{ header: Bytes; witness: Witness }> {
  const { item, roster, recipients } = deal;
  ensureRoster(roster);
  const [readerSecret, sharedSecret] = [randomBytes(SECRET_BYTES), randomBytes(SECRET_BYTES)];
  const shares = await saltedShares(sharedSecret, roster);
  const commitments = shares.map((share, i) => shareCommitment(item.id, i + 1, share));
  const first = secretCommitment(item.id, sharedSecret);
  const { epoch, t } = roster;
  const witness = { epoch, t, n: shares.length, cm: wholeCommitment(first, commitments) };
  const binding = witnessBinding({ ...item, witness });
  const wrapped = wrapFileKey(fileKey, { readerSecret, sharedSecret, binding });
  const stanzas = [
    { args: [WITNESS, String(t), String(witness.n)], body: concat(wrapped, first, ...commitments) },
    ...roster.trustees.map(({ publicKey }, i) => trusteeStanza(i + 1, publicKey, binding, shares[i] as Bytes)),
    ...amongDecoys(recipients).map((key) => sealed([READER], key, binding, readerSecret)),
  ];
  for (const secret of [readerSecret, sharedSecret, ...shares]) secret.fill(0);
  return { header: writeAgeHeader(stanzas, fileKey), witness };
}

// Only distinct holders count toward a threshold: two places with one agency or one key would be one.
function ensureRoster({ epoch, t, trustees }: Roster): void {
  const agencies = new Set(trustees.map(({ agency }) => agency));
  const keys = new Set(trustees.map(({ publicKey }) => toHex(publicKey)));
  const n = trustees.length;
  const isDistinct = agencies.size === n && keys.size === n;
  const isThreshold = Number.isSafeInteger(t) && t >= 2 && t <= n && n <= MAX_TRUSTEES;
  if (!isDistinct || !isThreshold || !Number.isSafeInteger(epoch) || epoch < 0) throw new WitnessError('BAD_ROSTER');
}

async function saltedShares(secret: Uint8Array, { t, trustees }: Roster): Promise<Bytes[]> {
  const seed = randomBytes(SECRET_BYTES);
  const shares = await splitSecret(secret, trustees.length, t);
  const salted = shares.map((share, i) => concat(saltFor(seed, i + 1), share));
  for (const used of [seed, ...shares]) used.fill(0);
  return salted;
}

function saltFor(seed: Uint8Array, index: number): Uint8Array {
  return hkdf(sha256, seed, undefined, concat(SALT, Uint8Array.of(index)), SECRET_BYTES);
}

function trusteeStanza(index: number, publicKey: Uint8Array, binding: Bytes, share: Bytes): Stanza {
  return sealed([TRUSTEE, String(index)], publicKey, concat(binding, Uint8Array.of(index)), share);
}

/** A stanza whose type is also the info of the encryption of its body. */
function sealed(args: [string, ...string[]], key: Uint8Array, aad: Uint8Array, secret: Uint8Array): Stanza {
  const { enc, ct } = hpkeSeal(key, utf8(args[0]), aad, secret);
  return { args: [...args, toBase64Unpadded(enc)], body: ct };
}
