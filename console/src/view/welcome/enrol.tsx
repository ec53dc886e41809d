import { useState } from 'preact/hooks';
import { Fault } from '../../app/fault.tsx';
import { begin, complete } from '../../app/session.ts';
import { t } from '../../text/text.ts';
import { Passphrase } from './passphrase.tsx';

const SHORTEST = 10;

/** A new device: makes its key under a passphrase that its officer chooses. */
export function Enrol() {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    await begin(String(fields.get('passphrase'))).catch(setError);
    setBusy(false);
  };
  return (
    <form class="sheet narrow" onSubmit={submit}>
      <h1>{t('welcome.title')}</h1>
      <p>{t('welcome.sealed')}</p>
      <p>{t('welcome.audited')}</p>
      <Passphrase label={t('welcome.choose-passphrase')} minLength={SHORTEST} autoComplete="new-password" />
      <p class="quiet">{t('welcome.passphrase-hint', { least: SHORTEST })}</p>
      <button type="submit" class="main" disabled={busy}>
        {t(busy ? 'shell.busy' : 'welcome.make-key')}
      </button>
      <Fault error={error} />
    </form>
  );
}

/** A key that waits for the registrar: one code goes out, another comes back. */
export function Complete({ code }: { readonly code: string }) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    setError(null);
    await complete(String(fields.get('passphrase')), String(fields.get('code'))).catch(setError);
    setBusy(false);
  };
  return (
    <form class="sheet narrow" onSubmit={submit}>
      <h1>{t('enrol.title')}</h1>
      <p>{t('enrol.read-out')}</p>
      <output class="big-code" aria-label={t('enrol.code')}>
        {code}
      </output>
      <p>{t('enrol.registrar-does')}</p>
      <label>
        {t('enrol.registrar-code')}
        <input name="code" required autoComplete="off" spellcheck={false} class="code-input" />
      </label>
      <p class="quiet">{t('enrol.why')}</p>
      <Passphrase label={t('welcome.passphrase')} autoComplete="current-password" />
      <button type="submit" class="main" disabled={busy}>
        {t(busy ? 'shell.busy' : 'enrol.finish')}
      </button>
      <Fault error={error} />
    </form>
  );
}
