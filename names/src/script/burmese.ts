import zawgyi from 'myanmar-tools';
import table from '../../data/burmese.json' with { type: 'json' };

const initial: Readonly<Record<string, string>> = table.initial;
const palatal: Readonly<Record<string, string>> = table.palatal;
const rimes: Readonly<Record<string, string>> = table.rimes;
const codaClass: Readonly<Record<string, string>> = table.codaClass;
const independents: Readonly<Record<string, string>> = table.independents;

const detector = new zawgyi.ZawgyiDetector();
const converter = new zawgyi.ZawgyiConverter();
/** Above this the text is Zawgyi for myanmar-tools; in between it stays as it is. */
const ZAWGYI = 0.9;

/** Burmese text as Unicode wants it, whatever the font it was typed in. */
export function burmeseUnicode(text: string): string {
  return detector.getZawgyiProbability(text) > ZAWGYI ? converter.zawgyiToUnicode(text) : text;
}

const SYLLABLE =
  /([က-အဿ])(?:\u103A\u1039)?([ျြွှ]*)([\u102B-\u1032\u1036]*)(\u103A?)(?:([က-အ])(?:\u1037?\u103A\u1037?\u1039?|\u1039))?(\u1037?)|([ဣ-ဪ၎])(?:([က-အ])(?:\u103A\u1039?|\u1039))?/g;

/** Takes off tone marks and puts letters that look alike right: what syllables, and all that is compared with them, are written in. */
export const burmeseRegular = (text: string): string =>
  text
    .replace(/၀/g, 'ဝ')
    .replace(/၇/g, 'ရ')
    .replace(/ဥ်/g, 'ဉ်')
    .replace(/ဥ\u102E/g, 'ဦ')
    .replace(/\u1038/g, '')
    .replace(/\u102B/g, '\u102C')
    .replace(/ဿ/g, 'သ\u1039သ');

/** The syllables of Burmese text: names are strings of them, however they are spaced. */
export function burmeseSyllables(text: string): string[] {
  return [...burmeseRegular(text).matchAll(SYLLABLE)].map(([written]) => written);
}

/** Readings of one or more syllables, in everyday spelling's sounds; at most four. */
export function burmeseReadings(word: string): string[] {
  let readings = [''];
  for (const match of burmeseRegular(word).matchAll(SYLLABLE)) {
    const said = syllable(match);
    readings = readings.flatMap((before) => said.map((one) => before + one)).slice(0, 4);
  }
  return readings.filter((one) => one !== '');
}

function syllable([written, base, medials, vowel, asat, coda, , independent, after]: RegExpMatchArray): string[] {
  if (independent !== undefined) {
    const closing = after === undefined ? '' : (codaClass[after] ?? '');
    return closing === ''
      ? [independents[independent] ?? '']
      : [...(rimes[`${independents[independent] ?? ''}+${closing}`] ?? independents[independent] ?? '').split(' ')];
  }
  const onset = onsetOf(base ?? '', medials ?? '');
  // Passports write this one syllable both ways: Yi, Ye.
  if (/^[ရယ]ီ$/.test(written)) return [`${initial[base ?? ''] ?? ''}i`, `${initial[base ?? ''] ?? ''}e`];
  const creaky = written.includes('\u1037') ? 'H' : '';
  return rimesOf(onset, (medials ?? '').includes('ွ') || base === 'ဝ', vowel ?? '', asat ?? '', coda).map((said) =>
    /n$/.test(said) ? said + creaky : said,
  );
}

function onsetOf(base: string, medials: string): string {
  const y = /[ျြ]/.test(medials);
  const breathed = medials.includes('\u103E');
  const plain = initial[base] ?? '';
  if (breathed && (base === 'ရ' || (y && 'သလ'.includes(base)) || base === 'ယ')) return 'S';
  const onset = y ? (palatal[base] ?? `${plain}y`) : plain;
  return breathed ? `h${onset}` : onset;
}

function rimesOf(onset: string, rounded: boolean, vowel: string, asat: string, coda: string | undefined): string[] {
  const closing = coda === undefined ? '' : (codaClass[coda] ?? '');
  const key = `${vowel}${asat === '' ? '' : '*'}+${closing}`;
  const found = (rounded ? rimes[`w${key}`] : undefined) ?? rimes[key];
  const w = rounded && !onset.endsWith('w') ? 'w' : '';
  if (found === undefined) return [`${onset}${w}a`];
  const said = found.split(' ');
  if (!rounded) return said.map((one) => onset + one);
  const own = rimes[`w${key}`] !== undefined;
  return own ? said.map((one) => onset + one) : said.map((one) => onset + w + one);
}
