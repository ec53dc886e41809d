import type { Roots } from '@tocsin/device';
import { type Inner, openFile, openRewrapped, openWitnessed, type Trust } from '@tocsin/envelope';
import { ensureContent, type StatementId } from '@tocsin/record';
import { CliError } from '../error.ts';
import type { LeaseBook } from './book.ts';
import type { KeptItem, KeptLease } from './kept.ts';
import { momentFor } from './moment.ts';

/** Whose device it is that opens, and whom it trusts. */
export interface Reader {
  readonly agency: string;
  readonly roots: Roots;
  clock(): Date;
}

export interface OpenedUnderLease {
  readonly lease: StatementId;
  readonly kept: KeptItem;
  readonly inner: Inner;
}

/** The lease in force that names an item. @throws CliError NO_LEASE */
export async function leaseFor(book: LeaseBook, item: StatementId, now: string): Promise<StatementId> {
  const entries = await book.entries();
  const found = entries.find((entry) => entry.at !== null && now < entry.until && entry.items.includes(item));
  if (found === undefined) throw new CliError('NO_LEASE', item);
  return found.id;
}

/**
 * Opens a leased file without any gateway. What came of it is noted on this device, to the disk, before anything is
 * returned to be shown.
 * @throws CliError NO_LEASE; EnvelopeError, WitnessError
 */
export async function openLeased(
  { reader, book, lease }: { readonly reader: Reader; readonly book: LeaseBook; readonly lease: KeptLease },
  id: StatementId,
): Promise<OpenedUnderLease> {
  const kept = lease.items.find(({ item }) => item.id === id);
  if (kept === undefined) throw new CliError('NO_LEASE', id);
  const at = await momentFor(book, { lease: lease.id, item: id }, reader.clock());
  try {
    const inner = await innerOf(reader, lease, kept);
    ensureContent(id === kept.item.record ? kept.item.kind : 'follow-up', inner.content);
    await book.note(lease.id, { item: id, at, outcome: 'opened' });
    return { lease: lease.id, kept, inner };
  } catch (error) {
    await book.note(lease.id, { item: id, at, outcome: 'failed' });
    throw error;
  }
}

async function innerOf({ agency: me, roots }: Reader, lease: KeptLease, kept: KeptItem): Promise<Inner> {
  const { proven, file, wrapped, releases, consented, item } = kept;
  const at = new Date(item.posted);
  const trust: Trust = { rootOf: (a) => roots.rootOf(a), crls: (a) => roots.crls(a), at, consented };
  if (proven.mode === 'witnessed') {
    const about = { file, head: proven.head, access: lease.id, esk: lease.esk, reader: wrapped, releases, me, trust };
    return (await openWitnessed(about)).inner;
  }
  const { head } = proven;
  const bound = { access: lease.id, file: head.id, fileHash: head.fileHash };
  const fileKey = openRewrapped(lease.esk, wrapped, bound);
  return openFile({ file, head, me, trust, fileKey }).finally(() => fileKey.fill(0));
}
