import surnames from '../data/chinese-surnames.json' with { type: 'json' };
import table from '../data/languages.json' with { type: 'json' };
import type { Language } from './sound.ts';

const vietnamese = {
  surnames: new Set(table.vietnameseSurnames.split(' ')),
  syllable: new RegExp(table.vietnameseSyllable),
};
const chinese = {
  surnames: new Set(Object.values(surnames.spellings).flatMap((all) => all.split(' '))),
  word: new RegExp(`^(?:${table.chineseSyllable}){1,3}$`),
};
const mandarin =
  'wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie tang song deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao fu cui zhong tan fan jin shi liao jia xia fang bai zou meng xiong qin qiu yin xue yan duan lei hou long tao gu mao hao gong shao wan qian';
for (const one of mandarin.split(' ')) chinese.surnames.add(one);
const burmese = {
  words: new Set(table.burmeseWords.split(' ')),
  syllable: new RegExp(table.burmeseSyllable),
  several: new RegExp(table.burmeseSyllable.replace(/^\^(.*)\$$/, '^(?:$1){1,3}$')),
};

export const isVietnameseSyllable = (word: string): boolean => vietnamese.syllable.test(word);
export const isVietnameseSurname = (word: string): boolean => vietnamese.surnames.has(word);

/** Languages in whose habits a name of these words may be written; all of the region where nothing tells. */
export function languagesOf(words: readonly string[]): Language[] {
  const found: Language[] = [];
  if (isVietnamese(words)) found.push('vi');
  if (isBurmese(words)) found.push('my');
  if (isChinese(words)) found.push('zh');
  return found;
}

/** A syllable of everyday Burmese names as papers write it. */
export const isBurmeseWord = (word: string): boolean => burmese.words.has(word);

/** The habits tried where a name does not show its language. */
export const generalLanguages = table.general as readonly Language[];

const ends = (words: readonly string[]): string[] => [words[0] ?? '', words.at(-1) ?? ''];

const isVietnamese = (words: readonly string[]): boolean =>
  words.length >= 2 &&
  words.every(isVietnameseSyllable) &&
  (vietnamese.surnames.has(words[0] ?? '') || vietnamese.surnames.has(words.at(-1) ?? ''));

const isChinese = (words: readonly string[]): boolean =>
  words.length >= 2 &&
  words.length <= 4 &&
  words.every((word) => chinese.word.test(word)) &&
  ends(words).some((word) => chinese.surnames.has(word));

function isBurmese(words: readonly string[]): boolean {
  const known = words.filter((word) => burmese.words.has(word)).length;
  const fits = known > 1 ? burmese.several : burmese.syllable;
  return known > 0 && known * 2 >= words.length && words.every((word) => burmese.words.has(word) || fits.test(word));
}
