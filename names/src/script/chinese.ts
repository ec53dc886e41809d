import { pinyin } from 'pinyin-pro';
import forms from '../../data/chinese-forms.json' with { type: 'json' };
import readings from '../../data/chinese-readings.json' with { type: 'json' };
import surnames from '../../data/chinese-surnames.json' with { type: 'json' };
import { hongKongSpellings, straitsSpellings, wadeGiles } from './chinese-spelling.ts';

/** Whose reading of a character it is; `habit` is a spelling that families use, wherever they came from. */
export type ChineseStandard = 'pinyin' | 'wade-giles' | 'cantonese' | 'hokkien' | 'habit';

const simplified = new Map([...forms.traditional].map((one, at) => [one, [...forms.simplified][at] ?? one]));
const dialects: Readonly<Record<string, string>> = readings.readings;
const habits: Readonly<Record<string, string>> = surnames.spellings;
const compound: ReadonlySet<string> = new Set(surnames.compound);
const surnamePinyin: Readonly<Record<string, string>> = surnames.pinyin;

/** Traditional and variant characters as the one form they are compared as. */
export const simplifiedForm = (text: string): string => [...text].map((one) => simplified.get(one) ?? one).join('');

/** Surname and the characters of the given name, in the simplified form: 欧阳小明 -> 欧阳, 小, 明. */
export function chineseParts(text: string): string[] {
  const all = [...text];
  const two = all.slice(0, 2).join('');
  return all.length > 2 && compound.has(two) ? [two, ...all.slice(2)] : all;
}

const CHARACTER_READINGS = 3;

type Spellings = ReadonlyMap<ChineseStandard, readonly string[]>;
/** By part, for surnames and for other parts: there are no more than characters and double surnames. */
const known: readonly Map<string, Spellings>[] = [new Map(), new Map()];

/** Spellings of one part in Latin letters, by standard. */
export function chineseSpellings(part: string, surname: boolean): Spellings {
  const parts = known[surname ? 1 : 0] as Map<string, Spellings>;
  let found = parts.get(part);
  if (found === undefined) {
    found = makeSpellings(part, surname);
    parts.set(part, found);
  }
  return found;
}

function makeSpellings(part: string, surname: boolean): Spellings {
  const all = [...part];
  const mandarin = joined(all.map((one) => pinyinOf(one, surname)));
  const found = new Map<ChineseStandard, readonly string[]>([
    ['pinyin', mandarin],
    ['wade-giles', joined(all.map((one) => pinyinOf(one, surname).map(wadeGiles)))],
    ['cantonese', joined(all.map((one) => dialect(one, 0).flatMap(hongKongSpellings)))],
    ['hokkien', joined(all.map((one) => dialect(one, 1).flatMap(straitsSpellings)))],
  ]);
  const habit = habits[part];
  if (surname && habit !== undefined) found.set('habit', habit.split(' '));
  return found;
}

function pinyinOf(character: string, surname: boolean): string[] {
  const asSurname = surname ? surnamePinyin[character] : undefined;
  const all = pinyin(character, { multiple: true, toneType: 'none', type: 'array', v: true });
  const first = pinyin(character, { toneType: 'none', type: 'array', v: true });
  const letters = [...new Set([...(asSurname?.split(' ') ?? []), ...first, ...all])].filter((one) =>
    /^[a-zü]+$/.test(one),
  );
  return letters
    .map((one) => one.replace(/ü/g, 'v'))
    .slice(0, surname && asSurname !== undefined ? 2 : CHARACTER_READINGS);
}

function dialect(character: string, column: 0 | 1): string[] {
  const said = dialects[character]?.split('|')[column];
  return said === undefined || said === '' ? [] : said.split(',').slice(0, CHARACTER_READINGS);
}

/** All ways through the characters' readings, bounded. */
function joined(parts: readonly (readonly string[])[]): string[] {
  let all = [''];
  for (const part of parts) all = all.flatMap((before) => part.map((one) => before + one)).slice(0, 6);
  return [...new Set(all)].filter((one) => one !== '');
}

let families: Map<string, Set<string>> | undefined;

/** The Chinese families that write themselves so in Latin letters; nothing for what is no surname. */
export function familiesOf(word: string): ReadonlySet<string> | undefined {
  families ??= familiesBySpelling();
  return families.get(word);
}

function familiesBySpelling(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const family of Object.keys(habits)) {
    for (const spelling of [...chineseSpellings(family, true).values()].flat())
      found.set(spelling, (found.get(spelling) ?? new Set()).add(family));
  }
  return found;
}
