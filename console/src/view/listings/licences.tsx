import type { ListedLicence } from '@tocsin/gateway/api';
import { useState } from 'preact/hooks';
import { agencyName } from '../../app/directory.ts';
import { Fault } from '../../app/fault.tsx';
import { gateway } from '../../app/worker.ts';
import { type Column, Table } from '../../table/table.tsx';
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
      <form autoComplete="off" class="open" onSubmit={submit}>
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
          <Table
            label={t('listings.licences')}
            columns={columns()}
            rows={found}
            keyOf={({ key, licence }) => `${licence.agency} ${licence.authority} ${key}`}
          />
        ))}
    </>
  );
}

const columns = (): Column<ListedLicence>[] => [
  { title: codeWord('paper', 'licence'), of: ({ licence }) => licence.number },
  {
    title: codeWord('paper', 'authority'),
    of: ({ licence }) => `${licence.authority} · ${agencyName(licence.agency)}`,
  },
  {
    title: t('check.answer'),
    of: ({ standing, licence: { from, until } }) =>
      `${codeWord('licence', standing)}, ${from} – ${until ?? codeWord('check', 'no-end')}`,
  },
  { title: t('listings.holder'), of: ({ licence }) => holderOf(licence) },
];

const holderOf = ({ holder }: ListedLicence['licence']): string =>
  holder.kind === 'person' ? codeWord('check', 'holder-person') : holder.names.map(({ text }) => text).join(' / ');
