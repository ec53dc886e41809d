import type { Handling, Precedence, Purpose } from '@tocsin/record';
import { useAsked } from '../../app/asked.ts';
import { agencyName } from '../../app/directory.ts';
import { officer } from '../../app/session.ts';
import { ask, gateway } from '../../app/worker.ts';
import { codeWord, t } from '../../text/text.ts';

/** What the ledger will say of a post in clear. */
export interface Cover {
  readonly to: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly handling: Handling;
  readonly precedence: Precedence;
}

export const noCover: Cover = {
  to: [],
  purposes: [],
  handling: { tlp: 'AMBER', codes: [] },
  precedence: 'PRIORITY',
};

const toggled = <T,>(list: readonly T[], one: T): T[] =>
  list.includes(one) ? list.filter((each) => each !== one) : [...list, one];

interface CoverProps {
  readonly cover: Cover;
  onChange(cover: Cover): void;
}

/** To whom, for what, how urgent: chosen by names, never typed. */
export function CoverFields({ cover, onChange }: CoverProps) {
  const { value: agencies = [] } = useAsked(() => gateway.agencies(), []);
  const { value: choices } = useAsked(() => ask('postChoices'), []);
  const others = agencies.filter(({ code, status }) => status === 'active' && code !== officer.value?.agency);
  return (
    <>
      <fieldset class="several">
        <legend>{t('record.to')}</legend>
        {others.map(({ code }) => (
          <label key={code} class="check">
            <input
              type="checkbox"
              checked={cover.to.includes(code)}
              onChange={() => onChange({ ...cover, to: toggled(cover.to, code) })}
            />
            {agencyName(code)}
          </label>
        ))}
      </fieldset>
      <fieldset class="several">
        <legend>{t('record.purposes')}</legend>
        {choices?.purposes.map((each) => (
          <label key={each} class="check">
            <input
              type="checkbox"
              checked={cover.purposes.includes(each as Purpose)}
              onChange={() => onChange({ ...cover, purposes: toggled(cover.purposes, each as Purpose) })}
            />
            {codeWord('purpose', each)}
          </label>
        ))}
      </fieldset>
      <label>
        {t('compose.precedence')}
        <select
          value={cover.precedence}
          onChange={(e) => onChange({ ...cover, precedence: e.currentTarget.value as Precedence })}
        >
          {choices?.precedences.map((each) => (
            <option key={each} value={each}>
              {codeWord('precedence', each)}
            </option>
          ))}
        </select>
      </label>
      <label>
        TLP
        <select
          value={cover.handling.tlp}
          onChange={(e) =>
            onChange({ ...cover, handling: { ...cover.handling, tlp: e.currentTarget.value as Handling['tlp'] } })
          }
        >
          {choices?.tlp.map((each) => (
            <option key={each} value={each}>
              {each} — {codeWord('tlp', each)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
