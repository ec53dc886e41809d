import type { CheckAnswer, CheckReason, FoundLicence } from '@tocsin/gateway/api';
import { codeWord, t } from '../../text/text.ts';
import type { TextKey } from '../../text/words.ts';
import { fieldWord } from './field-word.ts';

const verdicts: Readonly<Record<string, TextKey>> = {
  listed: 'verdict.listed',
  'under-review': 'verdict.under-review',
  'other-holder': 'verdict.other-holder',
  possible: 'verdict.possible',
  licensed: 'verdict.licensed',
  unknown: 'verdict.unknown',
  refused: 'verdict.refused',
};

/** The one answer in one line. */
export function verdictWord(answer: CheckAnswer['answer']): string {
  const key = verdicts[answer];
  return key === undefined ? t('verdict.licence', { standing: codeWord('licence', answer) }) : t(key);
}

const reasons: Readonly<Record<string, TextKey>> = {
  'same-identifier': 'why.same-identifier',
  shares: 'why.shares',
  'stands-behind': 'why.stands-behind',
  'buddhist-year': 'why.buddhist-year',
  'phone-read-as': 'why.phone-read-as',
  'birth-years-apart': 'why.birth-years-apart',
  'birth-same-day': 'why.birth-same-day',
  'birth-same-year': 'why.birth-same-year',
  'birth-other-day': 'why.birth-other-day',
  'birth-day-and-month-swapped': 'why.birth-swapped',
  'name-differs': 'why.name-differs',
  'same-native': 'why.same-name',
  'same-romanised': 'why.same-name',
  'spelling-variant': 'why.name-variant',
  'reading-variant': 'why.name-variant',
  'one-edit': 'why.one-edit',
  'initial-only': 'why.initial-only',
  'name-part-missing': 'why.name-part-missing',
  'common-name': 'why.common-name',
  'order-differs': 'why.order-differs',
  'title-ignored': 'why.title-ignored',
  'gender-differs': 'why.gender-differs',
  'script-differs': 'why.script-differs',
  'other-purpose': 'why.other-purpose',
  'licence-in-no-register': 'why.no-register',
  'found-by-name': 'why.found-by-name',
  'registers-being-read': 'why.registers-being-read',
  'licence-holder': 'why.licence-holder',
  'same-name': 'why.has-name',
  'lent-licence': 'why.lent-licence',
  linked: 'why.linked',
};

/** As whom a listing names somebody. */
const parts: Readonly<Record<string, TextKey>> = {
  subject: 'part.subject',
  director: 'part.director',
  owner: 'part.owner',
  representative: 'part.representative',
  employee: 'part.employee',
  lender: 'part.lender',
};

function partWord(part: string | number | undefined): string {
  const key = parts[String(part)];
  return key === undefined ? String(part ?? '') : t(key);
}

/** Reasons in words, each once. */
export const reasonWords = (given: readonly CheckReason[]): string => [...new Set(given.map(reasonWord))].join('; ');

function reasonWord({ code, type, years, part, read, country }: CheckReason): string {
  const key = reasons[code];
  if (key === undefined) return code;
  const kind = fieldWord(String(type));
  const year = String(read).slice(0, 4);
  return t(key, { kind, years: years ?? '', part: partWord(part), year, country: country ?? '' });
}

const decisive: Readonly<Record<string, string>> = { 'day-of-birth': 'born', 'issuing-country': 'country' };

/** What would tell whether it is the one, in words. */
export const decisiveWords = (codes: readonly string[]): string =>
  codes
    .map((code) => (code === 'ask-proposer' ? t('check.ask-proposer') : fieldWord(decisive[code] ?? code)))
    .join('; ');

/** What a register says of the licence that was shown. */
export function licenceWords(licence: FoundLicence): string {
  const { number, authority, standing, from, until, holder, names, holderAgrees } = licence;
  const who = holder === 'person' ? t('check.holder-person') : names.slice(0, 2).join(' / ');
  const other = holderAgrees === false ? ` (${t('check.holder-other')})` : '';
  const span = `${from} – ${until ?? t('check.no-end')}`;
  return `${number}, ${authority}: ${codeWord('licence', standing)}, ${span}; ${t('check.held-by', { who })}${other}`;
}

const quiet: ReadonlySet<string> = new Set(['unknown', 'licensed']);
const notable: ReadonlySet<string> = new Set(['licence-in-no-register', 'other-purpose', 'registers-being-read']);

/** How grave an answer is: only where nothing asks for a second look it is calm. */
export function weight(given: CheckAnswer): 'danger' | 'warn' | 'good' | 'calm' {
  if (given.answer === 'listed') return 'danger';
  if (given.answer === 'refused' || !quiet.has(given.answer) || given.fronts.length > 0) return 'warn';
  if (given.notes.some(({ code }) => notable.has(code))) return 'warn';
  return given.answer === 'licensed' ? 'good' : 'calm';
}
