import { useAsked } from '../../app/asked.ts';
import { agencyName } from '../../app/directory.ts';
import { Fault } from '../../app/fault.tsx';
import { addressOf } from '../../app/place.ts';
import { officer } from '../../app/session.ts';
import { gateway } from '../../app/worker.ts';
import { type Column, Table } from '../../table/table.tsx';
import { codeWord, t } from '../../text/text.ts';
import { distance } from '../../text/time.ts';
import { Bars } from './bars.tsx';
import { type LateStep, lateSteps, owedBy } from './late.ts';

/** Records of one page: who has more that is late needs a colleague, not a longer list. */
const PAGE = 200;

/** What this agency owes others, and what others owe it: since when, and who owes most. */
export function Overdue() {
  const own = officer.value?.agency ?? '';
  const { value, error } = useAsked(
    () =>
      Promise.all((['inbox', 'outbox'] as const).map((box) => gateway.records({ box, overdue: true, limit: PAGE }))),
    [],
  );
  if (value === undefined) return error === null ? <p class="quiet">{t('shell.loading')}</p> : <Fault error={error} />;
  const [received, sent] = value;
  const [ours, theirs] = [lateSteps(received?.records ?? [], own), lateSteps(sent?.records ?? [], null)];
  const owed = owedBy(theirs);
  const isCut = value.some(({ next }) => next !== null);
  return (
    <>
      <Fault error={error} />
      <p role="status">
        {ours.length + theirs.length === 0 ? (
          <span class="verdict good">{t('figures.none-late')}</span>
        ) : (
          <>
            <span class={`verdict ${ours.length > 0 ? 'wrong' : 'good'}`}>
              {t('figures.we-owe', { count: ours.length })}
            </span>
            {' · '}
            <span class={`verdict ${theirs.length > 0 ? 'soon' : 'good'}`}>
              {t('figures.they-owe', { count: theirs.length })}
            </span>
          </>
        )}
      </p>
      {isCut && <p class="quiet">{t('listings.more', { count: PAGE })}</p>}
      {ours.length > 0 && (
        <>
          <h2>{t('figures.ours')}</h2>
          <Table label={t('figures.ours')} columns={columns('from')} rows={ours} keyOf={keyOf} />
        </>
      )}
      {theirs.length > 0 && (
        <>
          <h2>{t('figures.theirs')}</h2>
          <Bars
            label={`${t('figures.theirs')}: ${owed.map(({ agency, count }) => `${agencyName(agency)} ${count}`).join(', ')}`}
            bars={owed.map(({ agency, count }) => ({ name: agencyName(agency), value: count }))}
          />
          <Table label={t('figures.theirs')} columns={columns('by')} rows={theirs} keyOf={keyOf} />
        </>
      )}
    </>
  );
}

const keyOf = ({ record, agency }: LateStep): string => `${record.id} ${agency}`;

const columns = (who: 'from' | 'by'): Column<LateStep>[] => [
  {
    title: t('view.record'),
    of: ({ record: { id, kind } }) => (
      <a href={addressOf('record', id)}>
        {codeWord('kind', kind)} <span class="code">{id.slice(0, 8)}</span>
      </a>
    ),
  },
  {
    title: t(who === 'from' ? 'figures.from' : 'figures.owes'),
    of: ({ record, agency }) => agencyName(who === 'from' ? record.author : agency),
  },
  {
    title: t('figures.step'),
    of: ({ step }) => codeWord('step', step === 'acknowledge' ? 'acknowledge' : 'follow-up'),
  },
  { title: t('compose.precedence'), of: ({ record }) => codeWord('precedence', record.precedence) },
  { title: t('figures.was-due'), of: ({ due }) => <span class="late">{distance(due)}</span> },
];
