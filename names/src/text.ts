import { regularText, seenText } from './encoding.ts';
import { NameError } from './error.ts';
import { burmeseUnicode } from './script/burmese.ts';
import type { Script } from './token.ts';

/** In UTF-16 units; longer text is no name. */
export const LONGEST_NAME = 300;

const RANGES: readonly (readonly [script: Script, range: RegExp])[] = [
  ['thai', /\p{Script=Thai}/u],
  ['lao', /\p{Script=Lao}/u],
  ['khmer', /\p{Script=Khmer}/u],
  ['burmese', /\p{Script=Myanmar}/u],
  ['han', /\p{Script=Han}/u],
  ['latin', /\p{Script=Latin}/u],
  ['other', /\p{L}/u],
];

const scripts = new Map<string, Script | null>();

/** The script of one character; null for marks, digits and signs that belong to none. */
export function scriptOf(character: string): Script | null {
  let found = scripts.get(character);
  if (found === undefined) {
    found = RANGES.find(([, range]) => range.test(character))?.[0] ?? null;
    scripts.set(character, found);
  }
  return found;
}

/**
 * A name as it is compared: NFC, Burmese in Unicode, without controls (the bidi ones too), emoji and zero-width
 * characters, marks of the region's scripts in one order however they were typed. Marks of Thai, Lao, Khmer and Burmese are vowels and are never taken off.
 * @throws NameError NAME_EMPTY, NAME_TOO_LONG, NAME_UNREADABLE
 */
export function readText(text: string): string {
  if (text.length > LONGEST_NAME) throw new NameError('NAME_TOO_LONG');
  if (text.trim() === '') throw new NameError('NAME_EMPTY');
  if (!text.isWellFormed()) throw new NameError('NAME_UNREADABLE');
  const clean = seenText(text)
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}|\p{Co}|\p{Cn}|\p{Extended_Pictographic}|\p{Emoji_Modifier}/gu, '')
    .trim();
  if (!/\p{L}/u.test(clean)) throw new NameError('NAME_UNREADABLE');
  return regularText(/\p{Script=Myanmar}/u.test(clean) ? burmeseUnicode(clean).normalize('NFC') : clean);
}

const LATIN_LETTERS: ReadonlyMap<string, string> = new Map([
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['ø', 'o'],
  ['œ', 'oe'],
  ['æ', 'ae'],
  ['ß', 'ss'],
  ['þ', 'th'],
  ['ı', 'i'],
  ['ħ', 'h'],
  ['ŋ', 'ng'],
  ['ơ', 'o'],
  ['ư', 'u'],
]);

/** Digits and signs that a scanner takes for letters; only inside a word that has letters. */
const MISREAD: ReadonlyMap<string, string> = new Map([
  ['0', 'o'],
  ['5', 's'],
  ['8', 'b'],
  ['$', 's'],
]);

/** Latin letters without their marks, lower case, a to z. */
export function plainLatin(word: string): string {
  const bare = word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  const mixed = /[a-z]/.test(bare);
  return [...bare]
    .map((one, at) => LATIN_LETTERS.get(one) ?? (mixed ? (misread(one, bare[at - 1], bare[at + 1]) ?? one) : one))
    .join('')
    .replace(/[^a-z0-9]/g, '');
}

const isVowel = (letter: string | undefined): boolean => letter !== undefined && 'aeiou'.includes(letter);

/** A stroke is an i, or an l beside another and between what an l stands between. */
function misread(sign: string, before: string | undefined, after: string | undefined): string | undefined {
  if (sign !== '1' && sign !== '|') return MISREAD.get(sign);
  if (before === 'l' || after === 'l') return 'l';
  const opens = before === undefined || isVowel(before) || 'pbkgfc'.includes(before);
  return opens && isVowel(after) ? 'l' : 'i';
}
