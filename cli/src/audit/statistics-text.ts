import { SMALLEST_SHOWN, type Span, type Statistics, type StatisticsCell, type StatisticsTable } from '@tocsin/audit';
import { table } from '../table.ts';
import { minute } from '../words.ts';
import { lasted } from './access-text.ts';

/** Withheld: the number itself is small, or would betray one. */
export const WITHHELD = '*';

const notSuppressed = (k: number): string =>
  `NOT SUPPRESSED: counts from ${k} to ${SMALLEST_SHOWN - 1} are shown, which may point at single people: do not publish\n`;

/** Every table for a person. */
export function statisticsText({ tables, halfYears, reach, k, suppressed, network }: Statistics): string {
  if (halfYears.length === 0) return 'no half-year has ended yet; --current counts the one that runs\n';
  const parts = tables
    .filter(({ headings }) => headings.length > 0)
    .map((one) => `${one.of} by ${one.by}\n${tableText(one, halfYears)}`);
  const about = `${network}, as of block ${reach.block}, ${minute(reach.at)}; ${WITHHELD} is withheld: counts below ${k}, and what would betray them\n`;
  return `${parts.join('\n')}\n${about}${suppressed ? '' : notSuppressed(k)}`;
}

function tableText({ of, by, headings, cells }: StatisticsTable, halfYears: readonly string[]): string {
  const rows = cells.map((row, i) => [
    headings[i] ?? 'all',
    ...row.map(({ count }) => (count === null ? WITHHELD : String(count))),
    ...(of === 'records' ? timesOf(row.at(-1)) : []),
  ]);
  const times = of === 'records' ? ['ACKNOWLEDGED (MEDIAN, P90)', 'ANSWERED (MEDIAN, P90)'] : [];
  return table([by.toUpperCase(), ...halfYears, 'ALL', ...times], rows);
}

const timesOf = (cell: StatisticsCell | undefined): string[] => [
  spanText(cell?.acknowledged),
  spanText(cell?.answered),
];

const spanText = (span: Span | null | undefined): string =>
  span ? `${lasted(span.median)}, ${lasted(span.p90)}` : '-';
