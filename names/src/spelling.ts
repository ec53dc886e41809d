import tables from '../data/spellings.json' with { type: 'json' };
import type { Language } from './sound.ts';

/**
 * A spelling table turns Latin letters into sounds: the longest entry that fits is taken. An entry is its letters with
 * marks for where it holds: `^` at the beginning, `<` after a vowel letter, `$` at the end, `>` before a consonant
 * letter (h, which changes the letter before it, is none) or the end, `~` before a vowel letter.
 */
interface SpellingTable {
  readonly entries: ReadonlyMap<string, string>;
  readonly longest: number;
}

const vowelLetters = new Set('aeiouy');
const isVowelLetter = (letter: string | undefined): boolean => letter !== undefined && vowelLetters.has(letter);

function tableOf(own: Readonly<Record<string, string>>): SpellingTable {
  const entries = new Map<string, string>([...Object.entries(tables.base), ...Object.entries(own)]);
  const longest = Math.max(...[...entries.keys()].map((key) => key.replace(/[\^<$>~]/g, '').length));
  return { entries, longest };
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

/** The sounds of a word in lower-case a to z as somebody who writes this language would mean them. */
export function soundsOf(word: string, language: Language): string {
  const table = spellingTable(language);
  let sounds = '';
  for (let at = 0; at < word.length; ) {
    const [length, sound] = longestEntry(word, at, table);
    sounds += sound;
    at += length;
  }
  return heard(sounds, language);
}

/** An h after such a letter changes it and begins nothing: the p of `Namphet` does not end a syllable. */
const digraph = (word: string, end: number): boolean => word[end] === 'h' && !'aeiouyrm'.includes(word[end - 1] ?? '');

function longestEntry(word: string, at: number, { entries, longest }: SpellingTable): readonly [number, string] {
  const befores = at === 0 ? ['^', ''] : isVowelLetter(word[at - 1]) ? ['<', ''] : [''];
  for (let length = Math.min(longest, word.length - at); length > 0; length -= 1) {
    const end = at + length;
    const letters = word.slice(at, end);
    const afters =
      end === word.length
        ? ['$', '>', '']
        : isVowelLetter(word[end])
          ? ['~', '']
          : digraph(word, end)
            ? ['']
            : ['>', ''];
    for (const before of befores) {
      for (const after of afters) {
        const sound = entries.get(before + letters + after);
        if (sound !== undefined) return [length, sound];
      }
    }
  }
  return [1, word[at] ?? ''];
}

/**
 * What is heard of sounds in a row. Said twice is said once: doubled letters and long vowels are habits of writing. In
 * Thai, Lao and Khmer a stop that closes a syllable is not heard before its like that opens the next: nat-tha, wat-cha-ra.
 */
export function heard(sounds: string, language: Language): string {
  const once = sounds.replace(/(.)\1+/g, '$1');
  if (language === 'km') return once.replace(/p(?=[Pb])|b(?=[Pp])|t(?=[Td])|k(?=K)|c(?=C)/g, '');
  return language === 'th' || language === 'lo' ? once.replace(/t(?=[cCsT])|k(?=K)|p(?=P)/g, '') : once;
}
