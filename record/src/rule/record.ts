import type { Clause } from '../agreement.ts';
import { coveringClause, isParty, mustBeInForce } from '../agreement.ts';
import { must } from '../error.ts';
import { aboveCeiling } from '../handling.ts';
import type { AgencyCode, Instant, StatementId } from '../id.ts';
import { kindNamed } from '../kind/kinds.ts';
import { advance } from '../procedure.ts';
import { type Item, MAX_SEALED_BYTES, type RecordHead, type Sealed } from '../record.ts';
import { agreementKey, itemKey, recordKey, type StateKey, type Write, write } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { daysAfter, hoursAfter } from '../time.ts';
import { activeMember, CLOCK_TOLERANCE_MS } from './caller.ts';
import type { Context, Delivered, Rule } from './rule.ts';

export const post: Rule<'record.post/1'> = {
  role: 'author',
  reads: (statement) => [agreementKey(statement.agreement), ...statement.links.map((link) => recordKey(link))],
  judge(statement, context) {
    const { state, now, caller } = context;
    const clause = coveredBy(statement, context);
    mustBeInTime(statement, clause, now);
    mustBeDelivered(statement.sealed, context.delivered);
    for (const link of statement.links) mustBeOwn(state.get(recordKey(link)), link, statement.agency);
    const {
      id,
      kind,
      agency: author,
      to,
      agreement,
      purposes,
      handling,
      precedence,
      due,
      retain,
      sealed,
      links,
    } = statement;
    const { first, awaiting } = kindNamed(kind).procedure;
    const progress = Object.fromEntries(to.map((agency) => [agency, { state: awaiting, at: null }]));
    const common = { id, kind, author, officer: caller.handle, to, agreement, purposes, handling, posted: now, retain };
    const head: RecordHead = {
      ...common,
      clause: clause.id,
      precedence,
      due,
      state: first,
      progress,
      followUps: 0,
      ended: null,
      links,
    };
    const item: Item = { ...common, record: id, outcome: null, sealed };
    return [write(recordKey(id), head), write(itemKey(id), item)];
  },
};

/** Others' records cannot be linked to: a link would mark a case that the author has no part in. */
function mustBeOwn(linked: RecordHead | undefined, link: StatementId, agency: AgencyCode): void {
  must(linked, 'UNKNOWN_RECORD', link);
  must(linked.author === agency || linked.to.includes(agency), 'NOT_ADDRESSED', link);
}

function coveredBy(statement: StatementOf<'record.post/1'>, { state, network, now }: Context): Clause {
  kindNamed(statement.kind);
  must(!statement.to.includes(statement.agency), 'NOT_ADDRESSED', 'the author cannot be an addressee');
  const to = statement.to.map((code) => activeMember(network, code));
  const agreement = state.get(agreementKey(statement.agreement));
  must(agreement, 'UNKNOWN_AGREEMENT');
  const { kind, purposes, handling } = statement;
  return coveringClause(
    agreement,
    { kind, purposes, handling, author: activeMember(network, statement.agency), to },
    now,
  );
}

/** Due and retention are counted in ledger time; the officer's clock may be off by its tolerance. */
function mustBeInTime(statement: StatementOf<'record.post/1'>, clause: Clause, now: Instant): void {
  const slack = CLOCK_TOLERANCE_MS / 3_600_000;
  for (const step of ['acknowledge', 'answer'] as const) {
    const latest = hoursAfter(now, clause.due[step][statement.precedence] + slack);
    must(statement.due[step] > now && statement.due[step] <= latest, 'DUE_NOT_COVERED', `${clause.id}: ${step}`);
  }
  const longest = hoursAfter(daysAfter(now, clause.retentionDays), slack);
  must(statement.retain > now && statement.retain <= longest, 'RETENTION_NOT_COVERED', clause.id);
}

/** The sealed file travels with its statement and is exactly the one the statement names. */
function mustBeDelivered(sealed: Sealed | null, delivered: Delivered | null): void {
  must((sealed === null) === (delivered === null), sealed === null ? 'SEALED_FILE_MISMATCH' : 'SEALED_FILE_MISSING');
  if (sealed === null || delivered === null) return;
  must(delivered.size <= MAX_SEALED_BYTES, 'SEALED_FILE_TOO_LARGE');
  must(sealed.hash === delivered.hash && sealed.size === delivered.size, 'SEALED_FILE_MISMATCH');
}

export const acknowledge: Rule<'record.acknowledge/1'> = {
  role: 'author',
  reads: (statement) => [recordKey(statement.record)],
  judge: (statement, context) => [stepped(statement, 'acknowledge', context)],
};

export const followUp: Rule<'record.follow-up/1'> = {
  role: 'author',
  reads: (statement) => [recordKey(statement.record)],
  andThen: (statement, state) => agreementOf(state.get(recordKey(statement.record))),
  judge(statement, context) {
    const head = known(statement, context);
    mustBeLive(head, context.now);
    const moved = advance(kindNamed(head.kind).procedure, head, 'follow-up', statement.agency, context.now);
    mustStayAmong(head, statement, context);
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
      sealed,
    };
    return [write(recordKey(head.id), { ...moved, followUps: head.followUps + 1 }), write(itemKey(id), item)];
  },
};

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

export const withdraw: Rule<'record.withdraw/1'> = ending('withdraw', 'withdrawReasons');
export const close: Rule<'record.close/1'> = ending('close', 'closeReasons');

function ending<T extends 'record.withdraw/1' | 'record.close/1'>(
  step: string,
  reasons: 'withdrawReasons' | 'closeReasons',
): Rule<T> {
  return {
    role: 'author',
    reads: (statement) => [recordKey(statement.record)],
    judge(statement, context) {
      const { key, value } = stepped(statement, step, context);
      const head = value as RecordHead;
      must(kindNamed(head.kind)[reasons].includes(statement.reason), 'MALFORMED_STATEMENT', '/reason');
      return [write(key as StateKey<'record'>, { ...head, ended: { at: context.now, reason: statement.reason } })];
    },
  };
}

function known({ record }: { record: string }, { state }: Context): RecordHead {
  const head = state.get(recordKey(record));
  must(head, 'UNKNOWN_RECORD', record);
  return head;
}

const mustBeLive = (head: RecordHead, now: Instant): void => must(now < head.retain, 'RECORD_EXPIRED', head.id);

function stepped(statement: { agency: AgencyCode; record: string }, step: string, context: Context): Write {
  const head = known(statement, context);
  mustBeLive(head, context.now);
  return write(recordKey(head.id), advance(kindNamed(head.kind).procedure, head, step, statement.agency, context.now));
}
