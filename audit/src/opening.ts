import {
  type AgencyCode,
  accessKey,
  type Digest,
  type Handle,
  type Instant,
  type LeasedOpening,
  leaseKey,
  recordKey,
  type Slug,
  type StatementId,
  type UnitCode,
} from '@tocsin/record';
import type { LedgerTrail, ToldStatement } from './trail.ts';

/** What came of asking to open: what the reader's device says of it. */
export interface Receipt {
  readonly at: Instant;
  readonly outcome: string;
  readonly reason: string | null;
}

/** An author's agency that let one opening happen without the trustees, visible to every member. */
export interface Grant {
  readonly agency: AgencyCode;
  readonly by: Handle;
  readonly at: Instant;
  readonly reason: string;
}

/** An opening under a read lease: committed beforehand, accounted for afterwards. */
export interface Leased {
  readonly until: Instant;
  /** Openings of this item that the officer has accounted for. */
  readonly opened: readonly Omit<LeasedOpening, 'item'>[];
  /** The officer has said that this is all. A lease that stays open is to be read as opened in all its items. */
  readonly closed: boolean;
}

/** Somebody asked to open one sealed file: the statement that asked, and all that followed from it. */
export interface Opening {
  /** The statement that asked: an access, or a lease (then several openings share it). */
  readonly id: StatementId;
  readonly at: Instant;
  readonly block: string;
  readonly record: StatementId;
  readonly item: StatementId;
  readonly kind: Slug;
  readonly owner: AgencyCode;
  readonly agency: AgencyCode;
  readonly unit: UnitCode;
  readonly officer: Handle;
  readonly purpose: string;
  readonly agreement: StatementId;
  readonly clause: Slug;
  /** The consent by which an agency opens that is neither author nor addressee. */
  readonly consent: StatementId | null;
  /** Commitment to the written basis; the text stays with the agency. */
  readonly basis: Digest;
  readonly case: Digest | null;
  /** Trustees whose shares were used, as the reader's device names them, and those whose shares were bad. */
  readonly released: readonly AgencyCode[];
  readonly faulty: readonly AgencyCode[];
  readonly receipt: Receipt | null;
  readonly grant: Grant | null;
  readonly leased: Leased | null;
}

/** Every asking to open, in the order of the ledger. */
export function openingsIn(trail: LedgerTrail): Opening[] {
  return trail
    .told('access.request/1', 'lease.take/1')
    .flatMap((asked) => (asked.typ === 'lease.take/1' ? leased(trail, asked) : accessed(trail, asked)));
}

function accessed(trail: LedgerTrail, { id, block }: ToldStatement): Opening[] {
  const access = trail.state(accessKey(id));
  if (access === undefined) return [];
  const { epk: _, roster: __, granted, receipt, ...told } = access;
  const { released = [], faulty = [], ...outcome } = receipt ?? {};
  const clause = trail.state(recordKey(access.record))?.clause ?? '';
  const came = { receipt: receipt === null ? null : (outcome as Receipt), released, faulty };
  const grant = granted === null ? null : { agency: access.owner, ...granted };
  return [{ ...told, block, clause, ...came, grant, leased: null }];
}

/** A lease asks for each of its items. */
function leased(trail: LedgerTrail, { id, block }: ToldStatement): Opening[] {
  const lease = trail.state(leaseKey(id));
  if (lease === undefined) return [];
  const { items, at, agency, unit, officer, purpose, basis, until, opened, closed } = lease;
  const common = { id, block, at, agency, unit, officer, purpose, basis, case: lease.case };
  return items.map(({ record, item, kind, owner, agreement, consent }) => {
    const clause = trail.state(recordKey(record))?.clause ?? '';
    const told = opened.filter((one) => one.item === item).map(({ item: _, ...one }) => one);
    const asked = { ...common, record, item, kind, owner, agreement, consent, clause };
    return { ...asked, ...nothing, grant: null, leased: { until, opened: told, closed: closed !== null } };
  });
}

const nothing = { receipt: null, released: [], faulty: [] } as const;
