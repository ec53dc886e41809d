import type { Token } from '../name.ts';
import { readingsOf } from '../reading.ts';
import type { Language } from '../sound.ts';

/** Classes of sounds that spellings mix up; what is missing here (h, y, creaky voice) is not heard. */
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

const LATIN_HABITS: readonly Language[] = ['xx', 'th', 'lo', 'km', 'my', 'zh', 'vi', 'ms', 'fil'];
const MOST_SKELETONS = 8;

/** What is left of a word in any language's reading: classes of sounds, capitals for consonants. */
export function skeletonsOf(run: readonly Token[]): string[] {
  const languages = run[0]?.script === 'latin' ? LATIN_HABITS : LATIN_HABITS.slice(0, 1);
  const found = new Set<string>();
  for (const language of languages) {
    for (const { sounds } of readingsOf(run, language)) {
      const skeleton = skeletonOf(sounds);
      if (skeleton !== '') found.add(skeleton);
      // Burmese ra is said and written ya by most (Yan, not Ran).
      if (run[0]?.script === 'burmese' && sounds.includes('r'))
        found.add(skeletonOf(sounds.replace(/r/g, 'y')) || skeleton);
    }
  }
  return [...found].slice(0, MOST_SKELETONS);
}

function skeletonOf(sounds: string): string {
  let classes = '';
  for (let at = 0; at < sounds.length; at += 1) {
    const name = CLASSES.get(sounds[at] ?? '') ?? '';
    // A glide behind a vowel belongs to it.
    if (name === 'W' && at > 0 && /[au i]/.test(classes.at(-1) ?? '')) continue;
    if (name !== classes.at(-1)) classes += name;
  }
  return classes.slice(0, 31);
}

/** Keys by which a word is found: its consonants, and those with one left out where enough are left. */
export function keysOf(skeleton: string): string[] {
  const consonants = skeleton.replace(/[a-z]/g, '');
  const bare =
    consonants === ''
      ? skeleton
      : consonants.length === 1
        ? `${consonants}${skeleton.startsWith(consonants) ? '' : '-'}`
        : consonants;
  if (consonants.length < 3) return [bare];
  return [bare, ...new Set([...consonants].map((_, at) => consonants.slice(0, at) + consonants.slice(at + 1)))];
}
