import common from '../data/common.json' with { type: 'json' };
import variants from '../data/variants.json' with { type: 'json' };
import words from '../data/words.json' with { type: 'json' };
import type { Gender } from './name.ts';
import { burmeseRegular } from './script/burmese.ts';

type Told = Gender | null;
const told = (gender: string): Told => (gender === 'f' || gender === 'm' ? gender : null);
const table = (pairs: Readonly<Record<string, string>>): ReadonlyMap<string, Told> =>
  new Map(Object.entries(pairs).map(([word, gender]) => [word.normalize('NFC'), told(gender)]));

/** Titles that are nothing else, with the gender they tell. */
export const titles = table(words.removed);
/** Titles that are names as often: Ko, Ma, Maung, Sai. Burmese ones as syllables are written. */
export const maybeTitles: ReadonlyMap<string, Told> = new Map(
  [...table(words.maybe)].map(([word, gender]) => [burmeseRegular(word), gender]),
);
/** Words that join or mark the names: Văn, Thị, bin, binti, de la. */
export const particles = table(words.particles);

export const companySuffixes: ReadonlySet<string> = new Set(words.companySuffixes.split(' '));
/** Longest first, so that `有限责任公司` goes before `公司`. */
export const companyNative: readonly string[] = [...words.companyNative].sort(
  (one, other) => other.length - one.length,
);
export const companyWords: ReadonlySet<string> = new Set(words.companyWords.split(' '));

const borneByMany: ReadonlySet<string> = new Set([...common.words.split(' '), ...common.native]);

/** So many people bear this word that it tells little on its own. */
export const isCommon = (word: string): boolean => borneByMany.has(word);

const groupOf = new Map(variants.groups.flatMap((group, at) => group.split(' ').map((word) => [word, at] as const)));

/** Two spellings that one person uses: Mohd and Muhammad. */
export function sameByHabit(one: string, other: string): boolean {
  const group = groupOf.get(one);
  return group !== undefined && group === groupOf.get(other);
}

const terms = Object.entries(words.companyTerms.of).flatMap(([english, all]) =>
  all.split(' ').map((term) => [term.replaceAll('+', ' ').normalize('NFC'), english] as const),
);
const isLatin = (term: string): boolean => /^[a-z ]+$/.test(term);

/** Kinds of business in the scripts of the region with their English word, the longest first. */
export const companyTermsNative = terms
  .filter(([term]) => !isLatin(term))
  .sort(([one], [other]) => other.length - one.length);
/** The same in Latin letters without marks, of one word or two. */
export const companyTermsLatin: ReadonlyMap<string, string> = new Map(terms.filter(([term]) => isLatin(term)));
