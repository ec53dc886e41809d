import { fromBase64url, fromUtf8, toBase64url, utf8 } from '@tocsin/envelope/verify';
import type { AgencyCode, Instant, Item, RecordHead, StatementId } from '@tocsin/record';
import { itemKey, recordKey } from '@tocsin/record';
import type { Late, RecordPage } from '../api/records.ts';
import { GatewayError } from '../error.ts';
import { stepsOf } from './steps.ts';
import type { Values } from './store.ts';
import type { View } from './view.ts';

/** Which records of the own agency to list, newest first. */
export interface RecordQuery {
  readonly box: 'inbox' | 'outbox';
  readonly state?: string | undefined;
  readonly overdue?: boolean | undefined;
  readonly unacknowledged?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly now: Instant;
}
/** Due times concern whoever must act: in the inbox the own agency, in the outbox any addressee. */
const concerned = {
  inbox: 'a.agency = :agency',
  outbox: 'r.author = :agency',
};
const conditions = {
  state: 'r.state = :state',
  unacknowledged: 'a.acknowledged = 0 AND r.ended = 0',
  overdue: 'r.ended = 0 AND ((a.acknowledged = 0 AND r.due_ack < :now) OR (a.answered = 0 AND r.due_answer < :now))',
  cursor: '(r.posted < :posted OR (r.posted = :posted AND r.id > :id))',
};

/** One page of the agency's inbox or outbox. Throws MALFORMED_REQUEST for a cursor that we did not hand out. */
export function listRecords(view: View, query: RecordQuery): RecordPage {
  const where = [concerned[query.box]];
  const values: Values = { agency: view.agency, limit: query.limit + 1 };
  if (query.state !== undefined) bind(conditions.state, { state: query.state });
  if (query.unacknowledged) bind(conditions.unacknowledged, {});
  if (query.overdue) bind(conditions.overdue, { now: query.now });
  if (query.cursor !== undefined) bind(conditions.cursor, readCursor(query.cursor));
  const sql = `SELECT DISTINCT r.id, r.posted FROM record r JOIN addressee a ON a.record = r.id
    WHERE ${where.join(' AND ')} ORDER BY r.posted DESC, r.id LIMIT :limit`;
  const ids = view.select(sql, values).map(({ id }) => String(id));
  const heads = ids.slice(0, query.limit).map((id) => headOf(view, id));
  const last = heads.at(-1);
  const next = ids.length > query.limit && last !== undefined ? writeCursor(last) : null;
  return { records: heads.map((head) => ({ head, late: lateOf(head, query.now) })), next };

  function bind(condition: string, bound: Record<string, string>): void {
    where.push(condition);
    Object.assign(values, bound);
  }
}

function headOf(view: View, id: StatementId): RecordHead {
  const head = view.state(recordKey(id));
  if (head === undefined) throw new Error('the index names a record that state does not hold');
  return head;
}

/** Who is late with what at a moment. */
export function lateOf(head: RecordHead, now: Instant): Late {
  const steps = stepsOf(head);
  const without = (done: (progress: string) => boolean, due: Instant): AgencyCode[] =>
    steps.ended || now < due ? [] : head.to.filter((agency) => !done(head.progress[agency]?.state ?? ''));
  return {
    acknowledge: without(steps.acknowledged, head.due.acknowledge),
    answer: without(steps.answered, head.due.answer),
  };
}

/** A record's sealed files: the post, then its follow-ups in the order of the ledger. */
export function itemsOf(view: View, record: StatementId): Item[] {
  const sql = `SELECT item.id FROM item JOIN statement ON statement.id = item.id
    WHERE item.record = ? ORDER BY statement.block, statement.position`;
  return view.rows(sql, record).flatMap(({ id }) => view.state(itemKey(String(id))) ?? []);
}

const writeCursor = ({ posted, id }: RecordHead): string => toBase64url(utf8(`${posted} ${id}`));

function readCursor(cursor: string): { posted: string; id: string } {
  try {
    const [, posted, id] = /^(20[0-9TZ:.-]{22}) ([a-z2-7]{26})$/.exec(fromUtf8(fromBase64url(cursor))) ?? [];
    if (posted !== undefined && id !== undefined) return { posted, id };
  } catch {
    // falls through: whatever is wrong with it, it is not ours
  }
  throw new GatewayError('MALFORMED_REQUEST', 'cursor');
}
