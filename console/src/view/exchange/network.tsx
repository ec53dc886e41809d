import type { Examined } from '@tocsin/device/doctor';
import { useAsked } from '../../app/asked.ts';
import { agencyName } from '../../app/directory.ts';
import { Fault } from '../../app/fault.tsx';
import { exchangeNews } from '../../live/live.ts';
import { type Column, Table } from '../../table/table.tsx';
import { t } from '../../text/text.ts';
import { distance, moment } from '../../text/time.ts';
import type { ExchangeKey } from '../../text/words.ts';
import { examined } from './examined.ts';
import { Findings } from './findings.tsx';
import { Verdict } from './verdict.tsx';

type Told = Examined<'network'>;
type State = Told['network'];

/** How the network stands: own peer and view, who vouches for the ledger, trustees, contradictions. */
export function Network() {
  const { value, error } = useAsked(() => examined('network'), [], exchangeNews);
  if (value === undefined) return error === null ? <p class="quiet">{t('shell.loading')}</p> : <Fault error={error} />;
  const { network, roster, findings } = value;
  return (
    <>
      <Fault error={error} />
      <Verdict findings={findings} />
      <Findings findings={findings} />
      <Facts network={network} roster={roster} />
      <h2>{t('network.cosigners')}</h2>
      {network.cosigners.length === 0 ? (
        <p class="quiet">{t('network.no-cosigners')}</p>
      ) : (
        <Table
          label={t('network.cosigners')}
          columns={cosignerColumns()}
          rows={network.cosigners}
          keyOf={({ agency }) => agency}
        />
      )}
      <h2>{t('network.alarms')}</h2>
      {network.alarms.length === 0 ? (
        <p class="quiet">{t('network.no-alarms')}</p>
      ) : (
        <Table
          label={t('network.alarms')}
          columns={alarmColumns()}
          rows={network.alarms}
          keyOf={({ code, against, at }) => `${code} ${against} ${at}`}
        />
      )}
    </>
  );
}

const followingWords: Readonly<Record<State['view']['following'], ExchangeKey>> = {
  following: 'network.following',
  retrying: 'network.retrying',
  broken: 'network.broken',
  stopped: 'network.stopped',
};

function Facts({ network: { peer, view, checkpoint, cosigners }, roster }: Pick<Told, 'network' | 'roster'>) {
  const { transactions: count, needed } = checkpoint;
  const have = cosigners.filter(({ counts }) => counts).length;
  return (
    <dl class="facts">
      <dt>{t('network.peer')}</dt>
      <dd>
        {peer.blocks === null
          ? t('network.no-answer', { code: peer.fault ?? '' })
          : t('network.blocks', { count: peer.blocks })}
      </dd>
      <dt>{t('network.view')}</dt>
      <dd>
        {view.block === null || view.at === null
          ? t('network.nothing-read')
          : t('network.block', { block: view.block, when: distance(view.at) })}
        {' · '}
        {t(followingWords[view.following])}
      </dd>
      <dt>{t('network.checkpoint')}</dt>
      <dd>
        {t('network.transactions', { count, needed, have })}
        {checkpoint.fault !== null && <span class="code"> [{checkpoint.fault}]</span>}
      </dd>
      <dt>{t('network.trustees')}</dt>
      <dd>{roster === null ? t('network.no-roster') : rosterWords(roster)}</dd>
    </dl>
  );
}

function rosterWords({ t: needed, trustees, until }: NonNullable<Told['roster']>): string {
  const who = trustees.map(({ agency }) => agencyName(agency)).join(', ');
  return t('network.roster', { t: needed, all: trustees.length, who, at: moment(until) });
}

const cosignerColumns = (): Column<State['cosigners'][number]>[] => [
  { title: t('settings.agency'), of: ({ agency }) => agencyName(agency) },
  {
    title: t('network.vouched'),
    of: ({ at }) => (at === null ? t('network.never') : `${distance(at)} (${moment(at)})`),
  },
  {
    title: t('network.counts'),
    of: ({ counts }) => <span class={counts ? '' : 'late'}>{t(counts ? 'network.yes' : 'network.no')}</span>,
  },
];

const alarmWords: Readonly<Record<State['alarms'][number]['code'], ExchangeKey>> = {
  CHECKPOINT_INCONSISTENT: 'network.two-ledgers',
  LEDGER_WITHHELD: 'network.withheld',
};

const alarmColumns = (): Column<State['alarms'][number]>[] => [
  {
    title: t('network.what'),
    of: ({ code }) => (
      <>
        {t(alarmWords[code])} <span class="code">[{code}]</span>
      </>
    ),
  },
  { title: t('network.against'), of: ({ against }) => agencyName(against) },
  { title: t('network.when'), of: ({ at }) => `${distance(at)} (${moment(at)})` },
];
