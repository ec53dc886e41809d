import { FILE_KEY_BYTES } from './age-header.ts';
import { sealPayload } from './age-payload.ts';
import { sealDeposit } from './deposit.ts';
import { utf8 } from './encoding.ts';
import type { HpkeSealed } from './hpke.ts';
import { ensureInner } from './inner.ts';
import { frame } from './padme.ts';
import { randomBytes } from './random.ts';
import { distinct, type SealedFile, type SealRequest, sealedFile, signedBy } from './seal.ts';
import type { Witness } from './witness-commitment.ts';
import { dealHeader, type Roster } from './witness-deal.ts';

export interface WitnessedSealRequest extends SealRequest {
  /** The terms of reading as they will stand on the ledger, any JSON object: nothing opens under another one. */
  policy: object;
  roster: Roster;
  /** Seal key of the author's unit, 1216 bytes: the file's key is deposited to it. */
  depositTo?: Uint8Array;
}

export interface WitnessedFile extends SealedFile {
  /** Goes on the ledger with the hashes: trustees and readers hold the header against it. */
  witness: Witness;
}

export interface DepositedFile extends WitnessedFile {
  /** The file's key for the author's own gateway; null where none was asked for. */
  deposit: HpkeSealed | null;
}

/**
 * Seals content so that neither its addressees alone nor all trustees together can open it (docs/spec/sealed-file.md).
 * Throws as `sealFile` does, and BAD_ROSTER.
 */
export async function sealWitnessed(request: WitnessedSealRequest): Promise<DepositedFile> {
  const { inner, signer, chain, recipients, policy, roster, depositTo } = request;
  ensureInner(inner);
  const statement = await signedBy(inner, signer, chain);
  const item = { id: inner.id, author: inner.author.agency, policy };
  const fileKey = randomBytes(FILE_KEY_BYTES);
  const { header, witness } = await dealHeader(fileKey, { item, roster, recipients: distinct(recipients) });
  const payload = sealPayload(frame(utf8(statement)), fileKey);
  const sealed = await sealedFile(header, payload);
  const of = { item: inner.id, fileHash: sealed.fileHash };
  const deposit = depositTo === undefined ? null : sealDeposit(fileKey, depositTo, of);
  fileKey.fill(0);
  return { ...sealed, witness, deposit };
}
