import tables from '../data/spellings.json' with { type: 'json' };
import type { Language } from './sound.ts';

/**
 * A spelling table turns Latin letters into sounds: the longest entry that fits is taken. An entry is its letters with
 * marks for where it holds: `^` at the beginning, `<` after a vowel letter, `$` at the end, `>` before a consonant
 * letter (h, which changes the letter before it, is none) or the end, `~` before a vowel letter.
 */
interface SpellingTable {
  /** A tree of letters: `[place * 26 + letter]` is where the letter leads from there; 0, the root, is nowhere. */
  readonly next: Uint16Array;
  /** `[place * 12 + situation]`: the sounds of the letters that lead to the place. */
  readonly sounds: readonly (string | undefined)[];
}

const LETTERS = 26;
const CODE_OF_A = 97;
/** What may stand before an entry (nothing, a vowel letter, another) and its marks that hold then, the narrower first. */
const BEFORE = [['^', ''], ['<', ''], ['']] as const;
/** What may follow (the end, a vowel letter, an h that changes the letter, another). */
const AFTER = [['$', '>', ''], ['~', ''], [''], ['>', '']] as const;
const SITUATIONS = BEFORE.length * AFTER.length;

function tableOf(own: Readonly<Record<string, string>>): SpellingTable {
  const entries = new Map<string, string>([...Object.entries(tables.base), ...Object.entries(own)]);
  const places = placesOf([...entries.keys()].map((key) => key.replace(/[\^<$>~]/g, '')));
  const next = new Uint16Array(places.size * LETTERS);
  const sounds: (string | undefined)[] = [];
  for (const [letters, place] of places) {
    if (place > 0)
      next[
        (places.get(letters.slice(0, -1)) as number) * LETTERS + letters.charCodeAt(letters.length - 1) - CODE_OF_A
      ] = place;
    for (const before of BEFORE) for (const after of AFTER) sounds.push(soundOf(entries, letters, before, after));
  }
  return { next, sounds };
}

/** Every beginning of the entries with its number, the root first. */
function placesOf(entries: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map([['', 0]]);
  for (const letters of entries) {
    for (let end = 1; end <= letters.length; end += 1) {
      const begin = letters.slice(0, end);
      if (!places.has(begin)) places.set(begin, places.size);
    }
  }
  return places;
}

function soundOf(
  entries: ReadonlyMap<string, string>,
  letters: string,
  befores: readonly string[],
  afters: readonly string[],
): string | undefined {
  for (const before of befores) {
    for (const after of afters) {
      const sound = entries.get(before + letters + after);
      if (sound !== undefined) return sound;
    }
  }
  return undefined;
}

const own: Readonly<Record<string, Readonly<Record<string, string>>>> = tables.languages;
const built = new Map<Language, SpellingTable>();

function spellingTable(language: Language): SpellingTable {
  let table = built.get(language);
  if (table === undefined) {
    table = tableOf(own[language] ?? {});
    built.set(language, table);
  }
  return table;
}

const vowelLetters = new Set([...'aeiouy'].map((letter) => letter.charCodeAt(0)));
const H = 104;
/** An h behind such a letter begins a syllable of its own. */
const beforeOwnH = new Set([...'aeiouyrm'].map((letter) => letter.charCodeAt(0)));

/** The sounds of a word in lower-case a to z as somebody who writes this language would mean them. */
export function soundsOf(word: string, language: Language): string {
  const { next, sounds } = spellingTable(language);
  let said = '';
  for (let at = 0; at < word.length; ) {
    const before = at === 0 ? 0 : vowelLetters.has(word.charCodeAt(at - 1)) ? 1 : 2;
    let place = 0;
    let length = 1;
    let sound = word[at] as string;
    for (let end = at; end < word.length; ) {
      const letter = word.charCodeAt(end) - CODE_OF_A;
      place = letter < 0 || letter >= LETTERS ? 0 : (next[place * LETTERS + letter] as number);
      if (place === 0) break;
      end += 1;
      const found = sounds[place * SITUATIONS + before * AFTER.length + following(word, end)];
      if (found === undefined) continue;
      length = end - at;
      sound = found;
    }
    said += sound;
    at += length;
  }
  return heard(said, language);
}

/** An h after a letter that it changes begins nothing: the p of `Namphet` does not end a syllable. */
function following(word: string, end: number): number {
  if (end === word.length) return 0;
  const code = word.charCodeAt(end);
  if (vowelLetters.has(code)) return 1;
  return code === H && !beforeOwnH.has(word.charCodeAt(end - 1)) ? 2 : 3;
}

/** Of two sounds in a row the first is not heard. */
const UNHEARD: Readonly<Partial<Record<Language, ReadonlySet<string>>>> = {
  km: new Set(['pP', 'pb', 'bP', 'bp', 'td', 'tT', 'kK', 'cC']),
  th: new Set(['tc', 'tC', 'ts', 'tT', 'kK', 'pP']),
  lo: new Set(['tc', 'tC', 'ts', 'tT', 'kK', 'pP']),
};

/**
 * What is heard of sounds in a row. Said twice is said once: doubled letters and long vowels are habits of writing. In
 * Thai, Lao and Khmer a stop that closes a syllable is not heard before its like that opens the next: nat-tha, wat-cha-ra.
 */
export function heard(sounds: string, language: Language): string {
  const unheard = UNHEARD[language];
  let kept = '';
  let from = 0;
  for (let at = 0; at + 1 < sounds.length; at += 1) {
    const twice = sounds.charCodeAt(at) === sounds.charCodeAt(at + 1);
    if (!twice && (unheard === undefined || !unheard.has(sounds.slice(at, at + 2)))) continue;
    kept += sounds.slice(from, at);
    from = at + 1;
  }
  return from === 0 ? sounds : kept + sounds.slice(from);
}
