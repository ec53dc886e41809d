import { type Clause, coveringClause } from '../agreement.ts';
import { must } from '../error.ts';
import type { AgencyCode, Instant, StatementId } from '../id.ts';
import { kindNamed } from '../kind/kinds.ts';
import { LISTING } from '../listing.ts';
import type { Item, RecordHead } from '../record.ts';
import { agreementKey, itemKey, listingKey, recordKey, write } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { daysAfter, hoursAfter, millisAfter, toMillis } from '../time.ts';
import { activeMember, CLOCK_TOLERANCE_MS, mustNotBeAuditor } from './caller.ts';
import { proposed } from './listing.ts';
import type { Context, Rule } from './rule.ts';
import { epochsOf, fresh, mustBeDelivered, mustBeLocked, rosterOf } from './sealed.ts';

export const post: Rule<'record.post/1'> = {
  roles: ['author'],
  reads: ({ agreement, links, sealed }) => [
    agreementKey(agreement),
    ...links.map((link) => recordKey(link)),
    ...rosterOf(sealed),
  ],
  judge(statement, context) {
    const { state, now, caller } = context;
    const clause = coveredBy(statement, context);
    const due = dueOf(statement, now);
    mustBeInTime({ ...statement, due }, clause, now);
    const { witnessed } = kindNamed(statement.kind);
    mustBeLocked(statement.sealed, { needed: witnessed.post, witnessed, precedence: statement.precedence }, context);
    mustBeScreenable(statement);
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
      items: [id],
      rosters: epochsOf(sealed),
      purged: null,
    };
    const item: Item = { ...common, record: id, outcome: null, ...fresh(sealed, id) };
    const beside = kind === LISTING ? [write(listingKey(id), proposed(head))] : [];
    return [write(recordKey(id), head), write(itemKey(id), item), ...beside];
  },
};

/** Gateways of addressees open listings by their own keys, to screen names with nobody's help. */
const mustBeScreenable = ({ kind, sealed }: StatementOf<'record.post/1'>): void =>
  must(kind !== LISTING || sealed.mode === 'direct', 'DIRECT_REQUIRED', kind);

/** Others' records cannot be linked to: a link would mark a case that the author has no part in. */
function mustBeOwn(linked: RecordHead | undefined, link: StatementId, agency: AgencyCode): void {
  must(linked, 'UNKNOWN_RECORD', link);
  must(linked.author === agency || linked.to.includes(agency), 'NOT_ADDRESSED', link);
}

function coveredBy(statement: StatementOf<'record.post/1'>, { state, network, now }: Context): Clause {
  kindNamed(statement.kind);
  must(!statement.to.includes(statement.agency), 'NOT_ADDRESSED', 'the author cannot be an addressee');
  const to = statement.to.map((code) => activeMember(network, code));
  const author = activeMember(network, statement.agency);
  [author, ...to].forEach(mustNotBeAuditor);
  const agreement = state.get(agreementKey(statement.agreement));
  must(agreement, 'UNKNOWN_AGREEMENT');
  const { kind, purposes, handling } = statement;
  return coveringClause(agreement, { kind, purposes, handling, author, to }, now);
}

/**
 * What was signed while the line was down could not know when it would arrive: its due times are put off by as long as it
 * waited, so that its addressees have the time that its author gave them.
 */
function dueOf({ due, at, lease }: StatementOf<'record.post/1'>, now: Instant): RecordHead['due'] {
  if (lease === undefined || lease === null) return due;
  const waited = Math.max(0, toMillis(now) - toMillis(at));
  return { acknowledge: millisAfter(due.acknowledge, waited), answer: millisAfter(due.answer, waited) };
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
