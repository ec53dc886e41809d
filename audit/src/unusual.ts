import {
  type AgencyCode,
  type Handle,
  type Instant,
  recordKey,
  type Slug,
  type StatementId,
  toMillis,
} from '@tocsin/record';
import { accessReport, networkOf, type ReportedOpening, reachOf } from './access-report.ts';
import { type DutyHours, isOnDuty, timeZoneOf, wallClock } from './duty-hours.ts';
import type { Finding, UnusualRule } from './finding.ts';
import { isLate, Progress } from './progress.ts';
import { type NotedReleases, releasesTold } from './releases-told.ts';
import type { Reach, Trail } from './trail.ts';

export interface UnusualThresholds {
  /** Records without a case within `windowHours`. */
  readonly subjects: number;
  readonly windowHours: number;
  readonly hours: DutyHours;
  /** Openings outside duty hours. */
  readonly outside: number;
  /** Failures in a row. */
  readonly refusals: number;
  /** Openings without a receipt. */
  readonly receipts: number;
  /** Late acknowledgements. */
  readonly late: number;
}

export const usualThresholds: UnusualThresholds = {
  subjects: 20,
  windowHours: 24,
  hours: { from: '06:00', until: '22:00' },
  outside: 5,
  refusals: 3,
  receipts: 5,
  late: 3,
};

/** A refusal that an agency's own gateway has noted; the ledger never saw it. */
export interface NotedRefusal {
  readonly agency: AgencyCode;
  readonly officer: Handle;
  readonly at: Instant;
  /** The access or lease that was shown, if one was. */
  readonly access: StatementId | null;
  readonly code: string;
}

export interface UnusualReport {
  readonly network: Slug;
  readonly reach: Reach;
  readonly thresholds: UnusualThresholds;
  readonly findings: readonly Finding[];
}

export interface UnusualQuestion {
  readonly thresholds?: Partial<UnusualThresholds> | undefined;
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
  readonly agency?: AgencyCode | undefined;
  /** From the own gateway's log, where the auditor may read it. */
  readonly refusals?: readonly NotedRefusal[];
  /** From the same log: shares that it released as a trustee. */
  readonly released?: NotedReleases | null;
}

/** What deserves a second look, in the order of the rules, then of agencies and officers. */
export function unusual(trail: Trail, question: UnusualQuestion = {}): UnusualReport {
  const { since, until, agency, refusals = [], released = null } = question;
  const thresholds = { ...usualThresholds, ...question.thresholds };
  const { openings } = accessReport(trail, { since, until, agency });
  const officers = Map.groupBy(openings, ({ officer }) => officer);
  const byOfficer = [...officers.values()].sort((a, b) => (whose(a) < whose(b) ? -1 : 1));
  const about = (rule: (own: readonly ReportedOpening[]) => Finding | null) =>
    byOfficer.flatMap((own) => rule(own) ?? []);
  const findings = [
    ...about((own) => manySubjects(own, thresholds)),
    ...about((own) => outsideHours(trail, own, thresholds)),
    ...refusalRows(byOfficer, refusals).flatMap((row) => refusalsInARow(row, thresholds) ?? []),
    ...about((own) => withoutReceipts(own, thresholds)),
    ...about((own) => leasesNotAccounted(own)),
    ...(released === null ? [] : releasesTold(trail, released)),
    ...silentAgencies(trail, question, thresholds),
  ];
  return { network: networkOf(trail), reach: reachOf(trail), thresholds, findings };
}

const whose = ([first]: readonly ReportedOpening[]): string => `${first?.agency} ${first?.officer}`;

/** A finding about an officer from openings in the order of the ledger; at least one. */
function finding(rule: UnusualRule, openings: readonly ReportedOpening[], numbers: Finding['numbers']): Finding {
  const [first, last] = [openings[0], openings.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('a finding without statements');
  const { agency, officer } = first;
  const statements = [...new Set(openings.map(({ id }) => id))];
  return { rule, agency, officer, numbers, since: first.at, until: last.at, statements };
}

function manySubjects(own: readonly ReportedOpening[], { subjects, windowHours }: UnusualThresholds): Finding | null {
  const without = own.filter((opening) => opening.case === null);
  let worst: readonly ReportedOpening[] = [];
  let [start, most] = [0, 0];
  for (const [end, { at }] of without.entries()) {
    while (toMillis(at) - toMillis(without[start]?.at ?? at) > windowHours * 3_600_000) start += 1;
    const window = without.slice(start, end + 1);
    const records = new Set(window.map(({ record }) => record)).size;
    if (records > most) [most, worst] = [records, window];
  }
  return most < subjects ? null : finding('many-subjects-no-case', worst, { records: most, windowHours });
}

const urgent: readonly string[] = ['IMMEDIATE', 'FLASH'];

function outsideHours(
  trail: Trail,
  own: readonly ReportedOpening[],
  { hours, outside }: UnusualThresholds,
): Finding | null {
  const off = own.filter(({ at, agency, unit, record }) => {
    if (urgent.includes(trail.state(recordKey(record))?.precedence ?? '')) return false;
    return !isOnDuty(wallClock(at, timeZoneOf(trail, agency, unit)), hours);
  });
  return off.length < outside ? null : finding('outside-duty-hours', off, { outside: off.length, of: own.length });
}

/** What happened to one officer's attempts, in the order of time. */
interface Attempts {
  readonly agency: AgencyCode;
  readonly officer: Handle;
  readonly events: readonly Attempt[];
}
interface Attempt {
  readonly at: Instant;
  readonly failed: boolean;
  readonly noted: boolean;
  readonly statement: StatementId | null;
}

/** Openings and what the gateway noted beside them; a refusal that the device then receipted as failed counts once. */
function refusalRows(
  byOfficer: readonly (readonly ReportedOpening[])[],
  noted: readonly NotedRefusal[],
): readonly Attempts[] {
  const told = new Set(byOfficer.flat().flatMap(({ id, remarks }) => (remarks.includes('failed') ? [id] : [])));
  const openings = byOfficer.flat().map(({ agency, officer, id, at, receipt, remarks }) => {
    const failed = remarks.includes('failed');
    return { agency, officer, event: { at: receipt?.at ?? at, failed, noted: false, statement: id } };
  });
  const refusals = noted
    .filter(({ access }) => access === null || !told.has(access))
    .map(({ agency, officer, at, access }) => {
      return { agency, officer, event: { at, failed: true, noted: true, statement: access } };
    });
  const groups = [...Map.groupBy([...openings, ...refusals], ({ agency, officer }) => `${agency} ${officer}`)];
  return groups
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, all]) => {
      const [agency = '', officer = ''] = key.split(' ');
      return { agency, officer, events: all.map(({ event }) => event).sort((a, b) => (a.at < b.at ? -1 : 1)) };
    });
}

/** The longest row of failures; a good opening ends a row. */
function refusalsInARow({ agency, officer, events }: Attempts, { refusals }: UnusualThresholds): Finding | null {
  let [row, worst]: [Attempt[], Attempt[]] = [[], []];
  for (const event of events) {
    row = event.failed ? [...row, event] : [];
    if (row.length > worst.length) worst = row;
  }
  const [first, last] = [worst[0], worst.at(-1)];
  if (first === undefined || last === undefined || worst.length < refusals) return null;
  const numbers = { refusals: worst.length, noted: worst.filter(({ noted }) => noted).length };
  const statements = [...new Set(worst.flatMap(({ statement }) => statement ?? []))];
  return { rule: 'refusals-in-a-row', agency, officer, numbers, since: first.at, until: last.at, statements };
}

function withoutReceipts(own: readonly ReportedOpening[], { receipts }: UnusualThresholds): Finding | null {
  const missing = own.filter(({ remarks }) => remarks.includes('no-receipt'));
  return missing.length < receipts
    ? null
    : finding('no-receipts', missing, { missing: missing.length, of: own.length });
}

function leasesNotAccounted(own: readonly ReportedOpening[]): Finding | null {
  const open = own.filter(({ remarks }) => remarks.includes('not-accounted'));
  if (open.length === 0) return null;
  return finding('lease-not-accounted', open, { leases: new Set(open.map(({ id }) => id)).size, items: open.length });
}

function silentAgencies(
  trail: Trail,
  { since = '', until, agency }: UnusualQuestion,
  { late }: UnusualThresholds,
): Finding[] {
  const { at: now } = reachOf(trail);
  const asked = new Progress(trail).all.filter(
    ({ record, ...handled }) =>
      record.posted >= since &&
      (until === undefined || record.posted < until) &&
      (agency === undefined || handled.agency === agency),
  );
  const agencies = [...Map.groupBy(asked, (handled) => handled.agency)].sort(([a], [b]) => (a < b ? -1 : 1));
  return agencies.flatMap(([code, handled]) => {
    const missed = handled.filter((one) => isLate(one, 'acknowledge', now));
    const acknowledged = handled.filter((one) => one.acknowledged !== null).length;
    const [first, last] = [missed[0], missed.at(-1)];
    if (acknowledged > 0 || missed.length < late || first === undefined || last === undefined) return [];
    const span = { since: first.record.posted, until: last.record.posted };
    const statements = missed.map(({ record }) => record.id);
    const numbers = { late: missed.length, acknowledged };
    return [{ rule: 'never-acknowledges' as const, agency: code, officer: null, numbers, ...span, statements }];
  });
}
