import { useState } from 'preact/hooks';
import { Fault } from '../../app/fault.tsx';
import { begin, complete, forget, importKey } from '../../app/session.ts';
import { t } from '../../text/text.ts';
import { Account, Passphrase } from './passphrase.tsx';

/** Characters of a passphrase. */
const SHORTEST = 10;

/** A new device: its key is made here, or comes from a file. */
export function NewDevice() {
  const [fromFile, setFromFile] = useState(false);
  return (
    <>
      {fromFile ? <ImportKey /> : <Enrol />}
      <p class="narrow other-way">
        <button type="button" onClick={() => setFromFile(!fromFile)}>
          {t(fromFile ? 'import.make-instead' : 'import.offer')}
        </button>
      </p>
    </>
  );
}

/** Makes the device's key under a passphrase that its officer chooses. */
function Enrol() {
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
      <NewPassphrase />
      <button type="submit" class="main" disabled={busy}>
        {t(busy ? 'shell.busy' : 'welcome.make-key')}
      </button>
      <Fault error={error} />
    </form>
  );
}

const NewPassphrase = (form: { readonly account?: null }) => (
  <>
    <Passphrase {...form} label={t('welcome.choose-passphrase')} minLength={SHORTEST} autoComplete="new-password" />
    <p class="quiet">{t('welcome.passphrase-hint', { least: SHORTEST })}</p>
  </>
);

/** Takes over the key of an officer whom the ledger knows. */
function ImportKey() {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const file = fields.get('file');
    if (!(file instanceof File)) return;
    setBusy(true);
    setError(null);
    const given = { bytes: new Uint8Array(await file.arrayBuffer()), password: String(fields.get('file-password')) };
    await importKey(given, String(fields.get('passphrase'))).catch(setError);
    setBusy(false);
  };
  return (
    <form class="sheet narrow" onSubmit={submit}>
      <h1>{t('import.title')}</h1>
      <Account />
      <label>
        {t('import.file')}
        <input name="file" type="file" required accept=".p12,.pfx,application/x-pkcs12" />
      </label>
      <label>
        {t('import.password')}
        <input name="file-password" type="password" autoComplete="off" />
      </label>
      <NewPassphrase account={null} />
      <p class="quiet">{t('import.kept')}</p>
      <button type="submit" class="main" disabled={busy}>
        {t(busy ? 'shell.busy' : 'import.take')}
      </button>
      <Fault error={error} />
    </form>
  );
}

/** A key that waits for the registrar: one code goes out, another comes back. A key that the ledger knows needs the second alone. */
export function Complete({ code }: { readonly code: string | null }) {
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
      <h1>{t(code === null ? 'import.taken' : 'enrol.title')}</h1>
      {code === null ? <p>{t('import.ask-code')}</p> : <ReadOut code={code} />}
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
      <Anew onFault={setError} />
    </form>
  );
}

/** Whose passphrase is lost would else never get past this page. */
const Anew = ({ onFault }: { onFault(error: unknown): void }) => (
  <details>
    <summary>{t('enrol.anew')}</summary>
    <p class="quiet">{t('enrol.anew-means')}</p>
    <button type="button" onClick={() => forget().catch(onFault)}>
      {t('enrol.take-away')}
    </button>
  </details>
);

const ReadOut = ({ code }: { readonly code: string }) => (
  <>
    <p>{t('enrol.read-out')}</p>
    <output class="big-code" aria-label={t('enrol.code')}>
      {code}
    </output>
    <p>{t('enrol.registrar-does')}</p>
  </>
);
