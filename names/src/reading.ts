import type { Script, Token } from './name.ts';
import { burmeseReadings } from './script/burmese.ts';
import { chineseSpellings } from './script/chinese.ts';
import { khmerReadings } from './script/khmer.ts';
import { laoReadings } from './script/lao.ts';
import { thaiReadings } from './script/thai.ts';
import type { Language } from './sound.ts';
import { heard, soundsOf } from './spelling.ts';

/** One way to say a word, and whose way it is. */
export interface Reading {
  readonly standard: string;
  readonly sounds: string;
}

const NATIVE_LANGUAGE: Readonly<Partial<Record<Script, Language>>> = {
  thai: 'th',
  lao: 'lo',
  khmer: 'km',
  burmese: 'my',
};

const MOST_READINGS = 12;
const MOST_REMEMBERED = 60_000;
const remembered = new Map<string, readonly Reading[]>();

/**
 * How a run of words is said. Latin letters are read in the habits of `language`; other scripts have their own. The
 * memory is bounded and changes no answer.
 */
export function readingsOf(run: readonly Token[], language: Language): readonly Reading[] {
  const key = `${language} ${run.map(({ text, script, surname }) => (script === 'han' ? `${text}${surname ? '!' : '.'}` : text)).join(' ')}`;
  let found = remembered.get(key);
  if (found === undefined) {
    found = makeReadings(run, language);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, found);
  }
  return found;
}

function makeReadings(run: readonly Token[], language: Language): readonly Reading[] {
  const script: Script = run[0]?.script ?? 'latin';
  if (run.some((token) => token.script !== script)) return [];
  if (script === 'han') return chineseReadings(run);
  const word = run.map(({ text }) => text).join('');
  if (script === 'latin') return [{ standard: language, sounds: soundsOf(word, language) }];
  return distinct(
    nativeReadings(run, word, script).map((sounds) => ({
      standard: script,
      sounds: heard(sounds, NATIVE_LANGUAGE[script] ?? language),
    })),
  );
}

function nativeReadings(run: readonly Token[], word: string, script: Script): string[] {
  if (script === 'burmese') return burmeseReadings(word);
  const read = script === 'thai' ? thaiReadings : script === 'lao' ? laoReadings : khmerReadings;
  let all = [''];
  for (const { text } of run)
    all = all.flatMap((before) => read(text).map((one) => before + one)).slice(0, MOST_READINGS);
  return all;
}

/** All characters of a run are read by one standard: nobody is half Cantonese. */
function chineseReadings(run: readonly Token[]): readonly Reading[] {
  const parts = run.map(({ text, surname }) => chineseSpellings(text, surname));
  const found: Reading[] = [];
  for (const standard of ['pinyin', 'wade-giles', 'cantonese', 'hokkien', 'habit'] as const) {
    let all = [''];
    for (const part of parts)
      all = all.flatMap((before) => (part.get(standard) ?? []).map((one) => before + one)).slice(0, MOST_READINGS);
    for (const spelling of all) found.push({ standard, sounds: soundsOf(spelling, 'zh') });
  }
  return distinct(found.filter(({ sounds }) => sounds !== ''));
}

function distinct(readings: readonly Reading[]): readonly Reading[] {
  const seen = new Set<string>();
  return readings.filter(({ sounds }) => !seen.has(sounds) && seen.add(sounds));
}
