import type { RecordDetail } from '@tocsin/gateway/api';
import { useEffect } from 'preact/hooks';
import { useAsked } from '../../app/asked.ts';
import { agencies, agencyName } from '../../app/directory.ts';
import { Fault } from '../../app/fault.tsx';
import { addressOf, go } from '../../app/place.ts';
import type { ViewProps } from '../../app/view.ts';
import { gateway } from '../../app/worker.ts';
import { did } from '../../guide/step.ts';
import { t } from '../../text/text.ts';
import type { TextKey } from '../../text/words.ts';
import { AccessTable } from './access-table.tsx';
import { type AuditPlace, auditPlace, type By, filterFor, PAGE, type Span } from './accesses-asked.ts';
import { leads, type UnusualRule } from './unusual.ts';

/** Who accessed this: by time, agency, officer and record, one click each. */
export default function Audit({ parts }: ViewProps) {
  const at = auditPlace(parts);
  const { value, error } = useAsked(() => gateway.accesses(filterFor(at, Date.now())), [parts.join('/')]);
  useEffect(() => {
    if (at.by === 'record' && value !== undefined && value.length > 0) did('audit');
  }, [at.by, value]);
  return (
    <div class="record">
      <section class="sheet">
        <h1>{t('view.audit')}</h1>
        <p>
          <a href={addressOf('evidence')}>{t('view.evidence')}</a>
        </p>
        <Narrow at={at} />
        <Fault error={error} />
        {value === undefined && error === null && <p class="quiet">{t('shell.loading')}</p>}
        {value?.length === 0 && <p class="quiet">{t('audit.nothing')}</p>}
        {value !== undefined && value.length > 0 && <AccessTable accesses={value} within={at.span} />}
        {value?.length === PAGE && <p role="status">{t('audit.newest', { count: PAGE })}</p>}
      </section>
      {value !== undefined && <Unusual accesses={value} span={at.span} />}
    </div>
  );
}

const spanWords: Readonly<Record<Span, TextKey>> = {
  day: 'audit.day',
  week: 'audit.week',
  month: 'audit.month',
  all: 'audit.all',
};
const byWords: Readonly<Record<By, TextKey>> = {
  record: 'view.record',
  officer: 'audit.officer',
  agency: 'settings.agency',
};

function Narrow({ at: { span, by, value } }: { readonly at: AuditPlace }) {
  const kept = by === null ? [] : [by, value];
  const choose = (agency: string): void => (agency === '' ? go('audit', span) : go('audit', span, 'agency', agency));
  return (
    <>
      <div class="tabs">
        {(Object.keys(spanWords) as Span[]).map((each) => (
          <a key={each} href={addressOf('audit', each, ...kept)} aria-current={each === span ? 'true' : undefined}>
            {t(spanWords[each])}
          </a>
        ))}
      </div>
      <label>
        {t('audit.by-agency')}
        <select value={by === 'agency' ? value : ''} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          <option value="">{t('audit.everyone')}</option>
          {[...agencies.value.keys()].map((code) => (
            <option key={code} value={code}>
              {agencyName(code)}
            </option>
          ))}
        </select>
      </label>
      {by !== null && (
        <p>
          <span class="chip">
            {t(byWords[by])}: {by === 'agency' ? agencyName(value) : <span class="code">{value}</span>}
          </span>{' '}
          {by === 'record' && <a href={addressOf('record', value)}>{t('audit.open-record')}</a>}{' '}
          <a href={addressOf('audit', span)}>{t('audit.everything')}</a>
        </p>
      )}
    </>
  );
}

const ruleWords: Readonly<Record<UnusualRule, TextKey>> = {
  'many-subjects-no-case': 'audit.many-subjects',
  'refusals-in-a-row': 'audit.refusals',
  'no-receipts': 'audit.no-receipts',
  'glass-broken': 'audit.glass-broken',
};

function Unusual({ accesses, span }: { readonly accesses: RecordDetail['accesses']; readonly span: Span }) {
  const found = leads(accesses, Date.now());
  return (
    <section class="sheet" aria-labelledby="unusual">
      <h2 id="unusual">{t('audit.unusual')}</h2>
      <p class="quiet">{t('audit.leads')}</p>
      {found.length === 0 && <p>{t('audit.unusual-none')}</p>}
      <ul class="grounds">
        {found.map(({ rule, agency, officer, count }) => (
          <li key={`${rule} ${officer}`}>
            {agencyName(agency)}{' '}
            <a class="code" href={addressOf('audit', span, 'officer', officer)}>
              {officer.slice(0, 8)}
            </a>{' '}
            {t(ruleWords[rule], { count })}
          </li>
        ))}
      </ul>
    </section>
  );
}
