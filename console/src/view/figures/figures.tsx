import { addressOf } from '../../app/place.ts';
import type { ViewProps } from '../../app/view.ts';
import { t } from '../../text/text.ts';
import { HalfYears } from './half-years.tsx';
import { Overdue } from './overdue.tsx';

/** What is late and whose it is; how much and how fast, by half-year. */
export default function Figures({ parts: [name, running] }: ViewProps) {
  const isStatistics = name === 'statistics';
  return (
    <section class="sheet">
      <h1>{t('view.figures')}</h1>
      <div class="tabs">
        <a href={addressOf('figures', 'overdue')} aria-current={isStatistics ? undefined : 'true'}>
          {t('inbox.overdue')}
        </a>
        <a href={addressOf('figures', 'statistics')} aria-current={isStatistics ? 'true' : undefined}>
          {t('figures.statistics')}
        </a>
      </div>
      {isStatistics ? <HalfYears current={running === 'running'} /> : <Overdue />}
    </section>
  );
}
