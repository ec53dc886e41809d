import { parseStatement } from '@tocsin/envelope/verify';
import type { Access, Block, Item, RecordHead, Transaction } from '@tocsin/record';
import { stateKindOf } from '@tocsin/record';
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
      indexAccess(view, JSON.parse(value) as Access);
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
  const { id, author, kind, state, precedence, posted, due } = head;
  const steps = stepsOf(head);
  view.run(
    'INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    author,
    kind,
    state,
    Number(steps.ended),
    precedence,
    posted,
    due.acknowledge,
    due.answer,
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

function indexItem(view: Store, { id, record, posted }: Item): void {
  view.run('INSERT OR REPLACE INTO item VALUES (?, ?, ?)', id, record, posted);
}

function indexAccess(view: Store, { id, record, officer, agency, owner, at }: Access): void {
  view.run('INSERT OR REPLACE INTO access VALUES (?, ?, ?, ?, ?, ?)', id, record, officer, agency, owner, at);
}
