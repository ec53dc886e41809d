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
  if (script === 'han') return chineseReadings(tokens);
  const tongue = TONGUES[script];
  if (tongue !== undefined)
    return distinct(
      nativeReadings(tokens, tongue).map((sounds) => ({ standard: script, sounds: heard(sounds, tongue.language) })),
    );
  return [{ standard: language, sounds: soundsOf(tokens.map(({ text }) => text).join(''), language) }];
}

function nativeReadings(tokens: readonly Token[], tongue: Tongue): readonly string[] {
  let all: readonly string[] = [''];
  for (const { text } of tokens) {
    const said = wordReadings(text, tongue);
    all = all.flatMap((before) => said.map((one) => before + one)).slice(0, tongue.most);
  }
  return all.filter((one) => one !== '');
}

const MOST_REMEMBERED = 60_000;
const remembered = new Map<string, readonly string[]>();

/** A list has few words that no other name of it has; the memory is bounded and changes no answer. */
function wordReadings(word: string, { read }: Tongue): readonly string[] {
  let found = remembered.get(word);
  if (found === undefined) {
    found = read(word);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(word, found);
  }
  return found;
}

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
