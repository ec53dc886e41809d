import type { Agreement } from '@tocsin/record';
import { useEffect, useRef, useState } from 'preact/hooks';
import { agencyName } from '../../app/directory.ts';
import { Fault } from '../../app/fault.tsx';
import { officer } from '../../app/session.ts';
import { ask } from '../../app/worker.ts';
import { t } from '../../text/text.ts';
import { moment } from '../../text/time.ts';
import type { ProposedAgreement } from '../../worker/wish.ts';
import { ClauseItem } from './clause-item.tsx';

/** What an agency does that has not signed: read what it would sign, then sign it, where the officer may. */
export function Signing({ agreement }: { readonly agreement: Agreement }) {
  const [read, setRead] = useState<ProposedAgreement | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const doing = async (step: () => Promise<ProposedAgreement | null>): Promise<void> => {
    setBusy(true);
    setError(null);
    await step().then(setRead, setError);
    setBusy(false);
  };
  const command = (
    <p class="quiet">
      {t('exchange.command')} <span class="code">tocsin agreement sign {agreement.id}</span>
    </p>
  );
  if (officer.value?.roles.includes('signatory') !== true)
    return (
      <>
        <p>{t('agreements.signatory')}</p>
        {command}
      </>
    );
  const sign = async (digest: string): Promise<null> => {
    await ask('signAgreement', digest);
    return null;
  };
  return (
    <>
      {read === null ? (
        <p>
          <button
            type="button"
            class="main"
            disabled={busy}
            onClick={() => doing(() => ask('readProposal', agreement.id))}
          >
            {t(busy ? 'shell.busy' : 'agreements.read-to-sign')}
          </button>
        </p>
      ) : (
        <ReadProposal
          said={read}
          agreement={agreement}
          busy={busy}
          onSign={() => doing(() => sign(read.digest))}
          onClose={() => setRead(null)}
        />
      )}
      <Fault error={error} />
      {command}
    </>
  );
}

interface ReadProposalProps {
  readonly said: ProposedAgreement;
  readonly agreement: Agreement;
  readonly busy: boolean;
  onSign(): void;
  onClose(): void;
}

/** The proposal itself, as this device read it: exactly what the signature covers. */
function ReadProposal({ said, agreement, busy, onSign, onClose }: ReadProposalProps) {
  const { name, parties, clauses, from, until, digest } = said;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const own = agencyName(officer.value?.agency ?? '');
  return (
    <section class="preview" aria-labelledby="signing">
      <h2 id="signing" ref={heading} tabIndex={-1}>
        {t('agreements.what-is-signed')}
      </h2>
      <dl class="facts">
        <dt>{t('figures.agreement')}</dt>
        <dd>{name}</dd>
        <dt>{t('agreements.parties')}</dt>
        <dd>{parties.map(agencyName).join(', ')}</dd>
        <dt>{t('agreements.within-term')}</dt>
        <dd>{t('agreements.term', { from: moment(from), until: moment(until) })}</dd>
        <dt>{t('agreements.digest')}</dt>
        <dd class="code">{digest}</dd>
      </dl>
      {clauses.map((clause) => (
        <ClauseItem key={clause.id} clause={clause} agreement={{ ...agreement, ...said }} />
      ))}
      <p>{t('agreements.binds', { agency: own })}</p>
      <p class="row-head">
        <button type="button" class="main" disabled={busy} onClick={onSign}>
          {busy ? t('shell.busy') : t('agreements.sign', { agency: own })}
        </button>
        <button type="button" disabled={busy} onClick={onClose}>
          {t('item.close')}
        </button>
      </p>
    </section>
  );
}
