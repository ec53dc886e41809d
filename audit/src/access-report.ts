import {
  ACCESS_MINUTES,
  type AgencyCode,
  agreementKey,
  type Handle,
  type Instant,
  networkKey,
  type Slug,
  type StatementId,
  toMillis,
} from '@tocsin/record';
import { type Opening, openingsIn } from './opening.ts';
import { isLate, Progress } from './progress.ts';
import type { LedgerTrail, Reach, Trail } from './trail.ts';

/** Which openings a report is about; every condition that is given must hold. */
export interface AccessQuestion {
  readonly record?: StatementId | undefined;
  readonly officer?: Handle | undefined;
  /** Agency that asked. */
  readonly agency?: AgencyCode | undefined;
  /** Agency that wrote what was asked for. */
  readonly owner?: AgencyCode | undefined;
  /** Kind of the record. */
  readonly kind?: Slug | undefined;
  readonly purpose?: string | undefined;
  /** Ledger time, inclusive. */
  readonly since?: Instant | undefined;
  /** Ledger time, exclusive. */
  readonly until?: Instant | undefined;
}

/** What is missing or out of the ordinary about an opening. */
export const remarks = [
  'no-receipt',
  'not-accounted',
  'accounted-late',
  'opened-outside-lease',
  'failed',
  'granted',
  'faulty-trustee',
  'never-acknowledged',
  'never-answered',
] as const;
export type Remark = (typeof remarks)[number];

/** One opening with what the reader's agency did about the record afterwards. Times are whole seconds. */
export interface ReportedOpening extends Opening {
  /** Name of the agreement. */
  readonly under: Slug;
  readonly receiptSeconds: number | null;
  /** The reader's agency acknowledged the record: when, and how long after it was posted. */
  readonly acknowledged: { readonly at: Instant; readonly seconds: number } | null;
  readonly answered: { readonly at: Instant; readonly seconds: number } | null;
  readonly remarks: readonly Remark[];
}

/** Who asked to open what, and what came of it. Equal blocks give equal bytes, wherever they were read. */
export interface AccessReport {
  readonly network: Slug;
  readonly reach: Reach;
  readonly asked: AccessQuestion;
  readonly openings: readonly ReportedOpening[];
  readonly totals: Readonly<Record<'asked' | 'opened' | Remark, number>>;
}

/** @throws RangeError for a trail without blocks */
export function accessReport(trail: Trail, question: AccessQuestion = {}): AccessReport {
  const reach = reachOf(trail);
  const progress = new Progress(trail);
  const openings = openingsIn(trail)
    .filter((opening) => isAskedFor(opening, question))
    .map((opening) => reported(trail, progress, opening, reach.at));
  return { network: networkOf(trail), reach, asked: given(question), openings, totals: totalsOf(openings) };
}

export function reachOf(trail: LedgerTrail): Reach {
  if (trail.reach === null) throw new RangeError('a ledger without blocks has nothing to report');
  return trail.reach;
}

export const networkOf = (trail: LedgerTrail): Slug => trail.state(networkKey)?.name ?? '';

function isAskedFor(opening: Opening, question: AccessQuestion): boolean {
  const members = ['record', 'officer', 'agency', 'owner', 'kind', 'purpose'] as const;
  const { since = '', until } = question;
  return (
    members.every((member) => question[member] === undefined || question[member] === opening[member]) &&
    opening.at >= since &&
    (until === undefined || opening.at < until)
  );
}

/** Conditions that were not given are left out, so that they have one spelling. */
const given = (question: AccessQuestion): AccessQuestion =>
  Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined));

function reported(trail: Trail, progress: Progress, opening: Opening, now: Instant): ReportedOpening {
  const handled = progress.of(opening.record, opening.agency);
  const posted = handled?.record.posted ?? opening.at;
  const since = (at: Instant | null | undefined) => (at ? { at, seconds: seconds(posted, at) } : null);
  return {
    ...opening,
    under: trail.state(agreementKey(opening.agreement))?.name ?? '',
    receiptSeconds: opening.receipt === null ? null : seconds(opening.at, opening.receipt.at),
    acknowledged: since(handled?.acknowledged),
    answered: since(handled?.answered),
    remarks: [
      ...remarksOn(opening, now),
      ...(handled !== undefined && isLate(handled, 'acknowledge', now) ? (['never-acknowledged'] as const) : []),
      ...(handled !== undefined && isLate(handled, 'answer', now) ? (['never-answered'] as const) : []),
    ],
  };
}

function remarksOn({ at, receipt, leased, grant, faulty }: Opening, now: Instant): Remark[] {
  const over = leased === null ? toMillis(at) + ACCESS_MINUTES * 60_000 <= toMillis(now) : leased.until <= now;
  const found: Remark[] = [];
  if (leased === null && receipt === null && over) found.push('no-receipt');
  if (leased !== null && over && !leased.closed) found.push('not-accounted');
  if (leased?.opened.some(({ late }) => late)) found.push('accounted-late');
  if (leased?.opened.some(({ outside }) => outside)) found.push('opened-outside-lease');
  if (receipt?.outcome === 'failed' || leased?.opened.some(({ outcome }) => outcome !== 'opened')) found.push('failed');
  if (grant !== null) found.push('granted');
  if (faulty.length > 0) found.push('faulty-trustee');
  return found;
}

const seconds = (from: Instant, to: Instant): number => Math.round((toMillis(to) - toMillis(from)) / 1000);

function totalsOf(openings: readonly ReportedOpening[]): AccessReport['totals'] {
  const count = (fits: (opening: ReportedOpening) => boolean): number => openings.filter(fits).length;
  const opened = count(({ receipt, leased }) => receipt?.outcome === 'opened' || (leased?.opened.length ?? 0) > 0);
  const byRemark = remarks.map((remark) => [remark, count((opening) => opening.remarks.includes(remark))] as const);
  return { asked: openings.length, opened, ...(Object.fromEntries(byRemark) as Record<Remark, number>) };
}
