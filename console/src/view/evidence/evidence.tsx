import { useState } from 'preact/hooks';
import { Fault } from '../../app/fault.tsx';
import { ask } from '../../app/worker.ts';
import { t } from '../../text/text.ts';
import type { EvidenceWish } from '../../worker/evidence.ts';
import { type Verdict, VerdictSheet } from './verdict.tsx';

/** Verifies a bundle of evidence on this device, with the roots that it trusts or those that are handed over. */
export default function Evidence() {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    setVerdict(null);
    const wish = await wishIn(new FormData(event.currentTarget as HTMLFormElement));
    await ask('verifyEvidence', wish).then(setVerdict, setError);
    setBusy(false);
  };
  return (
    <div class="record">
      <form autoComplete="off" class="sheet" onSubmit={submit}>
        <h1>{t('view.evidence')}</h1>
        <p>{t('evidence.what')}</p>
        <label>
          {t('evidence.file')}
          <input name="bundle" type="file" required />
        </label>
        <label>
          {t('evidence.roots')}
          <input name="roots" type="file" multiple accept=".pem,.crt,.cer,.crl" />
        </label>
        <label>
          {t('evidence.cosigners')}
          <input name="cosigners" type="number" min={1} max={64} />
        </label>
        <p>
          <button type="submit" class="main" disabled={busy}>
            {t(busy ? 'shell.busy' : 'evidence.verify')}
          </button>
        </p>
        <Fault error={error} />
      </form>
      {verdict !== null && <VerdictSheet verdict={verdict} />}
    </div>
  );
}

async function wishIn(fields: FormData): Promise<EvidenceWish> {
  // An empty choice comes as a file without a name.
  const chosen = fields.getAll('roots').filter((each): each is File => each instanceof File && each.name !== '');
  const roots = chosen.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }));
  const cosigners = String(fields.get('cosigners') ?? '');
  return {
    bundle: fields.get('bundle') as File,
    roots: await Promise.all(roots),
    cosigners: cosigners === '' ? null : Number(cosigners),
  };
}
