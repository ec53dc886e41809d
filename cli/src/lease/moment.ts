import { type Instant, MAX_LEASE_OPENINGS, millisAfter, type StatementId } from '@tocsin/record';
import { CliError } from '../error.ts';
import type { LeaseBook } from './book.ts';

/** What a statement can say: a device whose clock lost its battery shows 1970. */
const EARLIEST: Instant = '2000-01-01T00:00:00.000Z';

/**
 * When an opening is said to be: the device's clock, whatever it shows; the ledger marks what lies outside the lease. The
 * ledger takes each item and moment once, and so many openings in all. What it would not take could never be accounted
 * for, so it does not come about.
 * @throws CliError NO_LEASE
 */
export async function momentFor(
  book: Pick<LeaseBook, 'openings'>,
  { lease, item }: { readonly lease: StatementId; readonly item: StatementId },
  clock: Date,
): Promise<Instant> {
  const before = await book.openings(lease);
  if (before.length >= MAX_LEASE_OPENINGS) throw new CliError('NO_LEASE', `${MAX_LEASE_OPENINGS} openings under it`);
  const taken = new Set(before.filter((one) => one.item === item).map(({ at }) => at));
  const shown = clock.toISOString();
  let at = shown < EARLIEST ? EARLIEST : shown;
  while (taken.has(at)) at = millisAfter(at, 1);
  return at;
}
