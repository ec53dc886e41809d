import type { Agreement, Clause, Precedence } from '@tocsin/record';
import { agencyName, members } from '../../app/directory.ts';
import { officer } from '../../app/session.ts';
import { type Column, Table } from '../../table/table.tsx';
import { codeWord, t } from '../../text/text.ts';

interface ClauseItemProps {
  readonly clause: Clause;
  readonly agreement: Agreement;
}

/** What one clause lets flow: what, from whom to whom, for what, how secret, how fast, how long. */
export function ClauseItem({ clause, agreement }: ClauseItemProps) {
  const { id, kinds, purposes, ceiling, retentionDays } = clause;
  const [senders, receivers] = [partiesOf(agreement, clause.from), partiesOf(agreement, clause.to)];
  const own = officer.value?.agency ?? '';
  return (
    <section aria-label={id}>
      <h3>
        {t('agreements.flow', { kinds: words('kind', kinds), from: named(senders), to: named(receivers) })}{' '}
        <span class="code">{id}</span> {senders.includes(own) && <span class="chip">{t('agreements.you-send')}</span>}{' '}
        {receivers.includes(own) && <span class="chip">{t('agreements.you-receive')}</span>}
      </h3>
      <dl class="facts">
        <dt>{t('record.purposes')}</dt>
        <dd>{words('purpose', purposes)}</dd>
        <dt>{t('agreements.ceiling')}</dt>
        <dd>
          TLP:{ceiling} – {codeWord('tlp', ceiling)}
        </dd>
        <dt>{t('agreements.kept')}</dt>
        <dd>{t('exchange.days', { count: retentionDays })}</dd>
      </dl>
      <Table
        label={`${t('agreements.within')}: ${id}`}
        columns={dueColumns(clause)}
        rows={Object.keys(clause.due.answer) as Precedence[]}
        keyOf={(precedence) => precedence}
      />
    </section>
  );
}

/** Parties of some classes that have not left; the agreement itself names classes alone. */
function partiesOf({ parties, withdrawn }: Agreement, classes: readonly string[]): string[] {
  const ofClass = members.value.filter((each) => classes.includes(each.class)).map(({ code }) => code);
  return parties.filter((party) => !withdrawn.includes(party) && ofClass.includes(party));
}

const named = (agencies: readonly string[]): string => agencies.map(agencyName).join(', ') || t('agreements.nobody');
const words = (group: 'kind' | 'purpose', codes: readonly string[]): string =>
  codes.map((code) => codeWord(group, code)).join(', ');

const dueColumns = ({ due }: Clause): Column<Precedence>[] => [
  { title: t('compose.precedence'), of: (precedence) => codeWord('precedence', precedence) },
  {
    title: codeWord('step', 'acknowledge'),
    of: (precedence) => t('exchange.hours', { count: due.acknowledge[precedence] }),
  },
  { title: t('check.answer'), of: (precedence) => t('exchange.hours', { count: due.answer[precedence] }) },
];
