import type { RecordDetail } from '@tocsin/gateway/api';
import { agencyName } from '../../app/directory.ts';
import { addressOf } from '../../app/place.ts';
import { type Column, Table } from '../../table/table.tsx';
import { codeWord, t } from '../../text/text.ts';
import { moment } from '../../text/time.ts';
import type { Span } from './accesses-asked.ts';

interface AccessTableProps {
  readonly accesses: RecordDetail['accesses'];
  /** With the span that is looked at, each opening also leads to those of the same record, officer and agency. */
  readonly within?: Span;
}

type Access = RecordDetail['accesses'][number];

/** Who asked to open what, when, for which purpose, and what came of it. */
export function AccessTable({ accesses, within }: AccessTableProps) {
  const record: Column<Access> = {
    title: t('view.record'),
    of: ({ record: id, kind, owner }) => (
      <>
        <a href={addressOf('audit', within ?? 'all', 'record', id)}>
          {codeWord('kind', kind)} <span class="code">{id.slice(0, 8)}</span>
        </a>{' '}
        {agencyName(owner)}
      </>
    ),
  };
  const columns: Column<Access>[] = [
    { title: t('accesses.when'), of: ({ at }) => moment(at) },
    { title: t('accesses.who'), of: (access) => <Reader access={access} within={within ?? 'all'} /> },
    ...(within === undefined ? [] : [record]),
    { title: t('item.purpose'), of: ({ purpose }) => codeWord('purpose', purpose) },
    { title: t('accesses.outcome'), of: ({ receipt }) => outcomeWord(receipt) },
  ];
  return <Table label={t('accesses.title')} columns={columns} rows={accesses} keyOf={({ id }) => id} />;
}

interface ReaderProps {
  readonly access: Access;
  readonly within: Span;
}

const Reader = ({ access: { agency, unit, officer }, within }: ReaderProps) => (
  <>
    <a href={addressOf('audit', within, 'agency', agency)}>{agencyName(agency)}</a> · {unit}{' '}
    <a class="code" href={addressOf('audit', within, 'officer', officer)}>
      {officer.slice(0, 8)}
    </a>
  </>
);

function outcomeWord(receipt: Access['receipt']): string {
  if (receipt === null) return t('accesses.no-receipt');
  return receipt.outcome === 'opened' ? t('accesses.opened') : t('accesses.failed', { code: receipt.reason ?? '' });
}
