import type { RecordDetail } from '@tocsin/gateway/api';
import { agencyName } from '../../app/directory.ts';
import { addressOf } from '../../app/place.ts';
import { codeWord, t } from '../../text/text.ts';
import { moment } from '../../text/time.ts';
import type { Span } from './accesses-asked.ts';

interface AccessTableProps {
  readonly accesses: RecordDetail['accesses'];
  /** With the span that is looked at, each opening also leads to those of the same record, officer and agency. */
  readonly within?: Span;
}

/** Who asked to open what, when, for which purpose, and what came of it. */
export function AccessTable({ accesses, within }: AccessTableProps) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('accesses.when')}</th>
            <th scope="col">{t('accesses.who')}</th>
            {within !== undefined && <th scope="col">{t('view.record')}</th>}
            <th scope="col">{t('item.purpose')}</th>
            <th scope="col">{t('accesses.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {accesses.map((access) => (
            <tr key={access.id}>
              <td>{moment(access.at)}</td>
              <td>
                <Reader access={access} within={within ?? 'all'} />
              </td>
              {within !== undefined && (
                <td>
                  <a href={addressOf('audit', within, 'record', access.record)}>
                    {codeWord('kind', access.kind)} <span class="code">{access.record.slice(0, 8)}</span>
                  </a>{' '}
                  {agencyName(access.owner)}
                </td>
              )}
              <td>{codeWord('purpose', access.purpose)}</td>
              <td>{outcomeWord(access.receipt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ReaderProps {
  readonly access: RecordDetail['accesses'][number];
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

function outcomeWord(receipt: RecordDetail['accesses'][number]['receipt']): string {
  if (receipt === null) return t('accesses.no-receipt');
  return receipt.outcome === 'opened' ? t('accesses.opened') : t('accesses.failed', { code: receipt.reason ?? '' });
}
