import type { AccessReport, ReportedOpening } from '@tocsin/audit';
import { fields, table } from '../table.ts';
import { minute } from '../words.ts';

/** The report for a person: one line an opening, then what stands out. */
export function accessReportText({ reach, openings, totals, ...report }: AccessReport, verified: boolean): string {
  if (openings.length === 0) return 'nobody has asked to open anything of this kind\n';
  const rows = openings.map((opening) => [
    minute(opening.at),
    opening.agency,
    opening.unit,
    opening.officer,
    opening.purpose,
    `${opening.under} ${opening.clause}`,
    recordOf(opening),
    opening.released.length === 0 ? 'own gateway' : opening.released.join(' '),
    outcomeOf(opening),
    opening.acknowledged === null ? '-' : lasted(opening.acknowledged.seconds),
    opening.remarks.join(' ') || '-',
  ]);
  const { asked, opened, ...marks } = totals;
  const about = fields([
    ['network', report.network],
    ['as of', `block ${reach.block}, ${minute(reach.at)}, hash ${reach.hash.slice(0, 16)}`],
    ['verified', verified ? 'every signature and judgement, to the roots' : 'no: give --verify'],
    ['asked', String(asked)],
    ['opened', String(opened)],
    ...Object.entries(marks)
      .filter(([, count]) => count > 0)
      .map(([remark, count]) => [remark, String(count)] as const),
  ]);
  return `${table(heading, rows)}\n${about}`;
}

const heading = [
  'ASKED',
  'AGENCY',
  'UNIT',
  'OFFICER',
  'PURPOSE',
  'AGREEMENT',
  'RECORD',
  'RELEASED BY',
  'OUTCOME',
  'ACKNOWLEDGED',
  'REMARKS',
];

const recordOf = ({ record, item }: ReportedOpening): string =>
  record === item ? record : `${record} follow-up ${item}`;

function outcomeOf({ receipt, leased }: ReportedOpening): string {
  if (leased !== null) return `lease: ${leased.opened.length} opened`;
  if (receipt === null) return 'no receipt';
  return receipt.reason === null ? receipt.outcome : `${receipt.outcome} (${receipt.reason})`;
}

/** A time span in its largest unit, at most four characters. */
export function lasted(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
