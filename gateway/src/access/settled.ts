import { setTimeout as pause } from 'node:timers/promises';
import { type Access, accessKey, type Lease, type Ledger, leaseKey, type StateKey } from '@tocsin/record';
import type { Store } from '../view/store.ts';
import { nameOf, type Ticket } from './shown.ts';

const PAUSE_MS = 10;
const ATTEMPTS = 100;

/**
 * Resolves once the own peer's state has what its own blocks have said of an access or lease. A peer of Fabric tells of a
 * block some milliseconds before the block is in its state, and of that it tells nobody. What state then says counts.
 */
export async function settled(ledger: Pick<Ledger, 'state'>, view: Store, ticket: Ticket): Promise<void> {
  const key: StateKey<'access' | 'lease'> = 'access' in ticket ? accessKey(nameOf(ticket)) : leaseKey(nameOf(ticket));
  const seen = view.state(key);
  if (seen === undefined) return;
  for (let n = 0; n < ATTEMPTS && isBehind(await ledger.state(key), seen); n++) await pause(PAUSE_MS);
}

const isBehind = (told: Access | Lease | undefined, seen: Access | Lease): boolean =>
  told === undefined || ('granted' in told && told.granted === null && 'granted' in seen && seen.granted !== null);
