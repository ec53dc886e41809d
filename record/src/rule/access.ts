import { ACCESS_MINUTES, type Access, grantReasons } from '../access.ts';
import { must } from '../error.ts';
import { mustBeOpenable, mustBeReadable } from '../opening.ts';
import { accessKey, agreementKey, itemKey, quotaKey, recordKey, write } from '../state.ts';
import { toMillis } from '../time.ts';
import { counted } from './quota.ts';
import type { Rule } from './rule.ts';

export const requestAccess: Rule<'access.request/1'> = {
  roles: ['reader'],
  reads: (statement, caller) => [recordKey(statement.record), itemKey(statement.item), quotaKey(caller)],
  andThen: (statement, state) => {
    const head = state.get(recordKey(statement.record));
    return head === undefined ? [] : [agreementKey(head.agreement)];
  },
  judge(statement, { state, caller, now }) {
    const head = state.get(recordKey(statement.record));
    const item = state.get(itemKey(statement.item));
    must(head && item, 'UNKNOWN_RECORD', statement.item);
    const { id, record, agency, purpose, basis, epk } = statement;
    const agreement = state.get(agreementKey(head.agreement));
    const consent = mustBeOpenable({ head, item, agreement, agency, purpose, now });
    const quota = counted(state.get(quotaKey(caller.handle)), 1, now);
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
      agreement: head.agreement,
      epk,
      at: now,
      consent,
      granted: null,
      receipt: null,
    };
    return [write(accessKey(id), access), write(quotaKey(caller.handle), quota)];
  },
};

export const receiveAccess: Rule<'access.receipt/1'> = {
  roles: ['reader'],
  reads: (statement) => [accessKey(statement.access)],
  judge({ access: id, outcome, reason, released, faulty }, { state, caller, now }) {
    const access = state.get(accessKey(id));
    must(access, 'UNKNOWN_ACCESS', id);
    must(access.officer === caller.handle, 'NOT_YOUR_ACCESS');
    must(access.receipt === null, 'ALREADY_RECEIPTED', access.id);
    const both = released.find((agency) => faulty.includes(agency));
    must(both === undefined, 'MALFORMED_STATEMENT', '/faulty: released too');
    const receipt = { at: now, outcome, reason, released, faulty };
    return [write(accessKey(access.id), { ...access, receipt })];
  },
};

/** Break glass: the author's agency knows its own words, and may release them alone where every member sees it. */
export const grantAccess: Rule<'access.grant/1'> = {
  roles: ['author'],
  reads: (statement) => [accessKey(statement.access)],
  andThen: (statement, state) => {
    const access = state.get(accessKey(statement.access));
    return access === undefined ? [] : [recordKey(access.record)];
  },
  judge({ access: id, agency, reason }, { state, caller, now }) {
    const access = state.get(accessKey(id));
    must(access, 'UNKNOWN_ACCESS', id);
    must(access.owner === agency, 'NOT_THE_AUTHOR', agency);
    must(access.granted === null, 'ALREADY_GRANTED', id);
    must(toMillis(now) - toMillis(access.at) <= ACCESS_MINUTES * 60_000, 'ACCESS_TOO_OLD', id);
    const head = state.get(recordKey(access.record));
    must(head, 'UNKNOWN_RECORD', access.record);
    mustBeReadable(head, now);
    must((grantReasons as readonly string[]).includes(reason), 'MALFORMED_STATEMENT', '/reason');
    return [write(accessKey(id), { ...access, granted: { by: caller.handle, at: now, reason } })];
  },
};
