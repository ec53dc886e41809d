import type { RecordDetail } from '@tocsin/gateway/api';
import { agencyName } from '../../app/directory.ts';
import { codeWord, t } from '../../text/text.ts';
import { moment } from '../../text/time.ts';

/** Who asked to open what of this record, for which purpose, and what came of it. */
export function Accesses({ accesses }: { readonly accesses: RecordDetail['accesses'] }) {
  return (
    <section class="sheet" aria-labelledby="accesses">
      <h2 id="accesses">{t('accesses.title')}</h2>
      {accesses.length === 0 ? (
        <p class="quiet">{t('accesses.nobody')}</p>
      ) : (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('accesses.when')}</th>
                <th scope="col">{t('accesses.who')}</th>
                <th scope="col">{t('item.purpose')}</th>
                <th scope="col">{t('accesses.outcome')}</th>
              </tr>
            </thead>
            <tbody>
              {accesses.map(({ id, at, agency, unit, officer, purpose, receipt }) => (
                <tr key={id}>
                  <td>{moment(at)}</td>
                  <td>
                    {agencyName(agency)} · {unit} <span class="code">{officer.slice(0, 8)}</span>
                  </td>
                  <td>{codeWord('purpose', purpose)}</td>
                  <td>{outcomeWord(receipt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function outcomeWord(receipt: RecordDetail['accesses'][number]['receipt']): string {
  if (receipt === null) return t('accesses.no-receipt');
  return receipt.outcome === 'opened' ? t('accesses.opened') : t('accesses.failed', { code: receipt.reason ?? '' });
}
