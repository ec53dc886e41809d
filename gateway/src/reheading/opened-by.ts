import { openDeposit, opensReaderLayer, unwrapFileKey } from '@tocsin/envelope';
import {
  type Item,
  itemKey,
  mustBeReadable,
  Refusal,
  recordKey,
  type StatementId,
  type UnitCode,
} from '@tocsin/record';
import { sealedFile } from '../access/openable.ts';
import { isWitnessed, recordOf } from '../access/witnessed.ts';
import type { OpenedPage } from '../api/upkeep.ts';
import type { UnitKey } from '../keys/unit-keys.ts';
import type { Services } from '../services.ts';

/** Items looked at for one answer: each costs a decapsulation for every stanza and key. */
const PAGE = 50;

type Opener = Pick<Services, 'view' | 'ledger' | 'keys' | 'deposits' | 'clock'>;

/**
 * Which live files one unit key opens, page by page: stanzas name nobody, so each is tried.
 * @throws GatewayError KEY_NOT_HELD; LedgerFault
 */
export async function openedBy(
  services: Opener,
  { unit, epoch, after }: { readonly unit: UnitCode; readonly epoch: number; readonly after: StatementId | undefined },
): Promise<OpenedPage> {
  const { view, keys } = services;
  const key = await keys.named(unit, epoch);
  const sql = 'SELECT id FROM item WHERE id > ? ORDER BY id LIMIT ?';
  const ids = view.rows(sql, after ?? '', PAGE).map(({ id }) => String(id));
  const items: OpenedPage['items'] = [];
  for (const id of ids) {
    const opened = await tried(services, id, key);
    if (opened !== null) items.push(opened);
  }
  return { items, looked: ids.length, next: ids.length < PAGE ? null : (ids.at(-1) ?? null) };
}

async function tried(services: Opener, id: StatementId, key: UnitKey): Promise<OpenedPage['items'][number] | null> {
  const { view, ledger, keys, clock } = services;
  const item = view.state(itemKey(id));
  if (item === undefined || item.sealed === null || !concerns(item, ledger.agency)) return null;
  const file = await liveFile(services, item, clock().toISOString());
  if (file === null) return null;
  const mine = await partsOpened(services, item, file, key);
  if (mine.size === 0) return null;
  for (const other of keys.held) {
    if (other === key) continue;
    for (const part of await partsOpened(services, item, file, other)) mine.delete(part);
  }
  const { record, author, retain } = item;
  return { item: id, record, author, retain, alone: mine.size > 0 };
}

const concerns = (item: Item, agency: string): boolean =>
  [item.author, ...item.to, ...item.shared.map((share) => share.agency)].includes(agency);

/** What was taken back, is over or was purged opens to nobody, whatever becomes of the key. */
async function liveFile({ view, ledger }: Opener, item: Item, now: string): Promise<Uint8Array | null> {
  const head = view.state(recordKey(item.record));
  try {
    if (head === undefined) return null;
    mustBeReadable(head, now);
    return await sealedFile(ledger, item);
  } catch (fault) {
    if (fault instanceof Refusal) return null;
    throw fault;
  }
}

/** The reader's layer, and the author's deposit: which of them a key opens. */
async function partsOpened({ deposits }: Opener, item: Item, file: Uint8Array, { secretKey }: UnitKey) {
  const parts = new Set<'layer' | 'deposit'>();
  if (!isWitnessed(item)) {
    if ((await unwrapFileKey(file, secretKey)) !== null) parts.add('layer');
    return parts;
  }
  if (opensReaderLayer({ header: file, record: recordOf(item), unitKey: secretKey })) parts.add('layer');
  const deposit = deposits.of(item);
  if (deposit !== undefined && openDeposit(secretKey, deposit, { item: item.id, fileHash: deposit.hash }) !== null)
    parts.add('deposit');
  return parts;
}
