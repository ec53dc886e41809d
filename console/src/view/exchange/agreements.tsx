import type { Finding } from '@tocsin/device/doctor';
import type { ListedAgreement } from '@tocsin/gateway/api';
import type { Agreement } from '@tocsin/record';
import { useAsked } from '../../app/asked.ts';
import { agencyName } from '../../app/directory.ts';
import { Fault } from '../../app/fault.tsx';
import { officer } from '../../app/session.ts';
import { exchangeNews } from '../../live/live.ts';
import { t } from '../../text/text.ts';
import { moment } from '../../text/time.ts';
import type { ExchangeKey } from '../../text/words.ts';
import { ClauseItem } from './clause-item.tsx';
import { examined } from './examined.ts';
import { Findings } from './findings.tsx';
import { Signing } from './signing.tsx';
import { Verdict } from './verdict.tsx';

/** Under which law records flow: agreements with their parties and clauses, those that flow now first. */
export function Agreements() {
  const { value, error } = useAsked(() => examined('agreements'), [], exchangeNews);
  if (value === undefined) return error === null ? <p class="quiet">{t('shell.loading')}</p> : <Fault error={error} />;
  const { agreements, findings } = value;
  const general = findings.filter(({ what }) => what === '');
  const order = Object.keys(standingWords);
  const sorted = agreements.toSorted((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing));
  return (
    <>
      <Fault error={error} />
      <Verdict findings={findings} />
      <Findings findings={general} />
      {agreements.length === 0 && <p class="quiet">{t('agreements.none')}</p>}
      {sorted.map((listed) => (
        <AgreementItem
          key={listed.agreement.id}
          listed={listed}
          findings={findings.filter(({ what }) => what === listed.agreement.name)}
        />
      ))}
    </>
  );
}

/** In the order of their weight for daily work. */
const standingWords: Readonly<Record<ListedAgreement['standing'], ExchangeKey>> = {
  suspended: 'agreements.suspended',
  'in-force': 'agreements.in-force',
  proposed: 'agreements.proposed',
  'not-started': 'agreements.not-started',
  expired: 'agreements.expired',
  ended: 'agreements.ended',
};

interface AgreementItemProps {
  readonly listed: ListedAgreement;
  readonly findings: readonly Finding[];
}

function AgreementItem({ listed: { agreement, standing }, findings }: AgreementItemProps) {
  const { id, name, parties, signed, withdrawn, clauses, from, until } = agreement;
  const own = officer.value?.agency ?? '';
  const isOurs = parties.includes(own);
  const waitsForUs = standing === 'proposed' && isOurs && ![...signed, ...withdrawn].includes(own);
  return (
    <article class="item" aria-label={name}>
      <h2>{name}</h2>
      <p class="row-head">
        <span class="chip">{t(standingWords[standing])}</span>
        {!isOurs && <span class="chip">{t('agreements.not-yours')}</span>}
        <span class="quiet">{t('agreements.term', { from: moment(from), until: moment(until) })}</span>
        <span class="code">{id}</span>
      </p>
      <Findings findings={findings} />
      <p>
        {t('agreements.parties')}: {parties.map((party) => partyWords(agreement, party)).join(', ')}
      </p>
      {clauses.map((clause) => (
        <ClauseItem key={clause.id} clause={clause} agreement={agreement} />
      ))}
      {waitsForUs && until > new Date().toISOString() && <Signing agreement={agreement} />}
      <p class="quiet">
        {t('agreements.read')} <span class="code">tocsin agreement show {name}</span>
      </p>
    </article>
  );
}

function partyWords({ signed, withdrawn }: Agreement, party: string): string {
  const name = agencyName(party);
  if (withdrawn.includes(party)) return `${name} (${t('agreements.left')})`;
  return signed.includes(party) ? name : `${name} (${t('agreements.unsigned')})`;
}
