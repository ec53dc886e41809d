import { digest, digestFile, equalBytes, fromHex, type HpkeSealed, rewrapFileKey } from '@tocsin/envelope';
import {
  ACCESS_MINUTES,
  type Access,
  accessKey,
  agreementKey,
  type Handle,
  type Instant,
  type Item,
  itemKey,
  type Ledger,
  mustBeOpenable,
  networkKey,
  officerKey,
  Refusal,
  recordKey,
  type StatementId,
  toMillis,
} from '@tocsin/record';
import { mustStand } from '../officer-standing.ts';
import type { UnitKeys } from './unit-keys.ts';

/** A device that asks for the key of a file that its officer was granted access to. */
export interface ReleaseRequest {
  readonly access: StatementId;
  readonly officer: Handle;
  /** The device's one-time X-Wing public key, 1216 bytes. */
  readonly epk: Uint8Array;
  readonly now: Date;
}

interface Release {
  readonly ledger: Pick<Ledger, 'agency' | 'state' | 'sealed'>;
  readonly keys: Pick<UnitKeys, 'unwrap'>;
}

/**
 * Re-wraps a file key to a device (docs/spec/access.md). Every fact is read from the own agency's peer at this moment,
 * never from the view: a view that lags or was tampered with must not release a key.
 * @throws Refusal, GatewayError KEY_NOT_HELD, EnvelopeError, LedgerFault
 */
export async function releaseKey({ ledger, keys }: Release, request: ReleaseRequest): Promise<HpkeSealed> {
  const now = request.now.toISOString();
  const access = await grantedTo(ledger, request);
  await officerMustStand(ledger, access.officer, now);
  const item = await openableItem(ledger, access, now);
  const file = await sealedFile(ledger, item);
  const fileKey = await keys.unwrap(file);
  try {
    return rewrapFileKey(fileKey, {
      epk: request.epk,
      access: access.id,
      file: item.id,
      fileHash: await digestFile(file),
    });
  } finally {
    fileKey.fill(0);
  }
}

async function grantedTo(ledger: Release['ledger'], request: ReleaseRequest): Promise<Access> {
  const access = await ledger.state(accessKey(request.access));
  if (access === undefined) throw new Refusal('UNKNOWN_ACCESS', request.access);
  if (access.officer !== request.officer || access.agency !== ledger.agency) throw new Refusal('NOT_YOUR_ACCESS');
  if (!equalBytes(fromHex(digest(request.epk)), fromHex(access.epk))) {
    throw new Refusal('NOT_YOUR_ACCESS', 'another one-time key');
  }
  const age = request.now.getTime() - toMillis(access.at);
  if (age > ACCESS_MINUTES * 60_000) throw new Refusal('ACCESS_TOO_OLD');
  return access;
}

async function officerMustStand(ledger: Release['ledger'], handle: Handle, now: Instant): Promise<void> {
  const [officer, network] = await Promise.all([ledger.state(officerKey(handle)), ledger.state(networkKey)]);
  mustStand(officer, { network, agency: ledger.agency, now });
}

/** What held when access was granted must hold still: minutes have passed. */
async function openableItem(ledger: Release['ledger'], access: Access, now: Instant): Promise<Item> {
  const [head, item, agreement] = await Promise.all([
    ledger.state(recordKey(access.record)),
    ledger.state(itemKey(access.item)),
    ledger.state(agreementKey(access.agreement)),
  ]);
  if (head === undefined || item === undefined) throw new Refusal('UNKNOWN_RECORD', access.record);
  mustBeOpenable({ head, item, agreement, agency: ledger.agency, purpose: access.purpose, now });
  return item;
}

/** An item's sealed file, exactly the one its statement names. Throws RECORD_EXPIRED where it was purged. */
export async function sealedFile(ledger: Pick<Ledger, 'sealed'>, item: Item): Promise<Uint8Array> {
  if (item.sealed === null) throw new Refusal('UNKNOWN_RECORD', item.id);
  const file = await ledger.sealed(item.id);
  if (file === undefined) throw new Refusal('RECORD_EXPIRED', item.id);
  if (file.length !== item.sealed.size || (await digestFile(file)) !== item.sealed.hash) {
    throw new Refusal('SEALED_FILE_MISMATCH', item.id);
  }
  return file;
}
