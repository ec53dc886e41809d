import type { Run } from '../run.ts';
import type { Language } from '../sound.ts';
import { isUnspaced } from '../token.ts';

/** Classes of sounds that spellings mix up; what is missing here (creaky voice) is not heard. */
const CLASSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    K: 'kKgx',
    S: 'cCjsSz',
    T: 'tTdD',
    P: 'pPbf',
    M: 'm',
    N: 'nNY',
    L: 'rl',
    W: 'wv',
    a: 'a',
    i: 'ieE',
    u: 'uoOUQ',
  }).flatMap(([name, sounds]) => [...sounds].map((sound) => [sound, name] as const)),
);

const VOWELS = new Set('aeEioOuUQ');
const LATIN_HABITS: readonly Language[] = ['xx', 'th', 'lo', 'km', 'my', 'zh', 'vi', 'ms', 'fil'];
/** Read so too whatever the language that a name shows: the classes are wide. */
const ANY_HABIT: readonly Language[] = ['xx'];
const MOST_SKELETONS = 12;
/** More classes of a word are cut. */
export const LONGEST = 31;

/** One reading of a word and what is left of it: classes of sounds, capitals for consonants. */
export interface Skeleton {
  readonly sounds: string;
  readonly classes: string;
}

/** The skeletons of a word in any language's reading, or in those that its name shows. */
export function skeletonsOf(run: Run, shown: readonly Language[] = []): Skeleton[] {
  const script = run.tokens[0]?.script;
  const habits = shown.length === 0 ? LATIN_HABITS : [...shown, ...ANY_HABIT];
  const languages = script === 'latin' ? habits : ANY_HABIT;
  const found = new Map<string, Skeleton>();
  const keep = (sounds: string): void => {
    const classes = skeletonOf(sounds);
    if (classes !== '') found.set(sounds, { sounds, classes });
  };
  for (const language of languages) {
    for (const { sounds } of run.readings(language)) {
      keep(sounds);
      // Burmese ra is said and written ya by most (Yan, not Ran).
      if (script === 'burmese' && sounds.includes('r')) keep(sounds.replace(/r/g, 'y'));
    }
  }
  // In pieces it is found as it is written: one reading more leaves room for a slip, all of them cost as much as the words.
  const isPieced = isUnspaced(script) && run.tokens.length > 1;
  return [...found.values()].slice(0, isPieced ? 1 : MOST_SKELETONS);
}

/** By code of the sound: its class, none, and whether it is a vowel. */
const classOf: readonly string[] = Array.from(
  { length: 128 },
  (_, code) => CLASSES.get(String.fromCharCode(code)) ?? '',
);
const isVowel: readonly boolean[] = Array.from({ length: 128 }, (_, code) => VOWELS.has(String.fromCharCode(code)));

function skeletonOf(sounds: string): string {
  let classes = '';
  let last = '';
  for (let at = 0; at < sounds.length && classes.length < LONGEST; at += 1) {
    const name = classOf[sounds.charCodeAt(at)] ?? '';
    // A glide is heard where it opens a syllable; behind a vowel or another consonant it belongs to that.
    if (name === 'W' && !opens(sounds, at)) continue;
    if (name === last) continue;
    classes += name;
    if (name !== '') last = name;
  }
  return classes;
}

const opens = (sounds: string, at: number): boolean =>
  isVowel[sounds.charCodeAt(at + 1)] === true && (at === 0 || isVowel[sounds.charCodeAt(at - 1)] === true);

/** The consonants of a shape; of one consonant also whether it opens, and of none all vowels. */
export function consonantsOf(classes: string): string {
  let consonants = '';
  for (let at = 0; at < classes.length; at += 1)
    if (classes.charCodeAt(at) < CODE_OF_A) consonants += classes[at] as string;
  if (consonants === '') return classes;
  return consonants.length === 1 && !classes.startsWith(consonants) ? `${consonants}-` : consonants;
}

/** The consonants with each in turn left out, where enough are left. */
export function withoutOneEach(consonants: string): readonly string[] {
  if (consonants.length < 3 || consonants.charCodeAt(0) >= CODE_OF_A) return [];
  return Array.from(consonants, (_, at) => consonants.slice(0, at) + consonants.slice(at + 1));
}

/** Small letters are vowels. */
const CODE_OF_A = 97;

/** 31 bits that tell readings apart (FNV-1a). */
export function soundsHash(sounds: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < sounds.length; at += 1) hash = Math.imul(hash ^ sounds.charCodeAt(at), 0x01000193);
  return hash >>> 1;
}
