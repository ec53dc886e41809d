import type { ListedLicence } from '@tocsin/gateway/api';
import { useState } from 'preact/hooks';
import { agencyName } from '../../app/directory.ts';
import { Fault } from '../../app/fault.tsx';
import { gateway } from '../../app/worker.ts';
import { codeWord, t } from '../../text/text.ts';

/** Looks licences up by their numbers, however they are written; without a number shows the registers from their beginning. */
export function Licences() {
  const [found, setFound] = useState<readonly ListedLicence[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get('numbers'));
    const numbers = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
    setError(null);
    const asking =
      numbers.length === 0
        ? gateway.licences({ limit: 100 }).then(({ licences }) => licences)
        : gateway.lookUpLicences({ numbers });
    asking.then(setFound, setError);
  };
  return (
    <>
      <form class="open" onSubmit={submit}>
        <label>
          {t('listings.numbers')}
          <textarea name="numbers" rows={3} spellcheck={false} autoComplete="off" />
        </label>
        <button type="submit" class="main">
          {t('listings.look-up')}
        </button>
      </form>
      <Fault error={error} />
      {found !== null &&
        (found.length === 0 ? (
          <p role="status">{codeWord('finding', 'licence-in-no-register')}</p>
        ) : (
          <Table found={found} />
        ))}
    </>
  );
}

const Table = ({ found }: { readonly found: readonly ListedLicence[] }) => (
  <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">{codeWord('paper', 'licence')}</th>
          <th scope="col">{codeWord('paper', 'authority')}</th>
          <th scope="col">{t('check.answer')}</th>
          <th scope="col">{t('listings.holder')}</th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ key, standing, licence }) => (
          <tr key={`${licence.agency} ${licence.authority} ${key}`}>
            <td>{licence.number}</td>
            <td>
              {licence.authority} · {agencyName(licence.agency)}
            </td>
            <td>
              {codeWord('licence', standing)}, {licence.from} – {licence.until ?? codeWord('check', 'no-end')}
            </td>
            <td>{holderOf(licence)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const holderOf = ({ holder }: ListedLicence['licence']): string =>
  holder.kind === 'person' ? codeWord('check', 'holder-person') : holder.names.map(({ text }) => text).join(' / ');
