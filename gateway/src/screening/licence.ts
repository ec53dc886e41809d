import type { Instant, Licence } from '@tocsin/record';
import type { FoundLicence } from '../api/checks.ts';
import { lookUpLicences } from '../view/brokers.ts';
import type { View } from '../view/view.ts';
import type { Asked } from './asked.ts';
import { identifierIn } from './identifier.ts';

/** What the registers say of the number that was shown, each register for itself. */
export function licencesFor({ view }: { readonly view: View }, asked: Asked, now: Instant): FoundLicence[] {
  const { licence: number, authority } = asked;
  if (number === null) return [];
  const found = lookUpLicences(view, { numbers: [number], ...(authority === null ? {} : { authority }) }, now);
  return found.map(({ licence, standing, key }) => ({
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
  }));
}

/** A register names companies only: of a person's licence its authority must be asked. */
function holderAgrees({ holder }: Licence, { identifiers }: Asked): boolean | null {
  if (holder.kind === 'person' || holder.registration === null) return null;
  const registration = identifiers.find(({ type }) => type === 'registration');
  if (registration === undefined) return null;
  const theirs = identifierIn({ type: 'registration', text: holder.registration }, '');
  return theirs === null ? null : theirs.value === registration.value;
}
