import { FILE_KEY_BYTES, isHeaderAuthentic } from './age-header.ts';
import { type Head, openContent, type Reading } from './content.ts';
import { type Bytes, equalBytes } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { checkFileKey } from './file-key.ts';
import { digestFile } from './hash.ts';
import type { HpkeSealed } from './hpke.ts';
import type { Inner } from './inner.ts';
import { openReaderSecret } from './rewrap.ts';
import { combineShares } from './shamir.ts';
import { secretCommitment, type Witness } from './witness-commitment.ts';
import { WitnessError } from './witness-error.ts';
import { ensureWitness, readWitnessedHeader, type WitnessedHeader } from './witness-header.ts';
import { unwrapLocked } from './witness-lock.ts';
import { openRelease, type Release } from './witness-release.ts';

const SALT_BYTES = 32;

/** What the ledger says about a witnessed file. */
export interface WitnessedHead extends Head {
  /** The terms of reading to which everything in the header is bound. */
  policy: object;
  witness: Witness;
}

/** What a device has in hand after its access record stands: its own agency's layer and the trustees' releases. */
export interface WitnessedKeys {
  file: Uint8Array;
  head: WitnessedHead;
  /** Identifier of the committed access record. */
  access: string;
  /** The device's one-time X-Wing secret key, 32 bytes. */
  esk: Uint8Array;
  /** The addressees' secret, re-wrapped by the reader's own gateway. */
  reader: HpkeSealed;
  /** Releases whose senders are proved; more than the threshold may be given, in any order. */
  releases: readonly Release[];
}

export type WitnessedOpenRequest = WitnessedKeys & Reading & { head: WitnessedHead };

/** `bad`: trustees whose shares were not the dealt ones, by place in the roster; enough others were. */
export interface WitnessedOpened {
  inner: Inner;
  bad: number[];
}

/**
 * Opens a witnessed file and proves who wrote it, for whom and as which item (docs/spec/sealed-file.md).
 * The checks stand in the order of the procedure; the first that fails is thrown, and no content is returned.
 */
export async function openWitnessed(request: WitnessedOpenRequest): Promise<WitnessedOpened> {
  const { fileKey, bad, payloadOffset } = await unlock(request);
  try {
    return { inner: await openContent(request.file.subarray(payloadOffset), fileKey, request), bad };
  } finally {
    fileKey.fill(0);
  }
}

/** The file key alone, 16 bytes, for an author who writes a new header. Checks all that can be without the content. */
export async function unlockWitnessed(keys: WitnessedKeys): Promise<{ fileKey: Uint8Array; bad: number[] }> {
  const { fileKey, bad } = await unlock(keys);
  return { fileKey, bad };
}

/**
 * Opens a witnessed file by its file key, which its author's agency handed over before every member's eyes (break glass).
 * All checks but those of the shares are made. Throws as {@link openWitnessed} does, and WRONG_KEY for another file's key.
 */
export async function openGranted(
  request: Reading & { file: Uint8Array; fileKey: Uint8Array; head: WitnessedHead },
): Promise<Inner> {
  const { file, fileKey, head } = request;
  if ((await digestFile(file)) !== head.fileHash) throw new EnvelopeError('FILE_HASH_MISMATCH');
  const header = readWitnessedHeader(file);
  ensureWitness(header, head);
  return openContent(file.subarray(header.payloadOffset), checkFileKey(header, fileKey), request);
}

async function unlock(keys: WitnessedKeys) {
  const { file, head } = keys;
  if ((await digestFile(file)) !== head.fileHash) throw new EnvelopeError('FILE_HASH_MISMATCH');
  const header = readWitnessedHeader(file);
  const binding = ensureWitness(header, head);
  const secrets: Uint8Array[] = []; // everything here is wiped, whichever check fails
  try {
    return { ...(await fileKeyOf(keys, header, binding, secrets)), payloadOffset: header.payloadOffset };
  } finally {
    for (const secret of secrets) secret.fill(0);
  }
}

async function fileKeyOf(keys: WitnessedKeys, header: WitnessedHeader, binding: Bytes, secrets: Uint8Array[]) {
  const { head, access, esk } = keys;
  const readerSecret = openReaderSecret(esk, keys.reader, { access, file: head.id, fileHash: head.fileHash });
  secrets.push(readerSecret);
  const { good, bad } = judgeReleases(keys, header, binding);
  secrets.push(...good);
  if (good.length < header.t) throw new WitnessError(bad.length > 0 ? 'BAD_SHARE' : 'TOO_FEW_SHARES', bad);
  const sharedSecret = await rebuild(good, header, head.id);
  secrets.push(sharedSecret);
  return { fileKey: authentic(header, unwrapLocked(header.wrapped, { readerSecret, sharedSecret, binding })), bad };
}

/** Shares of distinct trustees, no more than the threshold asks for, and the places of those who sent others. */
function judgeReleases({ head, access, esk, releases }: WitnessedKeys, header: WitnessedHeader, binding: Bytes) {
  const good = new Map<number, Uint8Array>();
  const failed = new Set<number>();
  for (const release of releases) {
    const { index } = release;
    if (good.size === header.t) break;
    if (!isPlace(index, header.n) || good.has(index)) continue;
    const share = openRelease(esk, release, { header, binding, id: head.id, access });
    if (share === null) failed.add(index);
    else good.set(index, share);
  }
  const bad = [...failed].filter((index) => !good.has(index)).sort((a, b) => a - b);
  return { good: [...good.values()], bad };
}

// A release from no place of the roster is nobody's, so there is nobody to name.
function isPlace(index: number, n: number): boolean {
  return Number.isInteger(index) && index >= 1 && index <= n;
}

async function rebuild(salted: readonly Uint8Array[], header: WitnessedHeader, id: string): Promise<Bytes> {
  const secret = await combineShares(salted.map((share) => share.subarray(SALT_BYTES)));
  if (secret === null || !equalBytes(secretCommitment(id, secret), header.secretCommitment)) {
    throw new WitnessError('INCONSISTENT_SHARES');
  }
  return secret;
}

// The MAC commits to the file key: a header that gives two readers two keys is refused by at least one of them.
function authentic(header: WitnessedHeader, fileKey: Uint8Array | null): Uint8Array {
  if (fileKey?.length !== FILE_KEY_BYTES || !isHeaderAuthentic(header, fileKey)) {
    throw new EnvelopeError('FILE_TAMPERED');
  }
  return fileKey;
}
