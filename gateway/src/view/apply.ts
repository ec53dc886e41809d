import { parseStatement } from '@tocsin/envelope/verify';
import type { Access, Batch, Block, Item, Lease, Listing, RecordHead, StateKind, Transaction } from '@tocsin/record';
import { recordKey, stateKindOf } from '@tocsin/record';
import type { GatewayEvent } from '../api/event-stream.ts';
import { BrokenChain } from './chain.ts';
import { stepsOf } from './steps.ts';
import type { Store } from './store.ts';

/** The statement that a transaction carries, as far as the view tells statements apart. */
interface Told {
  readonly id: string;
  readonly typ: string;
  readonly agency: string;
  readonly officer: string;
}

/** Stores one statement's valid transaction and everything that follows from it; returns the next free event position. */
export function applyTransaction(view: Store, block: bigint, transaction: Transaction, position: number): number {
  const told = read(transaction);
  view.run(
    'INSERT OR IGNORE INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    told.id,
    told.typ,
    told.agency,
    told.officer,
    transaction.id,
    block,
    transaction.index,
    transaction.at,
    transaction.statement,
  );
  let next = position;
  for (const { key, value } of transaction.writes) {
    view.run('INSERT OR REPLACE INTO state VALUES (?, ?)', key, value);
    next = index(view, { key, value, told, block, position: next });
  }
  return exchangeEvents(view, transaction, { told, block, position: next });
}

type ExchangeEvent = Omit<Extract<GatewayEvent, { type: 'exchange' }>, 'id' | 'type'>;

/** What of the exchange itself each kind of state is part of. */
const partOf: Readonly<Partial<Record<StateKind, ExchangeEvent['part']>>> = {
  network: 'directory',
  agency: 'directory',
  proposal: 'directory',
  unit: 'directory',
  officer: 'directory',
  'focal-point': 'directory',
  key: 'directory',
  gateway: 'directory',
  agreement: 'agreements',
  roster: 'network',
};

/** Every member hears once of a statement by which a part of the exchange changes. */
function exchangeEvents(
  view: Store,
  { writes }: Transaction,
  { told, block, position }: Omit<Written, 'key' | 'value'>,
): number {
  const parts = new Set(writes.flatMap(({ key }) => partOf[stateKindOf(key) ?? 'statement'] ?? []));
  let next = position;
  for (const part of parts) {
    const data: ExchangeEvent = { part, statement: told.id, typ: told.typ, by: told.agency };
    view.run('INSERT INTO event VALUES (?, ?, ?, ?)', block, next, 'exchange', JSON.stringify(data));
    next += 1;
  }
  return next;
}

/** One event a block, so that an idle exchange still shows progress. */
export function eventOfBlock(view: Store, block: Block, position: number): void {
  // Several statements may share one.
  const valid = new Set(block.transactions.filter(({ code }) => code === 'VALID').map(({ id }) => id));
  const data = { number: String(block.number), at: block.transactions.at(-1)?.at ?? null, transactions: valid.size };
  view.run('INSERT INTO event VALUES (?, ?, ?, ?)', block.number, position, 'block', JSON.stringify(data));
}

// The ledger judged it before it became valid; one that cannot be read was never judged.
function read({ statement }: Transaction): Told {
  try {
    const { header, payload } = parseStatement(statement);
    const { id, typ, agency } = payload;
    return { id: String(id), typ: String(typ), agency: String(agency), officer: header.kid };
  } catch {
    throw new BrokenChain('a valid transaction holds no statement');
  }
}

interface Written {
  readonly key: string;
  readonly value: string;
  readonly told: Told;
  readonly block: bigint;
  readonly position: number;
}

function index(view: Store, written: Written): number {
  const { key, value, told, position } = written;
  switch (stateKindOf(key)) {
    case 'record':
      return indexRecord(view, JSON.parse(value) as RecordHead, written);
    case 'item':
      indexItem(view, JSON.parse(value) as Item);
      return position;
    case 'access':
      return indexAccess(view, JSON.parse(value) as Access, written);
    case 'batch':
      indexBatch(view, JSON.parse(value) as Batch);
      return position;
    case 'lease':
      return indexLease(view, JSON.parse(value) as Lease, written);
    case 'listing':
      return indexListing(view, JSON.parse(value) as Listing, written);
    case 'licence':
      indexLicence(view, key, written.block);
      return position;
    case 'officer':
      // What made the registration, not what ended it: a device verifies the former.
      if (told.typ !== 'officer.revoke/1') {
        view.run('INSERT OR REPLACE INTO registration VALUES (?, ?)', key.slice('officer/'.length), told.id);
      }
      return position;
    default:
      return position;
  }
}

function indexRecord(view: Store, head: RecordHead, { told, block, position }: Written): number {
  const { id, author, kind, state, precedence, posted, due, retain } = head;
  const steps = stepsOf(head);
  view.run(
    'INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    author,
    kind,
    state,
    Number(steps.ended),
    precedence,
    posted,
    due.acknowledge,
    due.answer,
    retain,
  );
  for (const [agency, { state: progress }] of Object.entries(head.progress)) {
    const acknowledged = Number(steps.acknowledged(progress));
    const answered = Number(steps.answered(progress));
    view.run('INSERT OR REPLACE INTO addressee VALUES (?, ?, ?, ?, ?)', id, agency, progress, acknowledged, answered);
  }
  if (author !== view.agency && !head.to.includes(view.agency)) return position;
  const change = told.typ === 'record.post/1' ? 'posted' : 'changed';
  const data = { record: id, change, statement: told.id, typ: told.typ, by: told.agency, state };
  view.run('INSERT INTO event VALUES (?, ?, ?, ?)', block, position, 'record', JSON.stringify(data));
  return position + 1;
}

/** What becomes of a listing is told to the parties of its record, as every change of it is. */
function indexListing(view: Store, { record, status, reviewAt }: Listing, { told, block, position }: Written): number {
  view.run('INSERT OR REPLACE INTO listing VALUES (?, ?, ?)', record, status, reviewAt);
  // Its post and its end change the record too, and are told there.
  const head = told.typ.startsWith('listing.') && status !== 'delisted' ? view.state(recordKey(record)) : undefined;
  if (head === undefined || ![head.author, ...head.to].includes(view.agency)) return position;
  const data = { record, change: 'changed', statement: told.id, typ: told.typ, by: told.agency, state: status };
  view.run('INSERT INTO event VALUES (?, ?, ?, ?)', block, position, 'record', JSON.stringify(data));
  return position + 1;
}

function indexLicence(view: Store, key: string, block: bigint): void {
  const [, , authority = '', number = ''] = key.split('/');
  view.run('INSERT OR REPLACE INTO licence VALUES (?, ?, ?, ?)', key, authority, number, block);
}

/** Demanded: an auditor waits for its opening. */
function indexBatch(view: Store, { id, agency, at, demands }: Batch): void {
  const demanded = Number(demands.some(({ opened }) => opened === null));
  view.run('INSERT OR REPLACE INTO batch VALUES (?, ?, ?, ?)', id, agency, at, demanded);
}

function indexItem(view: Store, { id, record, posted }: Item): void {
  view.run('INSERT OR REPLACE INTO item VALUES (?, ?, ?)', id, record, posted);
}

function indexAccess(view: Store, access: Access, { told, block, position }: Written): number {
  const { id, record, officer, agency, owner, at } = access;
  view.run('INSERT OR REPLACE INTO access VALUES (?, ?, ?, ?, ?, ?)', id, record, officer, agency, owner, at);
  const change = changeOf(access, told.typ);
  if (owner !== view.agency || change === null) return position;
  const { item, unit, purpose, agreement, receipt } = access;
  const about = { access: id, record, item, change, by: agency, unit, officer, purpose, agreement };
  return ownersEvent(view, { ...about, released: receipt?.released ?? [] }, { block, position });
}

function changeOf({ receipt }: Access, typ: string): AccessChange | null {
  if (typ === 'access.request/1') return 'asked';
  if (typ === 'access.grant/1') return 'granted';
  return receipt?.outcome ?? null;
}

/** A lease is told once for each item of ours that it names. */
function indexLease(view: Store, lease: Lease, { told, block, position }: Written): number {
  const { id, items, agency, unit, officer, purpose } = lease;
  let next = position;
  for (const { record, item, owner, agreement } of items) {
    view.run('INSERT OR IGNORE INTO leased VALUES (?, ?)', record, id);
    if (owner !== view.agency) continue;
    const change: AccessChange = told.typ === 'lease.take/1' ? 'leased' : 'accounted';
    const about = { access: id, record, item, change, by: agency, unit, officer, purpose, agreement, released: [] };
    next = ownersEvent(view, about, { block, position: next });
  }
  return next;
}

type AccessEvent = Omit<Extract<GatewayEvent, { type: 'access' }>, 'id' | 'type'>;
type AccessChange = AccessEvent['change'];

/** Who wrote what is being opened hears of it as it happens. */
function ownersEvent(view: Store, data: AccessEvent, { block, position }: Pick<Written, 'block' | 'position'>): number {
  view.run('INSERT INTO event VALUES (?, ?, ?, ?)', block, position, 'access', JSON.stringify(data));
  return position + 1;
}
