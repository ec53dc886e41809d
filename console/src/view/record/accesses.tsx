import type { RecordDetail } from '@tocsin/gateway/api';
import { t } from '../../text/text.ts';
import { AccessTable } from '../audit/access-table.tsx';

/** Who asked to open what of this record, for which purpose, and what came of it. */
export function Accesses({ accesses }: { readonly accesses: RecordDetail['accesses'] }) {
  return (
    <section class="sheet" aria-labelledby="accesses">
      <h2 id="accesses">{t('accesses.title')}</h2>
      {accesses.length === 0 ? <p class="quiet">{t('accesses.nobody')}</p> : <AccessTable accesses={accesses} />}
    </section>
  );
}
