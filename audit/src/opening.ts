import {
  type Access,
  type AgencyCode,
  accessKey,
  type Digest,
  type Handle,
  type Instant,
  itemKey,
  officerKey,
  recordKey,
  type Slug,
  type StatementId,
  type UnitCode,
} from '@tocsin/record';
import type { ToldStatement, Trail } from './trail.ts';

/** What came of asking to open: what the reader's device says of it. */
export interface Receipt {
  readonly at: Instant;
  readonly outcome: string;
  readonly reason: string | null;
}

/** An author's agency that let one opening happen without the trustees, visible to every member. */
export interface Grant {
  readonly agency: AgencyCode;
  readonly officer: Handle;
  readonly at: Instant;
  readonly reason: Slug;
}

/** An opening under a read lease: committed beforehand, accounted for afterwards. */
export interface Leased {
  readonly lease: StatementId;
  readonly until: Instant;
  /** Openings that the officer has accounted for, by the officer's clock; `told` is the ledger's. */
  readonly opened: readonly { readonly at: Instant; readonly told: Instant; readonly outcome: string }[];
  /** The officer has said that nothing more was opened under it. */
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
export function openingsIn(trail: Trail): Opening[] {
  const after = new Aftermath(trail);
  return trail
    .told('access.request/1', 'lease.take/1')
    .flatMap((asked) => (asked.typ === 'lease.take/1' ? leased(trail, asked, after) : accessed(trail, asked, after)));
}

function accessed(trail: Trail, asked: ToldStatement, after: Aftermath): Opening[] {
  const access: Access | undefined = trail.state(accessKey(asked.id));
  if (access === undefined) return [];
  const { id, record, item, kind, owner, agency, unit, officer, purpose, basis, agreement, at } = access;
  const told = {
    id,
    record,
    item,
    kind,
    owner,
    agency,
    unit,
    officer,
    purpose,
    agreement,
    basis,
    case: access.case,
    at,
  };
  const { block } = asked;
  const clause = trail.state(recordKey(record))?.clause ?? '';
  return [{ ...told, block, clause, leased: null, grant: after.grantOf(id), ...after.receiptOf(id) }];
}

function leased(trail: Trail, { id, at, block, agency, officer, payload }: ToldStatement, after: Aftermath): Opening[] {
  const unit = trail.state(officerKey(officer))?.unit ?? '';
  const items = payload.items as readonly { readonly record: StatementId; readonly item: StatementId }[];
  return items.flatMap(({ record, item }) => {
    const [head, file] = [trail.state(recordKey(record)), trail.state(itemKey(item))];
    if (head === undefined || file === undefined) return [];
    const { kind, agreement, clause } = head;
    const asked = { id, at, block, record, item, kind, owner: file.author, agency, unit, officer, agreement, clause };
    const why = {
      purpose: String(payload.purpose),
      basis: String(payload.basis),
      case: payload.case === null ? null : String(payload.case),
    };
    const lease = { lease: id, until: String(payload.until), ...after.accountOf(id, item) };
    return [{ ...asked, ...why, released: [], faulty: [], receipt: null, grant: null, leased: lease }];
  });
}

/** What later statements say about askings: receipts, grants, accounts of leases. */
class Aftermath {
  readonly #receipts: ReadonlyMap<string, ToldStatement>;
  readonly #grants: ReadonlyMap<string, ToldStatement>;
  readonly #accounts: ReadonlyMap<string, readonly ToldStatement[]>;

  constructor(trail: Trail) {
    const by = (typ: string, member: string) =>
      trail.told(typ).map((one) => [String(one.payload[member]), one] as const);
    this.#receipts = new Map(by('access.receipt/1', 'access'));
    this.#grants = new Map(by('access.grant/1', 'access'));
    this.#accounts = Map.groupBy(trail.told('lease.account/1'), ({ payload }) => String(payload.lease));
  }

  receiptOf(access: StatementId): Pick<Opening, 'receipt' | 'released' | 'faulty'> {
    const told = this.#receipts.get(access);
    if (told === undefined) return { receipt: null, released: [], faulty: [] };
    const { outcome, reason, released = [], faulty = [] } = told.payload;
    const receipt = { at: told.at, outcome: String(outcome), reason: reason === null ? null : String(reason) };
    return { receipt, released: released as AgencyCode[], faulty: faulty as AgencyCode[] };
  }

  grantOf(access: StatementId): Grant | null {
    const told = this.#grants.get(access);
    if (told === undefined) return null;
    return { agency: told.agency, officer: told.officer, at: told.at, reason: String(told.payload.reason) };
  }

  accountOf(lease: StatementId, item: StatementId): Pick<Leased, 'opened' | 'closed'> {
    const accounts = this.#accounts.get(lease) ?? [];
    const opened = accounts.flatMap(({ at: told, payload }) =>
      (payload.opened as readonly { item: StatementId; at: Instant; outcome: string }[])
        .filter((one) => one.item === item)
        .map(({ at, outcome }) => ({ at, told, outcome })),
    );
    return { opened, closed: accounts.some(({ payload }) => payload.closed === true) };
  }
}
