import { Remembered } from './remembered.ts';
import { burmeseReadings } from './script/burmese.ts';
import { chineseSpellings } from './script/chinese.ts';
import { khmerReadings } from './script/khmer.ts';
import { laoReadings } from './script/lao.ts';
import { thaiReadings } from './script/thai.ts';
import type { Language } from './sound.ts';
import { heard, soundsOf } from './spelling.ts';
import type { Script, Token } from './token.ts';

/** One way to say a word, and whose way it is. */
export interface Reading {
  readonly standard: string;
  readonly sounds: string;
}

interface Tongue {
  readonly language: Language;
  readonly read: (word: string) => string[];
  /** Of several words together. */
  readonly most: number;
}

const TONGUES: Readonly<Partial<Record<Script, Tongue>>> = {
  thai: { language: 'th', read: thaiReadings, most: 12 },
  lao: { language: 'lo', read: laoReadings, most: 12 },
  khmer: { language: 'km', read: khmerReadings, most: 12 },
  burmese: { language: 'my', read: burmeseReadings, most: 4 },
};
const MOST_CHINESE = 12;

/** How neighbouring words are said together. Latin letters are read in the habits of `language`; other scripts have their own. */
export function readingsOf(tokens: readonly Token[], language: Language): readonly Reading[] {
  const script: Script = tokens[0]?.script ?? 'latin';
  if (tokens.some((token) => token.script !== script)) return [];
  if (script === 'han') return chineseRemembered(tokens);
  const tongue = TONGUES[script];
  if (tongue !== undefined)
    return distinct(
      nativeReadings(tokens, tongue).map((sounds) => ({ standard: script, sounds: heard(sounds, tongue.language) })),
    );
  return latinReadings(tokens.length === 1 ? (tokens[0] as Token).text : joined(tokens), language);
}

const joined = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join('');

/** Words in the region's scripts that are remembered; they are dear to read. */
const MOST_NATIVE = 60_000;
/** Words in the habits of each language, which are cheap, and characters one behind the other. */
const MOST_REMEMBERED = 4_000;
const latin = new Map<Language, Remembered<string, readonly Reading[]>>();

function latinReadings(word: string, language: Language): readonly Reading[] {
  let known = latin.get(language);
  if (known === undefined) {
    known = new Remembered(MOST_REMEMBERED);
    latin.set(language, known);
  }
  return known.get(word) ?? known.keep(word, [{ standard: language, sounds: soundsOf(word, language) }]);
}

const chinese = new Remembered<string, readonly Reading[]>(MOST_REMEMBERED);

/** A surname is read otherwise than the same character elsewhere. */
function chineseRemembered(tokens: readonly Token[]): readonly Reading[] {
  const key = tokens.map(({ text, surname }) => (surname ? `${text}!` : text)).join(' ');
  return chinese.get(key) ?? chinese.keep(key, chineseReadings(tokens));
}

function nativeReadings(tokens: readonly Token[], tongue: Tongue): readonly string[] {
  let all: readonly string[] = [''];
  for (const { text } of tokens) {
    const said = wordReadings(text, tongue);
    all = all.flatMap((before) => said.map((one) => before + one)).slice(0, tongue.most);
  }
  return all.filter((one) => one !== '');
}

const native = new Remembered<string, readonly string[]>(MOST_NATIVE);

const wordReadings = (word: string, { read }: Tongue): readonly string[] =>
  native.get(word) ?? native.keep(word, read(word));

/** All characters of a run are read by one standard: nobody is half Cantonese. */
function chineseReadings(tokens: readonly Token[]): readonly Reading[] {
  const parts = tokens.map(({ text, surname }) => chineseSpellings(text, surname));
  const found: Reading[] = [];
  for (const standard of ['pinyin', 'wade-giles', 'cantonese', 'hokkien', 'habit'] as const) {
    let all = [''];
    for (const part of parts)
      all = all.flatMap((before) => (part.get(standard) ?? []).map((one) => before + one)).slice(0, MOST_CHINESE);
    for (const spelling of all) found.push({ standard, sounds: soundsOf(spelling, 'zh') });
  }
  return distinct(found.filter(({ sounds }) => sounds !== ''));
}

function distinct(readings: readonly Reading[]): readonly Reading[] {
  const seen = new Set<string>();
  return readings.filter(({ sounds }) => !seen.has(sounds) && seen.add(sounds));
}
