import { signal } from '@preact/signals';
import type { Finding } from '@tocsin/device/doctor';
import { filled } from '@tocsin/record/label/check-words';
import { en } from '@tocsin/record/label/doctor/en';
import type { DoctorWords } from '@tocsin/record/label/doctor/words';
import { useEffect } from 'preact/hooks';
import { agencyName } from '../../app/directory.ts';
import { officer } from '../../app/session.ts';
import { language, t } from '../../text/text.ts';
import { distance } from '../../text/time.ts';
import type { TextLanguage } from '../../text/words.ts';

const others: { readonly [L in Exclude<TextLanguage, 'en'>]: () => Promise<DoctorWords> } = {
  my: async () => (await import('@tocsin/record/label/doctor/my')).my,
  zh: async () => (await import('@tocsin/record/label/doctor/zh')).zh,
  km: async () => (await import('@tocsin/record/label/doctor/km')).km,
  lo: async () => (await import('@tocsin/record/label/doctor/lo')).lo,
  th: async () => (await import('@tocsin/record/label/doctor/th')).th,
  vi: async () => (await import('@tocsin/record/label/doctor/vi')).vi,
};
const spoken = signal<DoctorWords>(en);

/** What is wrong, what mends it, and whether this agency can. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  useEffect(() => {
    const wanted = language.value;
    const words = wanted === 'en' ? Promise.resolve(en) : others[wanted]();
    words.then((found) => {
      if (language.value === wanted) spoken.value = found;
    });
  }, [language.value]);
  if (findings.length === 0 || spoken.value.language !== language.value) return null;
  return (
    <ul class="findings">
      {findings.map((one) => (
        <Item key={[one.code, one.agency, one.what, one.count].join(' ')} finding={one} />
      ))}
    </ul>
  );
}

function Item({ finding: { code, weight, agency, what, at, who, count, command } }: { readonly finding: Finding }) {
  const when = at === null ? '' : distance(at);
  const values = { what, count, when, agency: agencyName(agency), who: who.map(agencyName).join(', ') };
  const words = spoken.value.findings[code];
  const ours = agency === officer.value?.agency;
  return (
    <li class={weight}>
      <p>
        <span class="mark">{t(weight === 'wrong' ? 'exchange.not-working' : 'exchange.look')}</span>{' '}
        {filled(words.what, values)}
      </p>
      <p>{filled(words.fix, values)}</p>
      {!ours && <p class="quiet">{t('exchange.theirs', { agency: values.agency })}</p>}
      {ours && command !== null && (
        <p class="quiet">
          {t('exchange.command')} <span class="code">{command}</span>
        </p>
      )}
    </li>
  );
}
