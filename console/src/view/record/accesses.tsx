import type { RecordDetail } from '@tocsin/gateway/api';
import { t } from '../../text/text.ts';
import { AccessTable } from '../audit/access-table.tsx';

/** The gateway tells no more of one record: who reads a shorter list as the whole would miss somebody. */
const MOST = 500;

/** Who asked to open what of this record, for which purpose, and what came of it. */
export function Accesses({ accesses }: { readonly accesses: RecordDetail['accesses'] }) {
  return (
    <section class="sheet" aria-labelledby="accesses">
      <h2 id="accesses">{t('accesses.title')}</h2>
      {accesses.length === 0 ? <p class="quiet">{t('accesses.nobody')}</p> : <AccessTable accesses={accesses} />}
      {accesses.length === MOST && <p role="status">{t('audit.newest', { count: MOST })}</p>}
    </section>
  );
}
