import { ApiError } from '@tocsin/gateway/api';
import { act, type Session } from '../session.ts';
import type { LeaseBook, LeaseEntry } from './book.ts';

/** Openings that one statement tells at most. */
const MOST = 50;

export interface Accounted {
  readonly lease: string;
  /** Openings told by this run. */
  readonly told: number;
  readonly closed: boolean;
}

/**
 * Tells the ledger what was opened under the leases of this device, each opening once, and closes those that are over:
 * what they held is destroyed first. How far an earlier run came is read from the ledger.
 * @param close closes all of them, over or not
 * @throws ApiError
 */
export async function account(session: Session, book: LeaseBook, close = false): Promise<Accounted[]> {
  const accounted: Accounted[] = [];
  for (const entry of await book.entries()) {
    const over = close || session.clock().toISOString() >= entry.until;
    const done = await accountFor(session, book, entry, over);
    if (done !== null) accounted.push(done);
  }
  return accounted;
}

async function accountFor(
  session: Session,
  book: LeaseBook,
  { id }: LeaseEntry,
  over: boolean,
): Promise<Accounted | null> {
  if (over) await book.destroy(id);
  const lease = await session.client.lease(id).catch(ifUnknown);
  // Never taken in, or closed by a run that was cut off before it could tidy up.
  if (lease === null || lease.closed !== null) {
    await book.forget(id);
    return null;
  }
  const openings = await book.openings(id);
  const before = lease.opened.length;
  let told = before;
  for (let closed = false; !closed && (told < openings.length || over); ) {
    const opened = openings.slice(told, told + MOST);
    closed = over && told + opened.length >= openings.length;
    await act(session, 'lease.account/1', { lease: id, opened, closed });
    told += opened.length;
  }
  if (over) await book.forget(id);
  return told === before && !over ? null : { lease: id, told: told - before, closed: over };
}

function ifUnknown(error: unknown): null {
  if (error instanceof ApiError && error.code === 'UNKNOWN_LEASE') return null;
  throw error;
}
