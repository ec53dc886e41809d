import type { Purpose } from './agreement.ts';
import type { AgencyCode, Digest, Handle, Instant, Slug, StatementId, UnitCode } from './id.ts';

/** A lease lasts this long at most. */
export const LEASE_HOURS = 72;
/** What was signed under a lease must reach the ledger this long after its end; an opening told later is marked late. */
export const OUTBOX_HOURS = 24;
/** Openings under a lease are accounted for until this long after its end. */
export const ACCOUNT_DAYS = 30;
/** Openings that one lease holds at most. */
export const MAX_LEASE_OPENINGS = 400;

/** What may be opened under a lease, by which right. */
export interface LeasedItem {
  readonly record: StatementId;
  readonly item: StatementId;
  readonly kind: Slug;
  /** Agency that authored the item. */
  readonly owner: AgencyCode;
  readonly agreement: StatementId;
  readonly consent: StatementId | null;
}

/** One opening while the line was down, told afterwards. */
export interface LeasedOpening {
  readonly item: StatementId;
  /** The officer's clock. */
  readonly at: Instant;
  readonly outcome: 'opened' | 'failed';
  /** Ledger time of the account. */
  readonly told: Instant;
  /** Told more than 24 hours after the lease's end. */
  readonly late: boolean;
  /** By the officer's clock before the lease, after its end, or still to come, beyond the tolerance of clocks. */
  readonly outside: boolean;
}

/** Leave to open named items until a time, committed before the line goes down. Ledger key `lease/<id>`. */
export interface Lease {
  readonly id: StatementId;
  readonly officer: Handle;
  readonly agency: AgencyCode;
  readonly unit: UnitCode;
  readonly items: readonly LeasedItem[];
  readonly purpose: Purpose;
  /** Salted commitment to the written basis. */
  readonly basis: Digest;
  readonly case: Digest | null;
  /** SHA-256 of the device's one-time X-Wing key. */
  readonly epk: Digest;
  readonly at: Instant;
  readonly until: Instant;
  readonly opened: readonly LeasedOpening[];
  /** When its officer said that this is all. A lease that stays open is to be read as opened in all its items. */
  readonly closed: Instant | null;
}
