import type { Span, Statistics, StatisticsCell, StatisticsTable } from '@tocsin/audit';
import { Digest, Instant, Slug } from '@tocsin/record';
import Type from 'typebox';
import { decimal, nullable, object, shape } from './schema-form.ts';

/** Counts and answer times by half-year, as `tocsin audit statistics` computes them from the ledger's blocks. */

const SpanSchema = shape<Span>({
  median: Type.Integer({ description: 'seconds that half took at most' }),
  p90: Type.Integer({ description: 'seconds that nine in ten took at most' }),
});

const CellSchema = shape<StatisticsCell>({
  count: nullable(Type.Integer({ description: 'null: withheld, for it is small or would betray one that is' })),
  acknowledged: nullable(SpanSchema),
  answered: nullable(SpanSchema),
});

const TableSchema = shape<StatisticsTable>({
  of: Type.Enum(['records', 'openings']),
  by: Type.Enum(['corridor', 'agreement', 'kind', 'standing', 'purpose']),
  headings: Type.Array(Type.String()),
  cells: Type.Array(Type.Array(CellSchema), {
    description: 'a row for each heading and one for all; by half-year, all last',
  }),
});

export const StatisticsSchema = shape<Statistics>({
  network: Slug,
  reach: object({ block: decimal, hash: Digest, at: Instant }),
  k: Type.Integer({ description: 'smallest count that is shown' }),
  suppressed: Type.Boolean(),
  halfYears: Type.Array(Type.String({ pattern: '^[0-9]{4}-H[12]$' })),
  tables: Type.Array(TableSchema),
});
