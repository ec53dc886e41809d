import { ACCESS_MINUTES, type Access, grantReasons } from '../access.ts';
import { must } from '../error.ts';
import { mustBeOpenable, mustBeReadable } from '../opening.ts';
import type { Roster } from '../roster.ts';
import { accessKey, agreementKey, itemKey, networkKey, quotaKey, recordKey, rosterKey, write } from '../state.ts';
import { toMillis } from '../time.ts';
import { counted } from './quota.ts';
import type { Rule } from './rule.ts';
import { epochsOf } from './sealed.ts';

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
      roster: epochsOf(item.sealed)[0] ?? null,
      granted: null,
      receipt: null,
    };
    return [write(accessKey(id), access), write(quotaKey(caller.handle), quota)];
  },
};

export const receiveAccess: Rule<'access.receipt/1'> = {
  roles: ['reader'],
  reads: (statement) => [accessKey(statement.access)],
  andThen: (statement, state) => {
    const access = state.get(accessKey(statement.access));
    return access === undefined ? [] : locks(access, state.get(networkKey)?.roster).map((epoch) => rosterKey(epoch));
  },
  judge({ access: id, outcome, reason, released, faulty }, { state, caller, now, network }) {
    const access = state.get(accessKey(id));
    must(access, 'UNKNOWN_ACCESS', id);
    must(access.officer === caller.handle, 'NOT_YOUR_ACCESS');
    must(access.receipt === null, 'ALREADY_RECEIPTED', access.id);
    const both = released.find((agency) => faulty.includes(agency));
    must(both === undefined, 'MALFORMED_STATEMENT', '/faulty: released too');
    const rosters = locks(access, network.roster).flatMap((epoch) => state.get(rosterKey(epoch)) ?? []);
    mustBePossible({ ...access, outcome, released, faulty }, rosters);
    const receipt = { at: now, outcome, reason, released, faulty };
    return [write(accessKey(access.id), { ...access, receipt })];
  },
};

/** Rosters that may have locked the file: the one at the time, or the one in force if it has got a new header since. */
const locks = ({ roster }: Access, inForce: number | undefined): number[] =>
  roster === null ? [] : [...new Set([roster, ...(inForce === undefined ? [] : [inForce])])];

/**
 * Who released is the officer's word; that they could have is not: trustees of the file's roster, as many as it takes, and
 * nobody for a direct file. With the glass broken none is needed.
 */
function mustBePossible(
  {
    outcome,
    released,
    faulty,
    granted,
  }: Pick<Access, 'granted'> & Pick<NonNullable<Access['receipt']>, 'outcome' | 'released' | 'faulty'>,
  rosters: readonly Roster[],
): void {
  const needed = ({ t }: Roster): number => (outcome === 'opened' && (granted === null || released.length > 0) ? t : 0);
  const fits = (roster: Roster): boolean =>
    [...released, ...faulty].every((code) => roster.trustees.some(({ agency }) => agency === code)) &&
    released.length >= needed(roster);
  const isDirect = rosters.length === 0;
  must(isDirect ? released.length + faulty.length === 0 : rosters.some(fits), 'RECEIPT_UNFOUNDED');
}

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
