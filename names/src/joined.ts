import { LEAST, type Setting } from './likeness.ts';
import type { Run } from './run.ts';
import { type Language, mostApart } from './sound.ts';

/** Neighbours in a row of words: from one up to another, which is not among them. */
export interface Neighbours {
  readonly words: readonly Run[];
  readonly from: number;
  readonly to: number;
}

/** Whether neighbours may be written as one word elsewhere; what cannot agree is not read together. */
export function mayJoin(several: Neighbours, word: Run, setting: Setting): boolean {
  const { words, from, to } = several;
  const script = words[from]?.tokens[0]?.script;
  const own = word.tokens[0]?.script;
  if (script === undefined || own === undefined) return false;
  let letters = 0;
  for (let at = from; at < to; at += 1) {
    const { tokens, text } = words[at] as Run;
    if (tokens[0]?.script !== script) return false;
    letters += text.length;
  }
  if (script === own && script === 'latin')
    return letters <= word.text.length * 1.5 && letters * 1.5 >= word.text.length;
  if (script === own) return word.text.length > 2 && letters <= word.text.length * 2 && letters * 2 >= word.text.length;
  if (script === 'latin') return word.text.length > 2;
  return setting.languages.some((language) => mayBeSaid(several, word, language));
}

/** Where two words meet one sound may fall silent; none weighs more than this, in hundredths. */
const SILENT = 75;
/** Sounds beyond a length are not compared (likeness): then nothing is said of the sums. */
const LONG = 2_000;

/** Whether the sums of their sounds leave it open that neighbours are said like the word. */
function mayBeSaid({ words, from, to }: Neighbours, word: Run, language: Language): boolean {
  const own = word.span(language);
  let least = -SILENT * (to - from - 1);
  let most = 0;
  let length = own.mostLength;
  for (let at = from; at < to; at += 1) {
    const span = (words[at] as Run).span(language);
    least += span.leastMass;
    most += span.mostMass;
    length += span.mostLength;
  }
  return length > LONG || Math.max(least - own.mostMass, own.leastMass - most) <= mostApart(length, LEAST);
}
