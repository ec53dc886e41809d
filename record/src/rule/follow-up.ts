import { isParty, mustBeInForce } from '../agreement.ts';
import { must } from '../error.ts';
import { aboveCeiling } from '../handling.ts';
import { kindNamed } from '../kind/kinds.ts';
import { mustBeKept } from '../opening.ts';
import { advance } from '../procedure.ts';
import { type Item, MAX_ITEMS, type RecordHead } from '../record.ts';
import { agreementKey, itemKey, recordKey, type StateKey, write } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { activeMember } from './caller.ts';
import { known } from './record.ts';
import type { Context, Rule } from './rule.ts';
import { fresh, mustBeDelivered, mustBeLocked, rosterOf, withEpoch } from './sealed.ts';

export const followUp: Rule<'record.follow-up/1'> = {
  roles: ['author'],
  reads: ({ record, sealed }) => [recordKey(record), ...rosterOf(sealed)],
  andThen: (statement, state) => agreementOf(state.get(recordKey(statement.record))),
  judge(statement, context) {
    const head = known(statement, context);
    mustBeKept(head, context.now);
    const moved = advance(kindNamed(head.kind).procedure, head, 'follow-up', statement.agency, context.now);
    mustStayAmong(head, statement, context);
    const { witnessed } = kindNamed(head.kind);
    mustBeLocked(statement.sealed, { needed: witnessed.followUp, witnessed, precedence: head.precedence }, context);
    mustBeDelivered(statement.sealed, context.delivered);
    must(kindNamed(head.kind).outcomes.includes(statement.outcome), 'MALFORMED_STATEMENT', '/outcome');
    const { id, outcome, to, handling, sealed } = statement;
    const { kind, agreement, purposes, retain } = head;
    const author = { author: statement.agency, officer: context.caller.handle };
    const item: Item = {
      id,
      record: head.id,
      kind,
      ...author,
      to,
      agreement,
      purposes,
      handling,
      posted: context.now,
      retain,
      outcome,
      ...fresh(sealed, id),
    };
    return [write(recordKey(head.id), grown(moved, item)), write(itemKey(id), item)];
  },
};

/** The head with one more follow-up, and with its file if it brought one. */
function grown(head: RecordHead, { id, sealed }: Item): RecordHead {
  const followUps = head.followUps + 1;
  if (sealed === null) return { ...head, followUps };
  must(head.items.length < MAX_ITEMS, 'LIMIT_REACHED', `${MAX_ITEMS} sealed files`);
  return { ...head, followUps, items: [...head.items, id], rosters: withEpoch(head.rosters, sealed) };
}

const agreementOf = (head: RecordHead | undefined): StateKey[] =>
  head === undefined ? [] : [agreementKey(head.agreement)];

/**
 * An answer goes to parties of the record alone, under the same agreement, at most as far as the clause lets it.
 * Only those who write and receive it must still be members and parties: nobody silences the others by leaving.
 */
function mustStayAmong(
  head: RecordHead,
  statement: StatementOf<'record.follow-up/1'>,
  { state, network, now }: Context,
): void {
  const others = [head.author, ...head.to].filter((agency) => agency !== statement.agency);
  for (const agency of statement.to) {
    must(others.includes(agency), 'NOT_ADDRESSED', agency);
    activeMember(network, agency);
  }
  const agreement = state.get(agreementKey(head.agreement));
  must(agreement, 'UNKNOWN_AGREEMENT');
  mustBeInForce(agreement, now);
  for (const agency of [statement.agency, ...statement.to]) must(isParty(agreement, agency), 'NOT_A_PARTY', agency);
  const clause = agreement.clauses.find((candidate) => candidate.id === head.clause);
  must(clause && !aboveCeiling(statement.handling.tlp, clause.ceiling), 'HANDLING_ABOVE_CEILING', head.clause);
}
