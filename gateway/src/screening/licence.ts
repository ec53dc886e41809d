import type { Licence } from '@tocsin/record';
import type { ListedLicence } from '../api/brokers.ts';
import type { FoundLicence } from '../api/checks.ts';
import type { Asked } from './asked.ts';
import { identifierIn } from './identifier.ts';
import { bestAgreement } from './name-agreement.ts';

/** What a register says of the licence that was shown, and whether it is who shows it that holds it. */
export const foundLicence = (
  { licence, standing, key }: ListedLicence,
  asked: Asked,
  foundBy: FoundLicence['foundBy'],
): FoundLicence => ({
  agency: licence.agency,
  authority: licence.authority,
  number: key,
  standing,
  status: licence.status,
  from: licence.from,
  until: licence.until,
  holder: licence.holder.kind,
  names: licence.holder.kind === 'company' ? licence.holder.names.map(({ text }) => text) : [],
  holderAgrees: holderAgrees(licence, asked),
  foundBy,
});

/**
 * By the number of the company, else by its name; null where neither was asked for or the names leave it open. A person's
 * name says nothing about a company's licence, and of a person who holds one the register has no name.
 */
function holderAgrees({ holder }: Licence, { identifiers, companies }: Asked): boolean | null {
  if (holder.kind === 'person') return null;
  const shown = identifiers.find(({ type }) => type === 'registration');
  const theirs =
    holder.registration === null ? null : identifierIn({ type: 'registration', text: holder.registration }, '');
  if (shown !== undefined && theirs !== null) return shown.value === theirs.value;
  const borne = holder.names.map(({ text }) => ({ text, kind: 'company' as const }));
  const { how } = bestAgreement(companies, borne);
  return how === 'same' ? true : how === 'differs' ? false : null;
}
