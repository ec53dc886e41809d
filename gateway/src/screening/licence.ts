import type { Licence } from '@tocsin/record';
import type { ListedLicence } from '../api/brokers.ts';
import type { FoundLicence } from '../api/checks.ts';
import type { Asked } from './asked.ts';
import { identifierIn } from './identifier.ts';
import { bestAgreement } from './name-agreement.ts';
import type { Steps } from './turns.ts';

/** Whether the registration number that is shown is the holder's; `near` where a slip of hand or eye lies between them. */
export function registrationOf({ holder }: Licence, { identifiers }: Asked): 'same' | 'near' | 'other' | 'unknown' {
  const shown = identifiers.find(({ type }) => type === 'registration');
  const text = holder.kind === 'company' ? holder.registration : null;
  const theirs = text === null ? null : identifierIn({ type: 'registration', text }, '');
  if (shown === undefined || theirs === null) return 'unknown';
  if (shown.value === theirs.value) return 'same';
  return isOneSlip(shown.value, theirs.value) ? 'near' : 'other';
}

/** One character put for another, left out, put in, or two neighbours exchanged. */
function isOneSlip(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  let from = 0;
  while (from < short.length && short[from] === long[from]) from += 1;
  const rest = (text: string, skipped: number): string => text.slice(from + skipped);
  if (short.length !== long.length) return rest(short, 0) === rest(long, 1);
  const exchanged = short[from] === long[from + 1] && short[from + 1] === long[from];
  return rest(short, 1) === rest(long, 1) || (exchanged && rest(short, 2) === rest(long, 2));
}

/** What a register says of the licence that was shown, and whether it is who shows it that holds it. */
export function* foundLicence(
  { licence, standing, key }: ListedLicence,
  asked: Asked,
  foundBy: FoundLicence['foundBy'],
): Steps<FoundLicence> {
  const { agency, authority, status, from, until, holder } = licence;
  const names = holder.kind === 'company' ? holder.names.map(({ text }) => text) : [];
  const agrees = yield* holderAgrees(licence, asked);
  const told = { agency, authority, number: key, standing, status, from, until, holder: holder.kind, names };
  return { ...told, holderAgrees: agrees, foundBy };
}

/**
 * By the number of the company, else by its name; null where neither was asked for, the names leave it open, or the number
 * is nearly the holder's and the name is not another. A person's name says nothing about a company's licence, and of a
 * person who holds one the register has no name.
 */
function* holderAgrees(licence: Licence, asked: Asked): Steps<boolean | null> {
  const { holder } = licence;
  if (holder.kind === 'person') return null;
  const registration = registrationOf(licence, asked);
  if (registration === 'same' || registration === 'other') return registration === 'same';
  const borne = holder.names.map(({ text }) => ({ text, kind: 'company' as const }));
  const { how } = yield* bestAgreement(asked.companies, borne);
  if (how === 'differs') return false;
  return how === 'same' && registration === 'unknown' ? true : null;
}
