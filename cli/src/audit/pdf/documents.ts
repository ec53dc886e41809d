import type { AccessReport, ReportedOpening, Span, Statistics, StatisticsTable, UnusualReport } from '@tocsin/audit';
import { type LabelLanguage, label } from '@tocsin/record';
import { minute } from '../../words.ts';
import { lasted } from '../access-text.ts';
import { WITHHELD } from '../statistics-text.ts';
import { type Chart, column, type ReportDocument, type Table } from './document.ts';
import type { ReportWords } from './words/en.ts';
import { reportWords } from './words/words.ts';

interface Source {
  readonly network: string;
  readonly reach: AccessReport['reach'];
  readonly verified: boolean;
}

/** What every report begins and ends with. */
function around(title: 'access' | 'unusual' | 'statistics', language: LabelLanguage, source: Source) {
  const words = reportWords[language];
  const { network, reach, verified } = source;
  const facts: [string, string][] = [
    [words.network, network],
    [words.asOf, `${minute(reach.at)} · ${reach.block} · ${reach.hash}`],
    [words.verified, verified ? words.verifiedYes : words.verifiedNo],
  ];
  const draft = language === 'en' ? null : words.draft;
  const common = { title: words[title], subtitle: network, at: reach.at, language, draft, wide: true };
  return { words, facts, common: { ...common, footer: `tocsin · ${network} · ${minute(reach.at)}` } };
}

export function accessDocument(
  report: AccessReport,
  { verified, language }: { readonly verified: boolean; readonly language: LabelLanguage },
): ReportDocument {
  const { words, facts, common } = around('access', language, { ...report, verified });
  const { asked, opened, ...marks } = report.totals;
  const conditions = Object.entries(report.asked).map(([name, value]) => `${name} ${value}`);
  const counted = Object.entries(marks).filter(([, count]) => count > 0);
  const table: Table = {
    ...{ title: words.openings, size: 7 },
    columns: [
      column(words.asked),
      column(words.agency),
      column(words.officer),
      column(words.purpose, { width: 1.5 }),
      column(words.agreement, { width: 1.3 }),
      column(words.record),
      column(words.released, { width: 1 }),
      column(words.outcome, { width: 1.2 }),
      column(words.acknowledged, { width: 1, number: true }),
      column(words.remarks, { width: 1.6 }),
    ],
    rows: report.openings.map((opening) => openingRow(opening, words, language)),
  };
  const totals: [string, string][] = [
    [words.conditions, conditions.join(', ') || words.none],
    [words.asked, String(asked)],
    [words.opened, String(opened)],
  ];
  const chart: Chart = {
    title: words.remarks,
    bars: counted.map(([remark, count]) => ({ label: remark, value: count, shown: String(count) })),
  };
  const notes = [words.keyless, ...(report.openings.length === 0 ? [words.nothing] : [])];
  const charts = [chartBy(words, language, report.openings), chart].filter(({ bars }) => bars.length > 0);
  return { ...common, facts: [...facts, ...totals], charts, tables: [table], notes };
}

/** Openings by agency. */
function chartBy(words: ReportWords, _language: LabelLanguage, openings: readonly ReportedOpening[]): Chart {
  const groups = [...Map.groupBy(openings, ({ agency }) => agency)].sort(([a], [b]) => (a < b ? -1 : 1));
  const bars = groups.map(([agency, { length }]) => ({ label: agency, value: length, shown: String(length) }));
  return { title: `${words.openings} ${words.by} ${words.agency}`, bars };
}

function openingRow(opening: ReportedOpening, words: ReportWords, language: LabelLanguage): string[] {
  const { at, agency, unit, officer, purpose, under, clause, record, released, acknowledged, remarks } = opening;
  return [
    minute(at),
    `${agency} ${unit}`,
    officer,
    label(language, 'purpose', purpose),
    `${under} ${clause}`,
    record,
    released.join(' ') || words.ownGateway,
    outcomeOf(opening, words),
    acknowledged === null ? '-' : lasted(acknowledged.seconds),
    remarks.join(' ') || '-',
  ];
}

function outcomeOf({ leased, receipt }: ReportedOpening, words: ReportWords): string {
  if (leased !== null) return `${words.lease}: ${leased.opened.length}`;
  if (receipt === null) return words.noReceipt;
  return receipt.reason === null ? receipt.outcome : `${receipt.outcome} (${receipt.reason})`;
}

export function unusualDocument(
  report: UnusualReport,
  { verified, language }: { readonly verified: boolean; readonly language: LabelLanguage },
): ReportDocument {
  const { words, facts, common } = around('unusual', language, { ...report, verified });
  const { hours, ...numbers } = report.thresholds;
  const looked = Object.entries(numbers).map(([name, value]) => `${name} ${value}`);
  const table: Table = {
    ...{ title: null, size: 7.5 },
    columns: [
      column(words.rule, { width: 1.4 }),
      column(words.agency),
      column(words.officer),
      column(words.when, { width: 1.6 }),
      column(words.numbers, { width: 1.4 }),
      column(words.statements, { width: 4 }),
    ],
    rows: report.findings.map(({ rule, agency, officer, since, until, numbers: found, statements }) => [
      rule,
      agency,
      officer ?? '-',
      `${minute(since)} – ${minute(until)}`,
      Object.entries(found)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
      statements.join(' '),
    ]),
  };
  const conditions: [string, string] = [words.conditions, `${looked.join(', ')}, hours ${hours.from}-${hours.until}`];
  const notes = [words.leads, words.keyless, ...(report.findings.length === 0 ? [words.nothing] : [])];
  return { ...common, facts: [...facts, conditions], charts: [], tables: [table], notes };
}

export function statisticsDocument(
  report: Statistics,
  { verified, language }: { readonly verified: boolean; readonly language: LabelLanguage },
): ReportDocument {
  const { words, facts, common } = around('statistics', language, { ...report, verified });
  const filled = report.tables.filter(({ headings }) => headings.length > 0);
  const titleOf = ({ of, by }: StatisticsTable) => `${words[of]} ${words.by} ${words[by]}`;
  const charts = filled
    .filter(({ by }) => by === 'corridor' || by === 'standing')
    .map((table): Chart => {
      const bars = table.headings.map((heading, i) => {
        const count = table.cells[i]?.at(-1)?.count ?? null;
        return { label: heading, value: count, shown: count === null ? WITHHELD : String(count) };
      });
      return { title: titleOf(table), bars };
    });
  const tables = filled.map((table) => statisticsTable(table, report.halfYears, titleOf(table), { words, language }));
  const open = report.suppressed ? [] : [words.notSuppressed];
  const notes = [...open, words.withheld.replace('{k}', String(report.k)), words.keyless];
  return {
    ...common,
    wide: false,
    facts,
    charts,
    tables,
    notes: filled.length === 0 ? [...notes, words.nothing] : notes,
  };
}

function statisticsTable(
  { by, of, headings, cells }: StatisticsTable,
  halfYears: readonly string[],
  title: string,
  { words, language }: { readonly words: ReportWords; readonly language: LabelLanguage },
): Table {
  const timed = of === 'records';
  const number = { number: true };
  const columns = [
    column(words[by], { width: 2 }),
    ...[...halfYears, words.all].map((name) => column(name, number)),
    ...(timed ? [column(words.acknowledged, number), column(words.answered, number)] : []),
  ];
  const rows = cells.map((row, i) => {
    const { acknowledged = null, answered = null } = row.at(-1) ?? {};
    const name = headings[i] === undefined ? words.all : headingOf(language, by, headings[i]);
    const counts = row.map(({ count }) => (count === null ? WITHHELD : String(count)));
    return [name, ...counts, ...(timed ? [spanText(acknowledged), spanText(answered)] : [])];
  });
  return { title: timed ? `${title} (${words.median} · ${words.ninth})` : title, size: 8.5, columns, rows };
}

const headingOf = (language: LabelLanguage, by: StatisticsTable['by'], heading: string): string =>
  by === 'kind' || by === 'purpose' ? label(language, by, heading) : heading;

const spanText = (span: Span | null): string => (span === null ? '-' : `${lasted(span.median)} · ${lasted(span.p90)}`);
