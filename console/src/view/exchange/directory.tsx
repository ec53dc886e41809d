import { useState } from 'preact/hooks';
import { useAsked } from '../../app/asked.ts';
import { agencyName } from '../../app/directory.ts';
import { Fault } from '../../app/fault.tsx';
import { exchangeNews } from '../../live/live.ts';
import { t } from '../../text/text.ts';
import { askedDirectory, type Member } from './directory-asked.ts';
import { MemberItem } from './member-item.tsx';
import { nameIn } from './name.ts';
import { Verdict } from './verdict.tsx';

/** Who takes part: members, their units and keys, who answers for what; what is stale stands first. */
export function Directory() {
  const { value, error } = useAsked(askedDirectory, [], exchangeNews);
  const [wanted, setWanted] = useState('');
  if (value === undefined) return error === null ? <p class="quiet">{t('shell.loading')}</p> : <Fault error={error} />;
  const shown = value.filter((member) => isCalled(member, wanted));
  return (
    <>
      <Fault error={error} />
      <Verdict findings={value.flatMap(({ findings }) => findings)} />
      <label>
        {t('directory.find')}
        <input
          type="search"
          maxLength={100}
          autoComplete="off"
          value={wanted}
          onInput={({ currentTarget }) => setWanted(currentTarget.value)}
        />
      </label>
      {shown.length === 0 && <p role="status">{t('directory.nothing')}</p>}
      {shown.map((member) => (
        <MemberItem key={member.agency.code} member={member} />
      ))}
      <p class="quiet">{t('directory.proved')}</p>
    </>
  );
}

/** Whether anything of a member is called so, in the language on the screen or by its code. */
function isCalled({ agency, units, focalPoints }: Member, wanted: string): boolean {
  const names = [
    ...[agencyName(agency.code), agency.code, ...Object.values(agency.names)],
    ...units.flatMap((unit) => [unit.code, nameIn(unit.names, unit.code)]),
    ...focalPoints.map(({ post }) => post),
  ];
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim();
  return names.some((name) => plain(name).includes(plain(wanted)));
}
