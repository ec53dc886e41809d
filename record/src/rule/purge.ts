import { must } from '../error.ts';
import type { AgencyCode } from '../id.ts';
import { PURGED } from '../procedure.ts';
import { type Item, purgeReasons, RETENTION_OVER, type RecordHead, type Tombstone } from '../record.ts';
import { attestationKey, itemKey, type Loaded, recordKey, rosterKey, type Write, write } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { known } from './record.ts';
import type { Context, Rule } from './rule.ts';

/**
 * Ends a record for good: its files are destroyed on every peer, its head stays as a tombstone. By its author's agency at
 * any time, agreement or not; once its retention is over by any member's gateway, so that nobody has to think of it.
 */
export const purge: Rule<'record.purge/1'> = {
  roles: ['author', 'gateway'],
  reads: ({ record }) => [recordKey(record)],
  andThen: ({ record }, state) => {
    const head = state.get(recordKey(record));
    if (head === undefined) return [];
    return [...head.items.map((item) => itemKey(item)), ...head.rosters.map((epoch) => rosterKey(epoch))];
  },
  purges: ({ record }, state) => filesOf(record, state).map(({ id }) => id),
  judge(statement, context) {
    const head = known(statement, context);
    must(head.purged === null, 'ALREADY_PURGED', head.id);
    const rule = lawfulEnd(statement, head, context);
    const { agency: by, reason } = statement;
    const { caller, now, state } = context;
    const holders = holdersOf(head, state);
    const purged: Tombstone = { at: now, by, officer: caller.handle, reason, rule, holders };
    const ended = head.ended ?? { at: now, reason };
    return [
      write(recordKey(head.id), { ...head, state: PURGED, ended, purged }),
      ...filesOf(head.id, state).map(emptied),
    ];
  },
};

/** By which rule the record may be purged, with a reason of that rule. */
function lawfulEnd(
  { agency, reason }: StatementOf<'record.purge/1'>,
  head: RecordHead,
  { caller, now }: Context,
): Tombstone['rule'] {
  if (caller.roles.includes('author')) {
    must(agency === head.author, 'NOT_THE_AUTHOR', agency);
    must(includes(purgeReasons, reason), 'MALFORMED_STATEMENT', '/reason');
    return 'author';
  }
  must(now >= head.retain, 'RETENTION_NOT_OVER', head.retain);
  must(reason === RETENTION_OVER, 'MALFORMED_STATEMENT', '/reason');
  return 'retention';
}

const includes = (codes: readonly string[], code: string): boolean => codes.includes(code);

function filesOf(record: string, state: Loaded): Item[] {
  const items = state.get(recordKey(record))?.items ?? [];
  return items.flatMap((id) => state.get(itemKey(id)) ?? []).filter(({ sealed }) => sealed !== null);
}

const emptied = (item: Item): Write =>
  write(itemKey(item.id), { ...item, sealed: null, purged: item.sealed?.hash ?? null });

/** Whoever held a key or could keep a copy; a consent that was withdrawn was one all the same. */
function holdersOf(head: RecordHead, state: Loaded): AgencyCode[] {
  const shared = filesOf(head.id, state).flatMap((item) => item.shared.map(({ agency }) => agency));
  const trustees = head.rosters.flatMap((epoch) => state.get(rosterKey(epoch))?.trustees ?? []);
  return [...new Set([head.author, ...head.to, ...shared, ...trustees.map(({ agency }) => agency)])];
}

/** A holder's word that nothing is left with it; whose word is missing is told by name. */
export const attestPurge: Rule<'purge.attest/1'> = {
  roles: ['gateway', 'keymaster'],
  reads: ({ record, agency }) => [recordKey(record), attestationKey(record, agency)],
  judge(statement, context) {
    const { purged, id: record } = known(statement, context);
    const { agency, keys, copies } = statement;
    must(purged, 'NOT_PURGED', record);
    must(purged.holders.includes(agency), 'NOT_A_HOLDER', agency);
    const { state, caller, now } = context;
    must(state.get(attestationKey(record, agency)) === undefined, 'ALREADY_ATTESTED', agency);
    const attestation = { record, agency, officer: caller.handle, keys, copies, at: now };
    return [write(attestationKey(record, agency), attestation)];
  },
};
