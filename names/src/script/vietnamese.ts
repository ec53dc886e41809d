import { isVietnameseSyllable } from '../language.ts';

const TONES: Readonly<Record<string, string>> = {
  '\u0300': 'f',
  '\u0301': 's',
  '\u0309': 'r',
  '\u0303': 'x',
  '\u0323': 'j',
};

/**
 * A Vietnamese word in one form: letters with their quality, then the tone, wherever it was set (hoà and hòa), and `y`
 * alone written `i` (Mỹ and Mĩ). Empty where the word has no mark at all.
 */
export function markedForm(word: string): string {
  const apart = word.toLowerCase().normalize('NFD');
  if (!/[\u0300-\u036Fđ]/.test(apart)) return '';
  const tone = [...apart].map((one) => TONES[one] ?? '').join('');
  const bare = [...apart]
    .filter((one) => TONES[one] === undefined)
    .join('')
    .normalize('NFC');
  return `${bare.replace(/^([^aeiouy]+)y$/, '$1i')}${tone}`;
}

/** The letters of a marked form with their quality and without the tone. */
export const toneless = (marked: string): string => marked.replace(/[fsrxj]?$/, '');

/** Hook and tilde are mixed up by half the country. */
export const sameTone = (one: string, other: string): boolean =>
  one.replace(/[rx]$/, 'r') === other.replace(/[rx]$/, 'r');

const TELEX: readonly (readonly [RegExp, string])[] = [
  [/dd/, 'd'],
  [/aa/, 'a'],
  [/ee/, 'e'],
  [/oo/, 'o'],
  [/uow|uwow/, 'uo'],
  [/([aou])w/, '$1'],
  [/w/, 'u'],
];

/** What somebody meant whose keyboard was not set to Vietnamese (`Nguyeenx`, `Nguye64n`); null where it is nothing of it. */
export function untyped(word: string): string | null {
  if (isVietnameseSyllable(word)) return null;
  const vni = word.replace(/[1-9]/g, '');
  if (vni !== word && isVietnameseSyllable(vni)) return vni;
  let bare = word;
  for (let round = 0; round < 2; round += 1) for (const [from, to] of TELEX) bare = bare.replace(from, to);
  for (const candidate of [bare, bare.replace(/(?<=[aeiouy][a-z]*)[sfrxj]/, '')]) {
    if (candidate !== word && isVietnameseSyllable(candidate)) return candidate;
  }
  return null;
}
