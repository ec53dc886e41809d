import { type Bytes, concat, equalBytes, utf8 } from './encoding.ts';
import { type HpkeSealed, hpkeOpen, hpkeSeal } from './hpke.ts';
import { rewrapReaderSecret } from './rewrap.ts';
import { shareCommitment, type WitnessedItem } from './witness-commitment.ts';
import { WitnessError } from './witness-error.ts';
import { ensureWitness, READER, readWitnessedHeader, TRUSTEE, type WitnessedHeader } from './witness-header.ts';

const TRUSTEE_INFO = utf8(TRUSTEE);
const READER_INFO = utf8(READER);
const RELEASE_INFO = utf8('tocsin/witness/1/release');

/** What the ledger says of a witnessed file, as a trustee reads it from its own peer. */
export type WitnessedRecord = WitnessedItem & {
  /** SHA-256 of the file's header, 64 hex digits. */
  headerHash: string;
};

/** A trustee's share, for one access and one device. Who sent it is proved by the channel or a signature, not here. */
export interface Release extends HpkeSealed {
  /** The trustee's place in the roster, from 1. */
  index: number;
}

export interface ReleaseOrder {
  /** The file, or its header alone. */
  header: Uint8Array;
  record: WitnessedRecord;
  /** The trustee's own place in the roster. */
  index: number;
  /** X-Wing, 32 bytes. */
  trusteeKey: Uint8Array;
  /** Identifier of the committed access record, read from the trustee's own peer. */
  access: string;
  /** The device's one-time X-Wing key, whose hash stands in the access record. */
  epk: Uint8Array;
}

/**
 * A trustee's act: opens its own stanza, checks the share against the author's commitment and seals it to the device
 * (docs/spec/sealed-file.md). Whether the access record allows it is decided before, elsewhere.
 * Throws MALFORMED_FILE, HEADER_HASH_MISMATCH, WITNESS_MISMATCH (other record, policy, place or key), BAD_SHARE (the
 * author dealt another share than it committed to) or BAD_KEY.
 */
export function releaseShare({ header, record, index, trusteeKey, access, epk }: ReleaseOrder): Release {
  const read = readWitnessedHeader(header);
  const binding = ensureWitness(read, record);
  const own = read.trustees[index - 1];
  if (own === undefined) throw new WitnessError('WITNESS_MISMATCH');
  const share = hpkeOpen(trusteeKey, own.enc, TRUSTEE_INFO, concat(binding, Uint8Array.of(index)), own.ct);
  if (share === null) throw new WitnessError('WITNESS_MISMATCH');
  try {
    if (!isCommitted(read, record.id, index, share)) throw new WitnessError('BAD_SHARE', [index]);
    return { index, ...hpkeSeal(epk, RELEASE_INFO, releaseBinding(binding, access, index), share) };
  } finally {
    share.fill(0);
  }
}

/**
 * The salted share in a release, or null if it is not for this key, access and place, or not what the author
 * committed to.
 */
export function openRelease(
  esk: Uint8Array,
  { index, enc, ct }: Release,
  against: { header: WitnessedHeader; binding: Bytes; id: string; access: string },
): Uint8Array | null {
  const { header, binding, id, access } = against;
  const share = hpkeOpen(esk, enc, RELEASE_INFO, releaseBinding(binding, access, index), ct);
  return share !== null && isCommitted(header, id, index, share) ? share : null;
}

export interface ReaderOrder {
  /** The file, or its header alone. */
  header: Uint8Array;
  /** `fileHash`: SHA-256 of the whole file, 64 hex digits. */
  record: WitnessedRecord & { fileHash: string };
  /** The addressed unit's X-Wing secret key, 32 bytes. */
  unitKey: Uint8Array;
  access: string;
  epk: Uint8Array;
}

/**
 * The act of an addressed agency's own gateway: opens its unit's layer and wraps the secret in it for the device.
 * Null if no stanza is for this unit key. Throws MALFORMED_FILE, HEADER_HASH_MISMATCH, WITNESS_MISMATCH or BAD_KEY.
 */
export function rewrapReader({ header, record, unitKey, access, epk }: ReaderOrder): HpkeSealed | null {
  const read = readWitnessedHeader(header);
  const binding = ensureWitness(read, record);
  for (const { enc, ct } of read.readers) {
    const secret = hpkeOpen(unitKey, enc, READER_INFO, binding, ct);
    if (secret === null) continue;
    try {
      return rewrapReaderSecret(secret, { access, file: record.id, fileHash: record.fileHash, epk });
    } finally {
      secret.fill(0);
    }
  }
  return null;
}

/** Whether a unit key opens the readers' layer of a witnessed file. Throws as {@link rewrapReader} does. */
export function opensReaderLayer({ header, record, unitKey }: Omit<ReaderOrder, 'access' | 'epk'>): boolean {
  const read = readWitnessedHeader(header);
  const binding = ensureWitness(read, record);
  return read.readers.some(({ enc, ct }) => {
    const secret = hpkeOpen(unitKey, enc, READER_INFO, binding, ct);
    secret?.fill(0);
    return secret !== null;
  });
}

function isCommitted(header: WitnessedHeader, id: string, index: number, share: Uint8Array): boolean {
  const committed = header.shareCommitments[index - 1];
  return committed !== undefined && equalBytes(shareCommitment(id, index, share), committed);
}

// Lengths before and after the access record's identifier are fixed, so no two of these read alike.
function releaseBinding(binding: Uint8Array, access: string, index: number): Bytes {
  return concat(binding, utf8(access), Uint8Array.of(index));
}
