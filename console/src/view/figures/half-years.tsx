import type { Statistics, StatisticsTable } from '@tocsin/audit';
import { useAsked } from '../../app/asked.ts';
import { Fault } from '../../app/fault.tsx';
import { addressOf } from '../../app/place.ts';
import { gateway } from '../../app/worker.ts';
import { type Column, Table } from '../../table/table.tsx';
import { codeWord, t } from '../../text/text.ts';
import { country, moment } from '../../text/time.ts';
import type { ExchangeKey } from '../../text/words.ts';
import { Bars } from './bars.tsx';

/** Counts and answer times of the whole exchange, by half-year; small counts are withheld. */
export function HalfYears({ current }: { readonly current: boolean }) {
  const { value, error } = useAsked(() => gateway.statistics(current ? { current } : {}), [current]);
  if (value === undefined) return error === null ? <p class="quiet">{t('shell.loading')}</p> : <Fault error={error} />;
  const { halfYears, tables, reach, k } = value;
  return (
    <>
      <Fault error={error} />
      <p role="status" class="verdict">
        {halfYears.length === 0
          ? t('figures.no-half-year')
          : t('figures.as-of', { block: reach.block, at: moment(reach.at) })}
      </p>
      <p>
        <a href={current ? addressOf('figures', 'statistics') : addressOf('figures', 'statistics', 'running')}>
          {t(current ? 'figures.ended-only' : 'figures.running-too')}
        </a>
      </p>
      {current && <p class="fault">{t('figures.not-for-publication')}</p>}
      {halfYears.length > 0 && <p class="quiet">{t('figures.withheld', { k })}</p>}
      {tables
        .filter(({ headings }) => headings.length > 0)
        .map((table) => (
          <Counts key={`${table.of} ${table.by}`} table={table} halfYears={halfYears} />
        ))}
    </>
  );
}

const byWords: Readonly<Record<StatisticsTable['by'], ExchangeKey>> = {
  corridor: 'figures.corridor',
  agreement: 'figures.agreement',
  kind: 'figures.kind',
  standing: 'figures.standing',
  purpose: 'figures.purpose',
};

interface Row {
  readonly name: string;
  readonly cells: StatisticsTable['cells'][number];
}

function Counts({
  table: { of, by, headings, cells },
  halfYears,
}: {
  readonly table: StatisticsTable;
  readonly halfYears: Statistics['halfYears'];
}) {
  const title = `${t(of === 'records' ? 'figures.records' : 'figures.openings')}: ${t(byWords[by])}`;
  const rows: Row[] = cells.map((row, i) => ({ name: headingWord(by, headings[i]), cells: row }));
  const bars = rows.slice(0, -1).map(({ name, cells: row }) => ({ name, value: row.at(-1)?.count ?? null }));
  return (
    <section class="item" aria-label={title}>
      <h2>{title}</h2>
      <Bars label={`${title}. ${t('figures.in-table')}`} bars={bars} />
      <Table label={title} columns={columns(by, halfYears, of === 'records')} rows={rows} keyOf={({ name }) => name} />
    </section>
  );
}

function columns(by: StatisticsTable['by'], halfYears: readonly string[], timed: boolean): Column<Row>[] {
  const counts = [...halfYears, t('figures.all')].map((title, i) => ({
    title,
    of: ({ cells }: Row) => cells[i]?.count ?? '*',
  }));
  const time = (title: ExchangeKey, step: 'acknowledged' | 'answered'): Column<Row> => ({
    title: t(title),
    of: ({ cells }) => spanWords(cells.at(-1)?.[step]),
  });
  const times = timed ? [time('figures.acknowledged-in', 'acknowledged'), time('figures.answered-in', 'answered')] : [];
  return [{ title: t(byWords[by]), of: ({ name }) => name }, ...counts, ...times];
}

type Span = StatisticsTable['cells'][number][number]['answered'];
const hours = (seconds: number): string => t('exchange.hours', { count: Math.round(seconds / 360) / 10 });
const spanWords = (span: Span | undefined): string =>
  span === null || span === undefined ? '–' : `${hours(span.median)}; ${hours(span.p90)}`;

const standingWords: Readonly<Record<string, ExchangeKey>> = {
  'acknowledgement-late': 'figures.acknowledgement-late',
  'answer-late': 'figures.answer-late',
  waiting: 'figures.waiting',
};

/** A heading in words; the last row has none, and is of all. */
function headingWord(by: StatisticsTable['by'], heading: string | undefined): string {
  if (heading === undefined) return t('figures.all');
  if (by === 'corridor') return heading.split('-').map(country).join(' → ');
  if (by === 'kind' || by === 'purpose') return codeWord(by, heading);
  const standing = by === 'standing' ? standingWords[heading] : undefined;
  if (standing !== undefined) return t(standing);
  return by === 'standing' ? codeWord('state', heading) : heading;
}
