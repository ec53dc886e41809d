import {
  type Roster as Dealt,
  fromBase64url,
  type HpkeSealed,
  openDeposit,
  reheadFile,
  reheadWitnessed,
  type SealedFile,
  sealDeposit,
  unwrapFileKey,
} from '@tocsin/envelope';
import {
  type Item,
  itemKey,
  type Ledger,
  mustBeReadable,
  networkKey,
  type Officer,
  Refusal,
  readingTerms,
  recordKey,
  rosterKey,
  type Sealed,
  type StatementId,
} from '@tocsin/record';
import { sealedFile } from '../access/openable.ts';
import { isWitnessed, type WitnessedItem } from '../access/witnessed.ts';
import type { KeyName } from '../api/upkeep.ts';
import type { Deposits } from '../deposit/deposits.ts';
import { GatewayError } from '../error.ts';
import type { UnitKeys } from '../keys/unit-keys.ts';
import { keyName } from '../own-log/noted.ts';
import type { OwnLog } from '../own-log/own-log.ts';
import { codeOf } from '../plugins/fault-code.ts';
import { recipientKeys } from './recipients.ts';

export interface ReheadingServices {
  readonly ledger: Pick<Ledger, 'agency' | 'state' | 'sealed'>;
  readonly deposits: Pick<Deposits, 'of'>;
  readonly keys: Pick<UnitKeys, 'open'>;
  readonly log: Pick<OwnLog, 'append'>;
}

/** A new header that an officer of the author's agency asks for. */
export interface ReheadingOrder {
  readonly item: StatementId;
  readonly officer: Officer;
  /** Keys of everybody who is to open it from now on, each proved by the officer's device. */
  readonly recipients: readonly KeyName[];
  readonly now: Date;
}

/** The same payload under a new header, for the statement that names it. Null deposit: a direct file needs none. */
export interface Reheaded {
  readonly file: Uint8Array;
  readonly sealed: Sealed;
  readonly deposit: HpkeSealed | null;
}

/**
 * Writes a new header for a file that this agency wrote: for renewed keys, another roster, an agency it consented to. The
 * device never gets the file key and names published keys of those alone who may open it, so that nobody reads by
 * re-heading; each use of it stands in the own log.
 * @throws what {@link recipientKeys} does; Refusal NOT_THE_AUTHOR, ROLE_LACKING, UNKNOWN_RECORD, UNKNOWN_ROSTER, RECORD_*; GatewayError DEPOSIT_MISSING,
 *   KEY_NOT_HELD; EnvelopeError; LedgerFault
 */
export async function rehead(services: ReheadingServices, order: ReheadingOrder): Promise<Reheaded> {
  const { ledger, log } = services;
  const note = { key: null as string | null };
  const entry = (more: { kind: 'reheading' | 'refusal'; code: string | null }) => ({
    at: order.now.toISOString(),
    agency: ledger.agency,
    officer: order.officer.handle,
    access: null,
    item: order.item,
    ...note,
    ...more,
  });
  try {
    const reheaded = await written(services, order, note);
    await log.append(entry({ kind: 'reheading', code: null }));
    return reheaded;
  } catch (fault) {
    await log.append(entry({ kind: 'refusal', code: codeOf(fault).code }));
    throw fault;
  }
}

async function written(services: ReheadingServices, order: ReheadingOrder, note: { key: string | null }) {
  const item = await ownItem(services.ledger, order);
  const to = await recipientKeys(services.ledger, item, { recipients: order.recipients, now: order.now.toISOString() });
  const file = await sealedFile(services.ledger, item);
  const { fileKey, key } = isWitnessed(item) ? await depositedKey(services, item) : await layerKey(services.keys, file);
  note.key = key;
  try {
    return isWitnessed(item)
      ? await dealAnew(services.ledger, { item, file, fileKey, to })
      : { ...directOf(await reheadFile({ file, fileKey, recipients: to.keys })), deposit: null };
  } finally {
    fileKey.fill(0);
  }
}

async function ownItem(ledger: ReheadingServices['ledger'], { item: id, officer, now }: ReheadingOrder): Promise<Item> {
  if (!officer.roles.includes('author')) throw new Refusal('ROLE_LACKING', 'author');
  const item = await ledger.state(itemKey(id));
  if (item === undefined) throw new Refusal('UNKNOWN_RECORD', id);
  if (item.author !== ledger.agency) throw new Refusal('NOT_THE_AUTHOR', ledger.agency);
  const head = await ledger.state(recordKey(item.record));
  if (head === undefined) throw new Refusal('UNKNOWN_RECORD', id);
  mustBeReadable(head, now.toISOString());
  return item;
}

async function depositedKey({ deposits, keys }: ReheadingServices, item: WitnessedItem) {
  const deposit = deposits.of(item);
  if (deposit === undefined) throw new GatewayError('DEPOSIT_MISSING', item.id);
  const of = { item: item.id, fileHash: deposit.hash };
  const { opened: fileKey, key } = await keys.open((secretKey) => openDeposit(secretKey, deposit, of));
  return { fileKey, key: keyName('seal', key) };
}

async function layerKey(keys: ReheadingServices['keys'], file: Uint8Array) {
  const { opened: fileKey, key } = await keys.open((secretKey) => unwrapFileKey(file, secretKey));
  return { fileKey, key: keyName('seal', key) };
}

const directOf = ({ file, fileHash: hash, headerHash: header, size }: SealedFile) => ({
  file,
  sealed: { mode: 'direct' as const, hash, header, size },
});

interface Dealing {
  readonly item: WitnessedItem;
  readonly file: Uint8Array;
  readonly fileKey: Uint8Array;
  readonly to: { readonly keys: readonly Uint8Array[]; readonly own: Uint8Array };
}

async function dealAnew(ledger: ReheadingServices['ledger'], { item, file, fileKey, to }: Dealing): Promise<Reheaded> {
  const roster = await rosterInForce(ledger);
  const about = { id: item.id, author: item.author, policy: readingTerms(item) };
  const dealt = await reheadWitnessed({ file, fileKey, item: about, roster, recipients: to.keys });
  const { fileHash: hash, headerHash: header, size, witness } = dealt;
  const { epoch, t, n, cm } = witness;
  const deposit = sealDeposit(fileKey, to.own, { item: item.id, fileHash: hash });
  return { file: dealt.file, sealed: { mode: 'witnessed', hash, header, size, roster: epoch, t, n, cm }, deposit };
}

async function rosterInForce(ledger: ReheadingServices['ledger']): Promise<Dealt> {
  const network = await ledger.state(networkKey);
  const roster = network?.roster === undefined ? undefined : await ledger.state(rosterKey(network.roster));
  if (roster === undefined) throw new Refusal('UNKNOWN_ROSTER', 'none is in force');
  const { epoch, t, trustees } = roster;
  return { epoch, t, trustees: trustees.map(({ agency, key }) => ({ agency, publicKey: fromBase64url(key) })) };
}
