import type { FocalPoint, Unit } from '@tocsin/record';
import { agencyName } from '../../app/directory.ts';
import { type Column, Table } from '../../table/table.tsx';
import { codeWord, languageNames, languages as spoken, t } from '../../text/text.ts';
import { country, distance, moment } from '../../text/time.ts';
import type { ExchangeKey } from '../../text/words.ts';
import type { Member } from './directory-asked.ts';
import { Findings } from './findings.tsx';
import { nameIn } from './name.ts';

/** One member: what is wrong with it, its units and keys, its focal points, its gateway. */
export function MemberItem({
  member: { agency, units, keys, focalPoints, gateway, findings },
}: {
  readonly member: Member;
}) {
  const { code, country: land, status, since, removed } = agency;
  const name = agencyName(code);
  return (
    <article class="item" aria-label={name}>
      <h2>{name}</h2>
      <p class="row-head">
        <span class="code">{code}</span>
        <span>{codeWord('class', agency.class)}</span>
        <span>{country(land)}</span>
        {status === 'signing' && <span class="chip">{t('directory.signing')}</span>}
        <span class="quiet">
          {removed === null
            ? t('directory.since', { at: moment(since) })
            : t('directory.removed', { at: moment(removed) })}
        </span>
        <span class="quiet">
          {t('directory.gateway')}: {gateway?.address ?? t('directory.no-gateway')}
        </span>
      </p>
      <Findings findings={findings} />
      {units.length === 0 ? (
        <p class="quiet">{t('directory.no-units')}</p>
      ) : (
        <Table
          label={`${t('directory.units')}: ${name}`}
          columns={unitColumns(keys)}
          rows={units}
          keyOf={(unit) => unit.code}
        />
      )}
      {focalPoints.length === 0 ? (
        <p class="quiet">{t('directory.no-posts')}</p>
      ) : (
        <Table
          label={`${t('directory.posts')}: ${name}`}
          columns={postColumns()}
          rows={focalPoints}
          keyOf={({ post }) => post}
        />
      )}
    </article>
  );
}

function unitColumns(keys: Member['keys']): Column<Unit>[] {
  const of = ({ code }: Unit, wanted: Member['keys'][number]['standing']) =>
    keys.findLast(({ unit, standing }) => unit === code && standing === wanted);
  return [
    {
      title: t('directory.unit'),
      of: ({ code, names, desk, closed }) => (
        <>
          {nameIn(names, code)} <span class="code">{code}</span>{' '}
          {desk && <span class="chip">{t('directory.desk')}</span>}
          {closed && <span class="chip">{t('directory.closed')}</span>}
        </>
      ),
    },
    {
      title: t('directory.key'),
      of: (unit) => {
        const [key, next] = [of(unit, 'in effect'), of(unit, 'announced')];
        return (
          <>
            {key === undefined
              ? unit.desk
                ? t('directory.no-key')
                : '–'
              : t('directory.key-no', { epoch: key.epoch, when: distance(key.from) })}
            {next !== undefined && `; ${t('directory.next-key', { epoch: next.epoch, when: distance(next.from) })}`}
          </>
        );
      },
    },
    {
      title: t('directory.ends'),
      of: (unit) => {
        const key = of(unit, 'in effect');
        return key === undefined ? '–' : `${distance(key.until)} (${moment(key.until)})`;
      },
    },
  ];
}

/** A language by its own name, as those who speak it know it. */
function languageName(code: string): string {
  const known = spoken.find((each) => each === code);
  return known === undefined ? code : languageNames[known];
}

const dutyWords: Readonly<Record<FocalPoint['duties'][number]['duty'], ExchangeKey>> = {
  responsible: 'duty.responsible',
  accountable: 'duty.accountable',
  consulted: 'duty.consulted',
  informed: 'duty.informed',
};

const postColumns = (): Column<FocalPoint>[] => [
  { title: t('directory.post'), of: ({ post, unit }) => `${post} · ${unit}` },
  {
    title: t('directory.duties'),
    of: ({ duties }) =>
      duties.map(({ step, duty }) => `${codeWord('step', step)}: ${t(dutyWords[duty])}`).join('; ') || '–',
  },
  {
    title: t('directory.languages'),
    of: ({ languages, timeZone }) => `${languages.map(languageName).join(', ')} · ${timeZone}`,
  },
  { title: t('directory.confirmed'), of: ({ confirmed }) => distance(confirmed) },
  { title: t('directory.ends'), of: ({ until }) => `${distance(until)} (${moment(until)})` },
];
