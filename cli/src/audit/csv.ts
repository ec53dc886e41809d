import { type AccessReport, SMALLEST_SHOWN, type Statistics } from '@tocsin/audit';
import { csv } from '../csv.ts';
import { WITHHELD } from './statistics-text.ts';

/** One line a cell. */
export function statisticsCsv({ tables, halfYears, k, suppressed }: Statistics): string {
  const columns = ['of', 'by', 'heading', 'half-year', 'count'];
  // Every line says it: a spreadsheet is sorted, cut and passed on.
  const about = `${suppressed ? 'suppressed' : 'NOT SUPPRESSED'} below ${suppressed ? k : SMALLEST_SHOWN}`;
  const times = ['acknowledged-median-s', 'acknowledged-p90-s', 'answered-median-s', 'answered-p90-s'];
  const rows = tables.flatMap(({ of, by, headings, cells }) =>
    cells.flatMap((row, r) =>
      row.map(({ count, acknowledged, answered }, c) => [
        of,
        by,
        headings[r] ?? 'all',
        halfYears[c] ?? 'all',
        count ?? WITHHELD,
        ...[acknowledged?.median, acknowledged?.p90, answered?.median, answered?.p90].map((time) => time ?? ''),
        about,
      ]),
    ),
  );
  return csv([...columns, ...times, 'small-counts'], rows);
}

/** One line an opening. */
export function accessCsv({ openings }: AccessReport): string {
  const columns = ['asked', 'statement', 'block', 'agency', 'unit', 'officer', 'purpose', 'agreement', 'clause'];
  const after = [
    'kind',
    'owner',
    'record',
    'item',
    'basis',
    'case',
    'released-by',
    'outcome',
    'receipt',
    'acknowledged',
  ];
  const rows = openings.map((one) => [
    one.at,
    one.id,
    one.block,
    one.agency,
    one.unit,
    one.officer,
    one.purpose,
    one.under,
    one.clause,
    one.kind,
    one.owner,
    one.record,
    one.item,
    one.basis,
    one.case ?? '',
    one.released.join(' '),
    one.receipt?.outcome ?? '',
    one.receipt?.at ?? '',
    one.acknowledged?.at ?? '',
    one.answered?.at ?? '',
    one.remarks.join(' '),
  ]);
  return csv([...columns, ...after, 'answered', 'remarks'], rows);
}
