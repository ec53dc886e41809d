import type { Handle, StatementId } from '@tocsin/record';
import { nameOf, type Showing } from '../access/shown.ts';
import type { UnitKey } from '../keys/unit-keys.ts';
import { codeOf } from '../plugins/fault-code.ts';
import type { Entry } from './entry.ts';
import type { EntryKind } from './kinds.ts';
import type { OwnLog } from './own-log.ts';

/** What becomes known while the work is done. */
export interface Note {
  item: StatementId | null;
  key: string | null;
}

export const keyName = (use: 'seal' | 'trustee', { unit, epoch }: Pick<UnitKey, 'unit' | 'epoch'>): string =>
  `${use} ${unit} ${epoch}`;

/**
 * Does something with a key, or refuses to, and writes down which before anybody is answered. Where it cannot be written
 * down, nothing is handed out.
 */
export async function noted<T>(
  log: Pick<OwnLog, 'append'>,
  kind: EntryKind,
  { ticket, agency, officer, now }: Pick<Showing, 'ticket' | 'agency' | 'now'> & { readonly officer: Handle | null },
  work: (note: Note) => Promise<T>,
): Promise<T> {
  const note: Note = { item: 'item' in ticket ? ticket.item : null, key: null };
  const entry = (more: Pick<Entry, 'kind' | 'code'>): Entry => ({
    at: now.toISOString(),
    agency,
    officer,
    access: nameOf(ticket),
    ...note,
    ...more,
  });
  let done: T;
  try {
    done = await work(note);
  } catch (fault) {
    await log.append(entry({ kind: 'refusal', code: codeOf(fault).code }));
    throw fault;
  }
  await log.append(entry({ kind, code: null }));
  return done;
}
