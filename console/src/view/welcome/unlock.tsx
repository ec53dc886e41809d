import { useEffect, useRef, useState } from 'preact/hooks';
import { Fault } from '../../app/fault.tsx';
import { barred, unlock } from '../../app/session.ts';
import { Told } from '../../app/worker.ts';
import { t } from '../../text/text.ts';
import { Passphrase } from './passphrase.tsx';

/** A locked screen: nothing of any record is on it, and why it was locked where that was not the officer. */
export function Unlock() {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const passphrase = String(new FormData(event.currentTarget as HTMLFormElement).get('passphrase'));
    setBusy(true);
    try {
      if (!(await unlock(passphrase)))
        setError(new Told({ code: 'WRONG_PASSPHRASE', message: '', hint: '', status: null }));
    } catch (fault) {
      setError(fault);
    }
    setBusy(false);
  };
  return (
    <form class="sheet narrow" onSubmit={submit}>
      <h1>{t('unlock.title')}</h1>
      <Passphrase label={t('welcome.passphrase')} autoComplete="current-password" field={field} />
      <button type="submit" class="main" disabled={busy}>
        {t(busy ? 'shell.busy' : 'unlock.unlock')}
      </button>
      <Fault error={error ?? barred.value} />
    </form>
  );
}
