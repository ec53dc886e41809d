import { setTimeout as pause } from 'node:timers/promises';
import {
  type Access,
  type AgencyCode,
  accessKey,
  agreementKey,
  itemKey,
  type Lease,
  type Ledger,
  leaseKey,
  networkKey,
  officerKey,
  recordKey,
  rosterKey,
  type StateKey,
  type StateKind,
  type StatementId,
  type StateOf,
} from '@tocsin/record';
import type { Store } from '../view/store.ts';
import type { Ticket } from './shown.ts';

const PAUSE_MS = 10;
const ATTEMPTS = 100;

/** State of the own peer as it was asked for: each key once, those named at the beginning in one question. */
export class Snapshot implements Pick<Ledger, 'state'> {
  readonly #ledger: Pick<Ledger, 'state'>;
  readonly #reads = new Map<string, Promise<unknown>>();

  /** `wanted`: keys that will be asked for; a key that is missing here, or too many, costs time and nothing else. */
  constructor(ledger: Pick<Ledger, 'state'>, wanted: readonly StateKey[]) {
    this.#ledger = ledger;
    // Whoever needs it is told of a fault; nobody else is.
    for (const key of wanted) this.state(key).catch(() => undefined);
  }

  state<K extends StateKind>(key: StateKey<K>): Promise<StateOf[K] | undefined> {
    const known = this.#reads.get(key) as Promise<StateOf[K] | undefined> | undefined;
    if (known !== undefined) return known;
    const asked = this.#ledger.state(key);
    this.#reads.set(key, asked);
    return asked;
  }
}

/** What decides on an access or lease, and the file that it is about. */
export type Facts = Pick<Ledger, 'agency' | 'state' | 'sealed'>;

/** A ledger whose state is that of a snapshot. */
export const factsFrom = (ledger: Ledger, snapshot: Snapshot): Facts => ({
  agency: ledger.agency,
  state: (key) => snapshot.state(key),
  sealed: (item) => ledger.sealed(item),
});

/**
 * What decides on an access or lease, and the file that an agency may be about to open, asked of the own peer in one
 * question. Whether that is the file which may be opened is decided like everything else.
 */
export async function factsFor(ledger: Ledger, view: Store, ticket: Ticket, agency: AgencyCode): Promise<Facts> {
  const item = shownIn(view, ticket, agency);
  const file = item === undefined ? undefined : ledger.sealed(item);
  // Whoever needs it is told of a fault.
  file?.catch(() => undefined);
  const facts = factsFrom(ledger, await snapshotFor(ledger, view, ticket));
  return { ...facts, sealed: (id) => (id === item && file !== undefined ? file : ledger.sealed(id)) };
}

/** The item of an agency's access or lease, as far as the view knows: files are not fetched for who makes one up. */
function shownIn(view: Store, ticket: Ticket, agency: AgencyCode): StatementId | undefined {
  if ('lease' in ticket) return view.state(leaseKey(ticket.lease))?.agency === agency ? ticket.item : undefined;
  const access = view.state(accessKey(ticket.access));
  return access?.agency === agency ? access.item : undefined;
}

/**
 * What decides on an access or lease, as the own peer has it now. The view says which keys those are; what they hold is the
 * peer's word alone. A peer of Fabric tells of a block some milliseconds before the block is in its state, and of that it
 * tells nobody: what its blocks have said of the access is waited for.
 */
export async function snapshotFor(ledger: Pick<Ledger, 'state'>, view: Store, ticket: Ticket): Promise<Snapshot> {
  const key: StateKey<'access' | 'lease'> = 'access' in ticket ? accessKey(ticket.access) : leaseKey(ticket.lease);
  const seen = view.state(key);
  for (let attempt = 1; ; attempt++) {
    const snapshot = new Snapshot(ledger, [key, ...decisive(view, ticket)]);
    const behind = seen !== undefined && isBehind(await snapshot.state(key), seen);
    if (!behind || attempt === ATTEMPTS) return snapshot;
    await pause(PAUSE_MS);
  }
}

const isBehind = (told: Access | Lease | undefined, seen: Access | Lease): boolean =>
  told === undefined || ('granted' in told && told.granted === null && 'granted' in seen && seen.granted !== null);

/** Everything that is held against a ticket, as far as the view knows what that is. */
function decisive(view: Store, ticket: Ticket): StateKey[] {
  const shown = 'access' in ticket ? view.state(accessKey(ticket.access)) : view.state(leaseKey(ticket.lease));
  if (shown === undefined) return [];
  const about = 'items' in shown ? shown.items.find(({ item }) => 'item' in ticket && item === ticket.item) : shown;
  if (about === undefined) return [];
  const { record, item, agreement } = about;
  const sealed = view.state(itemKey(item))?.sealed;
  const keys = [networkKey, officerKey(shown.officer), recordKey(record), itemKey(item), agreementKey(agreement)];
  return sealed?.mode === 'witnessed' ? [...keys, rosterKey(sealed.roster)] : keys;
}
