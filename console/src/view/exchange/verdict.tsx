import type { Finding } from '@tocsin/device/doctor';
import { t } from '../../text/text.ts';

/** The first line of a view: all is well, or how much is wrong. */
export function Verdict({ findings }: { readonly findings: readonly Finding[] }) {
  const wrong = findings.filter(({ weight }) => weight === 'wrong').length;
  const soon = findings.length - wrong;
  return (
    <p role="status">
      {findings.length === 0 && <span class="verdict good">{t('exchange.well')}</span>}
      {wrong > 0 && <span class="verdict wrong">{t('exchange.wrong', { count: wrong })}</span>}
      {wrong > 0 && soon > 0 && ' · '}
      {soon > 0 && <span class="verdict soon">{t('exchange.soon', { count: soon })}</span>}
    </p>
  );
}
