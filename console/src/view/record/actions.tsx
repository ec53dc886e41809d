import type { RecordDetail } from '@tocsin/gateway/api';
import { useState } from 'preact/hooks';
import { Agencies } from '../../app/agencies.tsx';
import { useAsked } from '../../app/asked.ts';
import { Fault } from '../../app/fault.tsx';
import { officer } from '../../app/session.ts';
import { ask } from '../../app/worker.ts';
import { acknowledge, waiting } from '../../live/queue.ts';
import { codeWord, language, t } from '../../text/text.ts';

interface ActionsProps {
  readonly head: RecordDetail['head'];
  onDone(): void;
}

/** What this officer may do next with the record; nothing that the procedure forbids is offered. */
export function Actions({ head, onDone }: ActionsProps) {
  const at = officer.value;
  const [error, setError] = useState<unknown>(null);
  if (at === null || head.ended !== null || !at.roles.includes('author')) return null;
  const own = head.progress[at.agency]?.state;
  const isAuthor = head.author === at.agency;
  return (
    <section class="sheet" aria-labelledby="actions">
      <h2 id="actions">{t('actions.title')}</h2>
      {own === 'awaiting' && <Acknowledge record={head.id} onFault={setError} />}
      {(isAuthor || (own !== undefined && own !== 'awaiting')) && <FollowUp head={head} onDone={onDone} />}
      {isAuthor && <End head={head} onFault={setError} />}
      <Fault error={error} />
    </section>
  );
}

function Acknowledge({ record, onFault }: { readonly record: string; onFault(error: unknown): void }) {
  const [busy, setBusy] = useState(false);
  if (waiting.value.includes(record)) return <p role="status">{t('actions.acknowledgement-waits')}</p>;
  const act = async (): Promise<void> => {
    setBusy(true);
    await acknowledge(record).catch(onFault);
    setBusy(false);
  };
  return (
    <p>
      <button type="button" class="main" disabled={busy} onClick={act}>
        {codeWord('step', 'acknowledge')}
      </button>
    </p>
  );
}

function FollowUp({ head, onDone }: ActionsProps) {
  const { value: kind } = useAsked(() => ask('kind', head.kind), [head.kind]);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const to = [...new Set([head.author, ...head.to])].filter((agency) => agency !== officer.value?.agency);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const answer = { outcome: String(fields.get('outcome')), text: String(fields.get('text')) };
    setBusy(true);
    setError(null);
    await ask('followUp', { record: head.id, to, language: language.value, ...answer }).then(onDone, setError);
    setBusy(false);
  };
  return (
    <form autoComplete="off" class="open" onSubmit={submit}>
      <label>
        {t('actions.outcome')}
        <select name="outcome" required>
          {kind?.outcomes.map((each) => (
            <option key={each} value={each}>
              {codeWord('outcome', each)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('actions.words')}
        <textarea name="text" rows={3} maxLength={20_000} />
      </label>
      <p>
        {t('record.to')}: <Agencies codes={to} />
      </p>
      <button type="submit" class="main" disabled={busy}>
        {t(busy ? 'shell.busy' : 'actions.send')}
      </button>
      <Fault error={error} />
    </form>
  );
}

function End({ head, onFault }: { readonly head: RecordDetail['head']; onFault(error: unknown): void }) {
  const { value: kind } = useAsked(() => ask('kind', head.kind), [head.kind]);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const [typ, reason] = String(new FormData(event.currentTarget as HTMLFormElement).get('end')).split(' ', 2);
    if (reason === undefined) return;
    const named = typ === 'withdraw' ? 'record.withdraw/1' : 'record.close/1';
    await ask('act', named, { record: head.id, reason } as never).catch(onFault);
  };
  const choices = (typ: 'close' | 'withdraw', reasons: readonly string[] = []) => (
    <optgroup label={codeWord('step', typ)}>
      {reasons.map((each) => (
        <option key={each} value={`${typ} ${each}`}>
          {codeWord('reason', each)}
        </option>
      ))}
    </optgroup>
  );
  return (
    <form autoComplete="off" class="open" onSubmit={submit}>
      <label>
        {t('actions.end')}
        <select name="end" required>
          <option value="">{t('form.choose')}</option>
          {choices('close', kind?.closeReasons)}
          {choices('withdraw', kind?.withdrawReasons)}
        </select>
      </label>
      <button type="submit">{t('actions.end-now')}</button>
    </form>
  );
}
