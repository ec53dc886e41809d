import { type AgencyCode, agencyKey, agreementKey, daysAfter, type Instant, type Slug, toMillis } from '@tocsin/record';
import { networkOf, reachOf } from './access-report.ts';
import { endOfHalfYear, halfYearOf } from './half-year.ts';
import { type Opening, openingsIn } from './opening.ts';
import { type Handled, isLate, Progress } from './progress.ts';
import { withheldAlone } from './small-cells.ts';
import type { LedgerTrail, Reach } from './trail.ts';

/** Seconds that half, and nine in ten, took at most. */
export interface Span {
  readonly median: number;
  readonly p90: number;
}

/** One cell: null where it is withheld. Times are told where at least k of the cell have them. */
export interface StatisticsCell {
  readonly count: number | null;
  readonly acknowledged: Span | null;
  readonly answered: Span | null;
}

/** Counts by one heading and half-year, the totals last in either direction. */
export interface StatisticsTable {
  /** Addressed records (a record counts once for each addressee), or openings asked for. */
  readonly of: 'records' | 'openings';
  readonly by: 'corridor' | 'agreement' | 'kind' | 'standing' | 'purpose';
  readonly headings: readonly string[];
  readonly cells: readonly (readonly StatisticsCell[])[];
}

export interface Statistics {
  readonly network: Slug;
  readonly reach: Reach;
  /** Counts between 1 and k - 1 are withheld, and whatever would betray them. */
  readonly k: number;
  /** False where k is below what may be published: the report shows counts of few people and must say so. */
  readonly suppressed: boolean;
  readonly halfYears: readonly string[];
  readonly tables: readonly StatisticsTable[];
}

export interface StatisticsOptions {
  /** Smallest count that is shown; default 10. */
  readonly k?: number;
  /** Also count the half-year that has not ended: two reports of it could be subtracted from each other. */
  readonly current?: boolean;
}

/** One thing that is counted. */
interface Fact {
  readonly at: Instant;
  readonly under: Readonly<Partial<Record<StatisticsTable['by'], string>>>;
  readonly acknowledgeSeconds: number | null;
  readonly answerSeconds: number | null;
}

/** The smallest count that is shown in what may be published. */
export const SMALLEST_SHOWN = 10;

/** Counts and answer times that read no content and betray no small cell. @throws RangeError without blocks */
export function statistics(
  trail: LedgerTrail,
  { k = SMALLEST_SHOWN, current = false }: StatisticsOptions = {},
): Statistics {
  const reach = reachOf(trail);
  const progress = new Progress(trail);
  const counted = ({ at }: Fact): boolean => current || isSettled(halfYearOf(at), reach.at);
  const records = progress.all.map((handled) => recordFact(trail, handled, reach.at)).filter(counted);
  const openings = openingsIn(trail)
    .map((opening) => openingFact(trail, opening))
    .filter(counted);
  const halfYears = [...new Set([...records, ...openings].map(({ at }) => halfYearOf(at)))].sort();
  const tables = [
    ...tablesOf('records', ['corridor', 'agreement', 'kind', 'standing'], records, { halfYears, k }),
    ...tablesOf('openings', ['corridor', 'agreement', 'kind', 'purpose'], openings, { halfYears, k }),
  ];
  return { network: networkOf(trail), reach, k, suppressed: k >= SMALLEST_SHOWN, halfYears, tables };
}

/** Ended for a day: a statement that came to the ledger late has come by then, and the count stays what it is. */
const isSettled = (halfYear: string, now: Instant): boolean => daysAfter(endOfHalfYear(halfYear), 1) <= now;

/**
 * What stood at the end of the half-year that a record was posted in: an ended one says the same in every later report, so
 * that nobody learns from the difference of two what a single record's addressee did in between.
 */
function atItsEnd(handled: Handled): Handled {
  const { record, acknowledged, answered } = handled;
  const end = endOfHalfYear(halfYearOf(record.posted));
  const until = (at: Instant | null) => (at !== null && at < end ? at : null);
  const ended = record.ended !== null && record.ended.at < end ? record.ended : null;
  return { ...handled, record: { ...record, ended }, acknowledged: until(acknowledged), answered: until(answered) };
}

function recordFact(trail: LedgerTrail, found: Handled, now: Instant): Fact {
  const handled = atItsEnd(found);
  const { record, agency, acknowledged, answered } = handled;
  const end = endOfHalfYear(halfYearOf(record.posted));
  const since = (at: Instant | null) => (at === null ? null : (toMillis(at) - toMillis(record.posted)) / 1000);
  return {
    at: record.posted,
    under: {
      corridor: corridorOf(trail, record.author, agency),
      agreement: trail.state(agreementKey(record.agreement))?.name ?? '',
      kind: record.kind,
      standing: standingOf(handled, end < now ? end : now),
    },
    acknowledgeSeconds: since(acknowledged),
    answerSeconds: since(answered),
  };
}

function openingFact(trail: LedgerTrail, { owner, agency, agreement, kind, purpose, at }: Opening): Fact {
  const under = {
    corridor: corridorOf(trail, owner, agency),
    agreement: trail.state(agreementKey(agreement))?.name ?? '',
    kind,
    purpose,
  };
  return { at, under, acknowledgeSeconds: null, answerSeconds: null };
}

/** From the country of whoever wrote to the country of whoever received. */
const corridorOf = (trail: LedgerTrail, from: AgencyCode, to: AgencyCode): string =>
  `${countryOf(trail, from)}-${countryOf(trail, to)}`;

const countryOf = (trail: LedgerTrail, agency: AgencyCode): string => trail.state(agencyKey(agency))?.country ?? '??';

function standingOf(handled: Handled, now: Instant): string {
  if (handled.answered !== null) return 'answered';
  if (handled.acknowledged !== null) return isLate(handled, 'answer', now) ? 'answer-late' : 'acknowledged';
  return isLate(handled, 'acknowledge', now) ? 'acknowledgement-late' : 'waiting';
}

interface Layout {
  readonly halfYears: readonly string[];
  readonly k: number;
}

function tablesOf(
  of: StatisticsTable['of'],
  headings: readonly StatisticsTable['by'][],
  facts: readonly Fact[],
  layout: Layout,
): StatisticsTable[] {
  const sorted = headings.map((by) => new Sorted(by, facts, layout.halfYears));
  const masks = withheldAlone(sorted, layout.k);
  return sorted.map((table, i) => {
    const cells = table.facts.map((row, r) =>
      row.map((cell, c) => cellOf(cell, masks[i]?.[r]?.[c] === true, layout.k)),
    );
    return { of, by: table.by, headings: table.rows, cells };
  });
}

/** Facts by heading and half-year, with everything once more in the totals. */
class Sorted {
  readonly by: StatisticsTable['by'];
  readonly rows: readonly string[];
  readonly facts: readonly (readonly (readonly Fact[])[])[];

  constructor(by: StatisticsTable['by'], facts: readonly Fact[], halfYears: readonly string[]) {
    this.by = by;
    this.rows = [...new Set(facts.map(({ under }) => under[by] ?? ''))].sort();
    const inRow = [...this.rows.map((row) => facts.filter(({ under }) => under[by] === row)), facts];
    this.facts = inRow.map((row) => [...halfYears.map((half) => row.filter(({ at }) => halfYearOf(at) === half)), row]);
  }

  get counts(): number[][] {
    return this.facts.map((row) => row.map(({ length }) => length));
  }
}

function cellOf(facts: readonly Fact[], hidden: boolean, k: number): StatisticsCell {
  if (hidden) return { count: null, acknowledged: null, answered: null };
  const span = (times: readonly (number | null)[]) => spanOf(times, k);
  return {
    count: facts.length,
    acknowledged: span(facts.map(({ acknowledgeSeconds }) => acknowledgeSeconds)),
    answered: span(facts.map(({ answerSeconds }) => answerSeconds)),
  };
}

/** Nearest-rank percentiles in whole seconds; none where fewer than k have a time. */
function spanOf(times: readonly (number | null)[], k: number): Span | null {
  const known = times.filter((time) => time !== null).sort((a, b) => a - b);
  if (known.length < Math.max(1, k)) return null;
  const rank = (share: number): number => Math.round(known[Math.ceil(share * known.length) - 1] ?? 0);
  return { median: rank(0.5), p90: rank(0.9) };
}
