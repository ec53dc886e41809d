import { ACCESS_QUOTA_PER_HOUR, type Access, type Quota } from '../access.ts';
import { isParty, mustBeInForce } from '../agreement.ts';
import { must } from '../error.ts';
import type { Instant } from '../id.ts';
import { accessKey, agreementKey, itemKey, quotaKey, recordKey, write } from '../state.ts';
import { hoursAfter } from '../time.ts';
import type { Rule } from './rule.ts';

export const requestAccess: Rule<'access.request/1'> = {
  role: 'reader',
  reads: (statement, caller) => [recordKey(statement.record), itemKey(statement.item), quotaKey(caller)],
  andThen: (statement, state) => {
    const head = state.get(recordKey(statement.record));
    return head === undefined ? [] : [agreementKey(head.agreement)];
  },
  judge(statement, { state, caller, now }) {
    const head = state.get(recordKey(statement.record));
    const item = state.get(itemKey(statement.item));
    must(head && item && item.record === head.id && item.sealed !== null, 'UNKNOWN_RECORD', statement.item);
    must(now < head.retain, 'RECORD_EXPIRED', head.id);
    must(head.state !== 'withdrawn', 'RECORD_WITHDRAWN', head.id);
    must(item.author === statement.agency || item.to.includes(statement.agency), 'NOT_ADDRESSED', statement.agency);
    const agreement = state.get(agreementKey(head.agreement));
    must(agreement, 'UNKNOWN_AGREEMENT');
    mustBeInForce(agreement, now);
    // Whoever leaves an agreement takes its own words along: they are released to nobody any more.
    for (const agency of [statement.agency, item.author]) must(isParty(agreement, agency), 'NOT_A_PARTY', agency);
    must(item.purposes.includes(statement.purpose), 'PURPOSE_NOT_ALLOWED', statement.purpose);
    const quota = counted(state.get(quotaKey(caller.handle)), now);
    const { id, record, agency, purpose, basis, epk } = statement;
    const access: Access = {
      id,
      record,
      item: item.id,
      kind: head.kind,
      owner: item.author,
      agency,
      unit: caller.unit,
      officer: caller.handle,
      purpose,
      basis,
      case: statement.case,
      agreement: agreement.id,
      epk,
      at: now,
      receipt: null,
    };
    return [write(accessKey(id), access), write(quotaKey(caller.handle), quota)];
  },
};

/** One more opening within the officer's hour; a new hour begins when the last one is over. */
function counted(quota: Quota | undefined, now: Instant): Quota {
  if (quota === undefined || now >= hoursAfter(quota.from, 1)) return { from: now, count: 1 };
  must(quota.count < ACCESS_QUOTA_PER_HOUR, 'QUOTA_EXCEEDED', String(ACCESS_QUOTA_PER_HOUR));
  return { from: quota.from, count: quota.count + 1 };
}

export const receiveAccess: Rule<'access.receipt/1'> = {
  role: 'reader',
  reads: (statement) => [accessKey(statement.access)],
  judge(statement, { state, caller, now }) {
    const access = state.get(accessKey(statement.access));
    must(access, 'UNKNOWN_ACCESS', statement.access);
    must(access.officer === caller.handle, 'NOT_YOUR_ACCESS');
    must(access.receipt === null, 'ALREADY_RECEIPTED', access.id);
    const receipt = { at: now, outcome: statement.outcome, reason: statement.reason };
    return [write(accessKey(access.id), { ...access, receipt })];
  },
};
