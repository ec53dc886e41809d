import { digest, equalBytes, fromHex } from '@tocsin/envelope';
import {
  ACCESS_MINUTES,
  type Access,
  type AgencyCode,
  accessKey,
  type Handle,
  type Instant,
  type Lease,
  type Ledger,
  leaseKey,
  type Purpose,
  Refusal,
  type StatementId,
  toMillis,
} from '@tocsin/record';

/** What is shown to a gateway so that it releases a key: a committed access, or an item of a committed lease. */
export type Ticket = { readonly access: StatementId } | { readonly lease: StatementId; readonly item: StatementId };

/** Who shows it, for which device, when. */
export interface Showing {
  readonly ticket: Ticket;
  /** Whose officer or gateway asks. */
  readonly agency: AgencyCode;
  /** The very officer, where an officer asks. */
  readonly officer: Handle | null;
  /** The device's one-time X-Wing public key, 1216 bytes. */
  readonly epk: Uint8Array;
  readonly now: Date;
}

/** What the ledger says of it, the same for both. */
export interface Shown {
  readonly id: StatementId;
  readonly agency: AgencyCode;
  readonly officer: Handle;
  readonly record: StatementId;
  readonly item: StatementId;
  readonly agreement: StatementId;
  readonly purpose: Purpose;
  readonly epk: string;
  readonly at: Instant;
  readonly granted: Access['granted'];
}

/**
 * The access or lease as the own peer has it now, if it is the asker's, names this device and is young enough.
 * @throws Refusal UNKNOWN_ACCESS, UNKNOWN_LEASE, NOT_IN_LEASE, NOT_YOUR_ACCESS, ACCESS_TOO_OLD; LedgerFault
 */
export async function shownTo(ledger: Pick<Ledger, 'state'>, showing: Showing): Promise<Shown> {
  const shown = await standing(ledger, showing.ticket);
  if (shown.agency !== showing.agency) throw new Refusal('NOT_YOUR_ACCESS', "another agency's");
  if (showing.officer !== null && shown.officer !== showing.officer) throw new Refusal('NOT_YOUR_ACCESS');
  if (!equalBytes(fromHex(digest(showing.epk)), fromHex(shown.epk))) {
    throw new Refusal('NOT_YOUR_ACCESS', 'another one-time key');
  }
  const age = showing.now.getTime() - toMillis(shown.at);
  if (age > ACCESS_MINUTES * 60_000) throw new Refusal('ACCESS_TOO_OLD');
  return shown;
}

async function standing(ledger: Pick<Ledger, 'state'>, ticket: Ticket): Promise<Shown> {
  if ('access' in ticket) {
    const access = await ledger.state(accessKey(ticket.access));
    if (access === undefined) throw new Refusal('UNKNOWN_ACCESS', ticket.access);
    return access;
  }
  const lease = await ledger.state(leaseKey(ticket.lease));
  if (lease === undefined) throw new Refusal('UNKNOWN_LEASE', ticket.lease);
  return leasedIn(lease, ticket.item);
}

function leasedIn(lease: Lease, item: StatementId): Shown {
  const leased = lease.items.find((one) => one.item === item);
  if (leased === undefined) throw new Refusal('NOT_IN_LEASE', item);
  if (lease.closed !== null) throw new Refusal('LEASE_OVER', lease.id);
  const { id, agency, officer, purpose, epk, at } = lease;
  return { id, agency, officer, ...leased, purpose, epk, at, granted: null };
}

export const nameOf = (ticket: Ticket): StatementId => ('access' in ticket ? ticket.access : ticket.lease);
