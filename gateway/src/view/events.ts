import type { Instant } from '@tocsin/record';
import { GatewayError } from '../error.ts';
import type { View } from './view.ts';

/** Where a reader of events stands: behind the event of this block and position. */
export interface EventPlace {
  readonly block: bigint;
  readonly position: number;
}

export interface StoredEvent {
  readonly place: EventPlace;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
}

const PAGE = 256;

/** The next events after a place, at most a page of them. */
export function eventsAfter(view: View, { block, position }: EventPlace): StoredEvent[] {
  const sql = `SELECT CAST(block AS TEXT) AS block, position, type, data FROM event
    WHERE (block, position) > (?, ?) ORDER BY event.block, event.position LIMIT ${PAGE}`;
  return view.rows(sql, block, position).map((row) => ({
    place: { block: BigInt(String(row.block)), position: Number(row.position) },
    type: String(row.type),
    data: String(row.data),
  }));
}

/** Behind everything that has happened so far. */
export function latestPlace(view: View): EventPlace {
  const block = view.checkpoint?.number ?? -1n;
  return { block, position: Number.MAX_SAFE_INTEGER };
}

export const formatPlace = ({ block, position }: EventPlace): string => `${block}.${position}`;

/** Reads a Last-Event-ID. Throws MALFORMED_REQUEST. */
export function parsePlace(text: string): EventPlace {
  const [, block, position] = /^(\d{1,18})\.(\d{1,9})$/.exec(text) ?? [];
  if (block === undefined || position === undefined) throw new GatewayError('MALFORMED_REQUEST', 'Last-Event-ID');
  return { block: BigInt(block), position: Number(position) };
}

/** Ledger time of the last block that the view has applied; null before the first that holds a transaction. */
export function lastBlockTime(view: View): Instant | null {
  const row = view.row("SELECT data FROM event WHERE type = 'block' ORDER BY block DESC LIMIT 1");
  return row === undefined ? null : (JSON.parse(String(row.data)) as { at: Instant | null }).at;
}
