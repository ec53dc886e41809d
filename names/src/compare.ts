import { align, FEW_WORDS, type Match, total } from './align.ts';
import { generalLanguages } from './language.ts';
import { Known } from './likeness.ts';
import type { Comparable, Reason } from './name.ts';
import type { Language } from './sound.ts';
import type { Token } from './token.ts';

/** At and above this two names may be called the same name; never that they are the same person. */
export const MATCH = 0.8;
/** At and above this they may be: worth a look, never more. */
export const POSSIBLE = 0.65;

export interface Comparison {
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** How surely two names are the same name, and why; symmetric, and equal for equal names. */
export const compareNames = (one: Comparable, other: Comparable): Comparison => compare(one, other, new Known());

/** The same for one name among many. */
export function compare(one: Comparable, other: Comparable, known: Known): Comparison {
  const [first, second] = ordered(one, other);
  const setting = {
    languages: languagesFor(first, second),
    marked: first.marked && second.marked,
    half: first.marked !== second.marked,
    most: readingsOf(first, second),
  };
  const matches = align(first, second, setting, known);
  const reasons: Reason[] = [];
  let score = agreement(first, second, matches, reasons);
  score *= orderFactor(first, second, matches, reasons);
  score *= genderFactor(first, second, reasons);
  score *= wholeFactor(first, second, matches);
  score = Math.min(score, ceiling(first, second, matches, reasons));
  for (const title of new Set([...first.titles, ...second.titles])) reasons.push({ code: 'title-ignored', title });
  return { score: Math.round(score * 10_000) / 10_000, reasons };
}

/** No word has more readings; names of so many letters, and what is left of the readings of longer ones. */
const MOST_READINGS = 12;
const LONG_NAME = 60;
const FEW_READINGS = 2;

/** So that the longest names that are read cost what long names cost. */
function readingsOf(one: Comparable, other: Comparable): number {
  const most = Math.floor((MOST_READINGS * LONG_NAME) / Math.sqrt(letters(one) * letters(other)));
  return Math.max(FEW_READINGS, Math.min(MOST_READINGS, most));
}

const letters = ({ tokens }: Comparable): number => tokens.reduce((sum, { text }) => sum + text.length, 0);

/** So that a comparison says the same in both directions. */
const ordered = (one: Comparable, other: Comparable): readonly [Comparable, Comparable] =>
  one.tokens.length < other.tokens.length || (one.tokens.length === other.tokens.length && one.text <= other.text)
    ? [one, other]
    : [other, one];

function languagesFor(one: Comparable, other: Comparable): readonly Language[] {
  const [mine, theirs] = [one.languages, other.languages];
  const natives = [one, other].map(({ tokens }) => tokens.some(({ script }) => script !== 'latin'));
  if (natives[0] && natives[1]) return mine.some((language) => theirs.includes(language)) ? mine : ['xx'];
  if (natives[0]) return mine;
  if (natives[1]) return theirs;
  const both = mine.filter((language) => theirs.includes(language));
  if (both.length > 0) return [...both, 'xx'];
  return [...new Set([...mine, ...theirs, ...generalLanguages])];
}

/** The share of what the words tell that agrees; the worst word weighs most. */
function agreement(one: Comparable, other: Comparable, matches: readonly Match[], reasons: Reason[]): number {
  const [left, right] = [unmatched(one.tokens, matches, 'one'), unmatched(other.tokens, matches, 'other')];
  const against = Math.min(total(left), total(right));
  const missing = Math.abs(total(left) - total(right));
  const heavy = matches.filter(({ weight }) => weight > 0.25);
  const agreed = matches.reduce((sum, { weight, sure }) => sum + weight * sure, 0);
  const all = matches.reduce((sum, { weight }) => sum + weight, 0) + against * 1.2 + missing * MISSING;
  if (all === 0) return 0;
  const contradicted = Math.min(1, against / 0.5);
  const worst = Math.min(1 - contradicted, ...heavy.map(({ sure }) => sure));
  tell(one, other, matches, left, right, reasons);
  return (agreed / all) * (0.4 + 0.6 * Math.max(0, worst));
}

/** Of a word that only one of the two has: papers leave out middle names. */
const MISSING = 0.28;

/** Burmese names have no middle: one word more is somebody else; but of businesses of many words the last are left out. */
function wholeFactor(one: Comparable, other: Comparable, matches: readonly Match[]): number {
  if ((!isBurmese(one) && !isBurmese(other)) || other.tokens.length > FEW_WORDS) return 1;
  const left = [...unmatched(one.tokens, matches, 'one'), ...unmatched(other.tokens, matches, 'other')];
  return left.some(({ part }) => part === 'name') ? 0.75 : 1;
}

const isBurmese = ({ languages }: Comparable): boolean => languages.includes('my');

function unmatched(tokens: readonly Token[], matches: readonly Match[], side: 'one' | 'other'): Token[] {
  return tokens.filter((_, at) => !matches.some((match) => at >= match[side][0] && at < match[side][1]));
}

function tell(
  one: Comparable,
  other: Comparable,
  matches: readonly Match[],
  left: readonly Token[],
  right: readonly Token[],
  reasons: Reason[],
): void {
  const sameScript = one.tokens[0]?.script === other.tokens[0]?.script;
  const exact = left.length + right.length === 0 && matches.every(({ alike }) => alike.reason === null);
  if (exact) reasons.push({ code: one.tokens[0]?.script === 'latin' ? 'same-romanised' : 'same-native' });
  if (!sameScript) reasons.push({ code: 'script-differs' });
  for (const { alike } of matches) if (alike.reason !== null) reasons.push(alike.reason);
  const differs = left.length > 0 && right.length > 0;
  if (differs) reasons.push({ code: 'name-differs', of: words(left), as: words(right) });
  else for (const { text } of [...left, ...right]) reasons.push({ code: 'name-part-missing', part: text });
}

const words = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(' ');

/** Papers put the family's name first or last; Burmese names have none, and their order says who it is. */
function orderFactor(one: Comparable, other: Comparable, matches: readonly Match[], reasons: Reason[]): number {
  const heavy = matches.filter(({ weight }) => weight > 0.25);
  const inOrder = heavy.every((match, at) => at === 0 || match.other[0] >= (heavy[at - 1] as Match).other[0]);
  if (inOrder) return 1;
  reasons.push({ code: 'order-differs' });
  const burmese = isBurmese(one) || isBurmese(other);
  const parted = [one, other].every(({ tokens }) => tokens.some(({ text }) => PATRONYMIC.has(text)));
  const sameNative = one.tokens[0]?.script === other.tokens[0]?.script && one.tokens[0]?.script !== 'latin';
  return burmese || parted || sameNative ? 0.7 : 0.98;
}

const PATRONYMIC = new Set(['bin', 'binti', 'bte', 'bt', 'ibn', 'anak', 'ap', 'al']);

function genderFactor(one: Comparable, other: Comparable, reasons: Reason[]): number {
  if (one.gender === null || other.gender === null || one.gender === other.gender) return 1;
  reasons.push({ code: 'gender-differs' });
  return 0.75;
}

/** One word that many bear is never enough, whatever else agrees. */
function ceiling(one: Comparable, other: Comparable, matches: readonly Match[], reasons: Reason[]): number {
  const telling = (tokens: readonly Token[]): Token[] => tokens.filter(({ part }) => part === 'name');
  const [left, right] = [telling(one.tokens), telling(other.tokens)];
  const fewest = Math.min(left.length, right.length);
  if (fewest > 1) return 1;
  const only = (left.length <= right.length ? left : right)[0];
  if (only !== undefined && only.weight < 1) {
    reasons.push({ code: 'common-name', part: only.text });
    return 0.6;
  }
  const whole =
    matches.length > 0 &&
    unmatched(
      left.length > right.length ? one.tokens : other.tokens,
      matches,
      left.length > right.length ? 'one' : 'other',
    ).length === 0;
  return whole ? 1 : 0.7;
}
