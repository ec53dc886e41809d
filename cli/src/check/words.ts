import type { CheckReason, FoundLicence, GivenAnswer } from '@tocsin/gateway/api';
import { harmless } from '../table.ts';

const kinds: Readonly<Record<string, string>> = {
  'national-id': 'identity card number',
  document: 'number of a paper',
  registration: 'registration number',
  licence: 'licence',
  passport: 'passport number',
  phone: 'telephone number',
  account: 'bank account',
  wallet: 'wallet',
  social: 'social account',
  address: 'address',
};
const kind = (type: string | number | undefined): string => kinds[String(type)] ?? String(type);

/** The one answer in one line. */
export const answerWords: Readonly<Record<GivenAnswer['answer'], string>> = {
  listed: 'LISTED',
  'under-review': 'listed once, UNDER REVIEW: the listing is past its review date',
  'other-holder': 'this licence BELONGS TO SOMEBODY ELSE',
  revoked: 'the licence is REVOKED',
  suspended: 'the licence is SUSPENDED',
  expired: 'the licence is EXPIRED',
  'not-started': 'the licence is NOT YET VALID',
  possible: 'POSSIBLY the one who is listed: look closer',
  licensed: 'licensed',
  unknown: 'unknown: nothing is known of who or what is asked about',
};

const fixed: Readonly<Record<string, string>> = {
  'birth-same-day': 'same day of birth',
  'birth-same-year': 'same year of birth, the day is not known of both',
  'birth-other-day': 'same year of birth, another day',
  'birth-day-and-month-swapped': 'day and month of birth are exchanged',
  'name-differs': 'the name is another one',
  'same-native': 'same name',
  'same-romanised': 'same name',
  'spelling-variant': 'a spelling of the same name',
  'reading-variant': 'another reading of the same name',
  'one-edit': 'a letter of the name differs',
  'initial-only': 'one name is an initial only',
  'name-part-missing': 'a part of the name is missing',
  'common-name': 'many bear this name',
  'order-differs': 'the parts of the name stand in another order',
  'title-ignored': 'without titles',
  'gender-differs': 'the name is of the other gender',
  'script-differs': 'written in another script',
  'other-purpose': 'a listing agrees that may not be used for this purpose: name another with --purpose',
  'licence-in-no-register': 'no register that this gateway knows has this licence',
  'found-by-name': 'found by the name of the business alone: compare the number on the licence',
  'registers-being-read': 'the registers are still being read by names: ask again in a minute',
  'licence-holder': 'who holds the licence',
  'same-name': 'has the name of a listed one',
  'lent-licence': 'a listed one has shown the licence of a company of this name',
  linked: 'is named in a listing together with',
};

/** A reason in plain words. */
export function reasonWords(reason: CheckReason): string {
  const { code, type, years, part, read, country, owner, fault } = reason;
  switch (code) {
    case 'same-identifier':
      return `same ${kind(type)}`;
    case 'birth-years-apart':
      return `year of birth differs by ${years}`;
    case 'shares':
      return type === 'licence' ? 'a listed one has shown this licence' : `shares a ${kind(type)} with a listed one`;
    case 'stands-behind':
      return `is the ${part} of a listed company`;
    case 'in-table':
      return `a number on this paper is in the table of ${owner}: ask ${owner}`;
    case 'table-not-asked':
      return `the table of ${owner} was NOT asked [${fault}]`;
    case 'table-needs-number':
      return `the table of ${owner} was not asked: it answers to numbers alone`;
    case 'buddhist-year':
      return `year of birth read as ${String(read).slice(0, 4)} (Buddhist calendar)`;
    case 'phone-read-as':
      return `telephone number read as of ${country}`;
    default:
      return fixed[code] ?? code;
  }
}

export const reasonsText = (reasons: readonly CheckReason[]): string =>
  [...new Set(reasons.map(reasonWords))].join(', ');

const decisive: Readonly<Record<string, string>> = {
  born: 'date of birth',
  'day-of-birth': 'day of birth',
  'issuing-country': 'which country issued the paper',
  name: 'the name',
  'ask-proposer': 'nothing on paper: ask the agency that proposed the listing',
};
export const decisiveWords = (codes: readonly string[]): string =>
  codes.map((code) => decisive[code] ?? kind(code)).join(', ');

/** What a register says of the licence that was shown. */
export function licenceWords(licence: FoundLicence): string {
  const { agency, authority, number, standing, from, until, names, holder, holderAgrees } = licence;
  const end = until === null ? 'without end' : `until ${until}`;
  const who =
    holder === 'person'
      ? `a person, whom the register does not name: ask ${authority}`
      : harmless(names.slice(0, 2).join(' / '));
  const agrees = holderAgrees === null ? '' : holderAgrees ? ', as shown' : ', NOT who shows it';
  return `${number} of ${authority} (${agency}): ${standing}, from ${from} ${end}, held by ${who}${agrees}`;
}
