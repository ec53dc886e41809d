import { useState } from 'preact/hooks';
import { useAsked } from '../../app/asked.ts';
import { agencyName } from '../../app/directory.ts';
import { Fault } from '../../app/fault.tsx';
import { addressOf } from '../../app/place.ts';
import type { ViewProps } from '../../app/view.ts';
import { gateway } from '../../app/worker.ts';
import { codeWord, t } from '../../text/text.ts';
import { moment } from '../../text/time.ts';
import { Accesses } from './accesses.tsx';
import { Actions } from './actions.tsx';
import { SealedItem } from './sealed-item.tsx';
import { Steps } from './steps.tsx';

/** One record: what it is, where it stands, its sealed files, and who opened them. */
export default function RecordView({ parts: [id = ''] }: ViewProps) {
  const { value, error } = useAsked(() => gateway.record(id), [id]);
  const [done, setDone] = useState(0);
  if (value === undefined) return error === null ? <p class="quiet">{t('shell.loading')}</p> : <Fault error={error} />;
  const { head, items, accesses } = value;
  return (
    <article class="record">
      <header class="sheet">
        <h1>
          {codeWord('kind', head.kind)} · {agencyName(head.author)}
        </h1>
        <p class="row-head">
          <span class={`chip ${head.precedence.toLowerCase()}`}>{codeWord('precedence', head.precedence)}</span>
          <span class="chip">
            TLP:{head.handling.tlp} — {codeWord('tlp', head.handling.tlp)}
          </span>
          <span class="chip">{codeWord('state', head.state)}</span>
        </p>
        <dl class="facts">
          <dt>{t('record.to')}</dt>
          <dd>{head.to.map(agencyName).join(', ')}</dd>
          <dt>{t('record.posted')}</dt>
          <dd>{moment(head.posted)}</dd>
          <dt>{t('record.purposes')}</dt>
          <dd>{head.purposes.map((each) => codeWord('purpose', each)).join('; ')}</dd>
          <dt>{t('record.clause')}</dt>
          <dd class="code">
            <a href={addressOf('exchange', 'agreements')}>
              {head.clause} ({head.agreement.slice(0, 8)})
            </a>
          </dd>
          <dt>{t('record.retain')}</dt>
          <dd>{moment(head.retain)}</dd>
          {head.links.length > 0 && (
            <>
              <dt>{t('record.links')}</dt>
              <dd>
                {head.links.map((link) => (
                  <a key={link} class="code" href={addressOf('record', link)}>
                    {link.slice(0, 8)}{' '}
                  </a>
                ))}
              </dd>
            </>
          )}
        </dl>
        <Fault error={error} />
      </header>
      <Steps head={head} />
      <section class="sheet" aria-labelledby="thread">
        <h2 id="thread">{t('record.thread')}</h2>
        {items.map((item) => (
          <SealedItem key={item.id} item={item} />
        ))}
      </section>
      <Actions key={done} head={head} onDone={() => setDone(done + 1)} />
      <Accesses accesses={accesses} />
    </article>
  );
}
