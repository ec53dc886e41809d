import { must } from '../error.ts';
import type { Instant } from '../id.ts';
import {
  ACCOUNT_DAYS,
  LEASE_HOURS,
  type Lease,
  type LeasedItem,
  type LeasedOpening,
  MAX_LEASE_OPENINGS,
  OUTBOX_HOURS,
} from '../lease.ts';
import { mustBeOpenable } from '../opening.ts';
import { agreementKey, itemKey, leaseKey, quotaKey, recordKey, write } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { daysAfter, hoursAfter } from '../time.ts';
import { CLOCK_TOLERANCE_MS, isWithin } from './caller.ts';
import { counted } from './quota.ts';
import type { Context, Rule } from './rule.ts';

/** Leave to open named items while the line is down: each is asked for as any access is, and counts in the quota. */
export const takeLease: Rule<'lease.take/1'> = {
  roles: ['reader'],
  reads: ({ items }, caller) => [
    ...new Set(items.map(({ record }) => recordKey(record))),
    ...new Set(items.map(({ item }) => itemKey(item))),
    quotaKey(caller),
  ],
  andThen: ({ items }, state) => {
    const agreements = items.flatMap(({ record }) => state.get(recordKey(record))?.agreement ?? []);
    return [...new Set(agreements)].map((agreement) => agreementKey(agreement));
  },
  judge(statement, context) {
    const { id, agency, until, purpose, basis, epk } = statement;
    const { state, caller, now } = context;
    const slack = CLOCK_TOLERANCE_MS / 3_600_000;
    must(until > now && until <= hoursAfter(now, LEASE_HOURS + slack), 'LEASE_OVER', `${LEASE_HOURS} hours at most`);
    const items = statement.items.map((one) => leased(one, statement, context));
    const quota = counted(state.get(quotaKey(caller.handle)), items.length, now);
    const lease: Lease = {
      id,
      officer: caller.handle,
      agency,
      unit: caller.unit,
      items,
      purpose,
      basis,
      case: statement.case,
      epk,
      at: now,
      until,
      opened: [],
      closed: null,
    };
    return [write(leaseKey(id), lease), write(quotaKey(caller.handle), quota)];
  },
};

/** A lease does not outlast the retention of what it opens. */
function leased(
  named: { record: string; item: string },
  { agency, purpose, until }: StatementOf<'lease.take/1'>,
  { state, now }: Context,
): LeasedItem {
  const head = state.get(recordKey(named.record));
  const item = state.get(itemKey(named.item));
  must(head && item, 'UNKNOWN_RECORD', named.item);
  const { agreement, kind } = head;
  const about = { head, item, agency, purpose, now };
  const consent = mustBeOpenable({ ...about, agreement: state.get(agreementKey(agreement)) });
  must(until <= head.retain, 'RECORD_EXPIRED', head.id);
  return { record: head.id, item: item.id, kind, owner: item.author, agreement, consent };
}

/** What was opened under a lease, told when the line is back; told late is told too, and marked. */
export const accountLease: Rule<'lease.account/1'> = {
  roles: ['reader'],
  reads: (statement) => [leaseKey(statement.lease)],
  judge(statement, { state, caller, now }) {
    const lease = state.get(leaseKey(statement.lease));
    must(lease, 'UNKNOWN_LEASE', statement.lease);
    must(lease.officer === caller.handle, 'NOT_YOUR_ACCESS', lease.id);
    must(lease.closed === null, 'LEASE_OVER', 'closed');
    must(now < daysAfter(lease.until, ACCOUNT_DAYS), 'LEASE_OVER', `${ACCOUNT_DAYS} days ago`);
    const told = statement.opened.map((opening) => openingOf(opening, lease, now));
    const opened = [...lease.opened, ...told];
    must(opened.length <= MAX_LEASE_OPENINGS, 'LIMIT_REACHED', `${MAX_LEASE_OPENINGS} openings`);
    const closed = statement.closed ? now : null;
    return [write(leaseKey(lease.id), { ...lease, opened, closed })];
  },
};

function openingOf(
  { item, at, outcome }: StatementOf<'lease.account/1'>['opened'][number],
  lease: Lease,
  now: Instant,
): LeasedOpening {
  must(
    lease.items.some((leasedItem) => leasedItem.item === item),
    'NOT_IN_LEASE',
    item,
  );
  const again = lease.opened.some((before) => before.item === item && before.at === at);
  must(!again, 'ALREADY_RECEIPTED', item);
  const late = now >= hoursAfter(lease.until, OUTBOX_HOURS);
  // Marked and never refused: an officer whose clock was wrong must be able to tell what was opened all the same.
  const outside = !isWithin(lease, at, now);
  return { item, at, outcome, told: now, late, outside };
}
