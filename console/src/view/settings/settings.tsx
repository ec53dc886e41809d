import { useState } from 'preact/hooks';
import { useAsked } from '../../app/asked.ts';
import { agencyName } from '../../app/directory.ts';
import { lockChoices, lockMinutes, setLockMinutes } from '../../app/idle.ts';
import { officer } from '../../app/session.ts';
import { ask } from '../../app/worker.ts';
import { codeWord, isDraft, t } from '../../text/text.ts';
import { calendar, chooseCalendar } from '../../text/time.ts';

/** Who works on this device, and how it behaves. */
export default function Settings() {
  const [minutes, setMinutes] = useState(lockMinutes());
  const at = officer.value;
  const { value: code } = useAsked(() => ask('rootsCode'), []);
  if (at === null) return null;
  return (
    <section class="sheet narrow">
      <h1>{t('view.settings')}</h1>
      <dl class="facts">
        <dt>{t('settings.agency')}</dt>
        <dd>
          {agencyName(at.agency)} · {at.unit}
        </dd>
        <dt>{t('settings.roles')}</dt>
        <dd>{at.roles.map((role) => codeWord('role', role)).join('; ')}</dd>
        <dt>{t('settings.handle')}</dt>
        <dd class="code">{at.handle}</dd>
        <dt>{t('settings.roots-code')}</dt>
        <dd class="code">{code}</dd>
      </dl>
      <p class="quiet">{t('settings.lost')}</p>
      <label>
        {t('settings.lock-after')}
        <select
          value={minutes}
          onChange={({ currentTarget }) => {
            setLockMinutes(Number(currentTarget.value));
            setMinutes(lockMinutes());
          }}
        >
          {lockChoices.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('settings.calendar')}
        <select
          value={calendar.value}
          onChange={({ currentTarget }) => chooseCalendar(currentTarget.value === 'buddhist' ? 'buddhist' : 'gregory')}
        >
          <option value="gregory">{t('settings.gregorian')}</option>
          <option value="buddhist">{t('settings.buddhist')}</option>
        </select>
      </label>
      {isDraft.value && <p class="quiet">{t('settings.draft')}</p>}
    </section>
  );
}
