import { useState } from 'preact/hooks';
import { useAsked } from '../../app/asked.ts';
import { Fault } from '../../app/fault.tsx';
import { exchangeNews } from '../../live/live.ts';
import { t } from '../../text/text.ts';
import { examined } from './examined.ts';
import { Findings } from './findings.tsx';
import { Verdict } from './verdict.tsx';

/** Everything that is wrong, and what mends each: by the rules of `tocsin doctor`. */
export function Doctor() {
  const [times, setTimes] = useState(0);
  const { value, error } = useAsked(() => examined('everything'), [times], exchangeNews);
  return (
    <>
      <Fault error={error} />
      {value === undefined && error === null && <p class="quiet">{t('shell.loading')}</p>}
      {value !== undefined && (
        <>
          <Verdict findings={value.findings} />
          <Findings findings={value.findings} />
          <p class="quiet">{t('doctor.scope')}</p>
        </>
      )}
      <p>
        <button type="button" onClick={() => setTimes(times + 1)}>
          {t('doctor.again')}
        </button>{' '}
        <span class="quiet">
          {t('doctor.same')} <span class="code">tocsin doctor</span>
        </span>
      </p>
    </>
  );
}
