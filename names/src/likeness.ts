import { isBurmeseWord } from './language.ts';
import { letterLikeness, nativeCost, sameScanned } from './letters.ts';
import type { Reason } from './name.ts';
import type { Reading } from './reading.ts';
import type { Run } from './run.ts';
import { familiesOf } from './script/chinese.ts';
import { sameTone, toneless } from './script/vietnamese.ts';
import { type Language, likeness, soundCosts } from './sound.ts';
import { soundsOf } from './spelling.ts';
import { sameByHabit } from './words.ts';

/** How alike two runs of words are, 0 to 1, and why. */
export interface Alike {
  readonly value: number;
  readonly reason: Reason | null;
}

/** What the two names bring to the comparison of their words. */
export interface Setting {
  readonly languages: readonly Language[];
  /** Both were written with Vietnamese marks. */
  readonly marked: boolean;
  /** One was, the other not: then its letters without marks are the other's. */
  readonly half: boolean;
  /** Of each word so many readings: of long names few, for every one is held against every other. */
  readonly most: number;
}

/** Of each pair of words how alike they are. */
export type Compared = Map<Run, Map<Run, Alike>>;

/**
 * What was found of two words in a setting, for as long as one name is looked for: names of a list share their words.
 */
export class Known {
  readonly #settings = new Map<string, Compared>();

  of({ languages, marked, half, most }: Setting): Compared {
    const key = `${languages.join()}${marked ? '+' : half ? '/' : ''}${most}`;
    let found = this.#settings.get(key);
    if (found === undefined) {
      found = new Map();
      this.#settings.set(key, found);
    }
    return found;
  }
}

const NOTHING: Alike = { value: 0, reason: null };
const SAME: Alike = { value: 1, reason: null };

/** Nothing less alike than this counts (align.ts); how much less is not found out. */
export const LEAST = 0.64;

/** How alike two runs of words are, found out once for those that stay. */
export function alike(one: Run, other: Run, setting: Setting, known: Compared): Alike {
  if (!one.stays || !other.stays) return compared(one, other, setting);
  let mine = known.get(one);
  if (mine === undefined) {
    mine = new Map();
    known.set(one, mine);
  }
  let found = mine.get(other);
  if (found === undefined) {
    found = compared(one, other, setting);
    mine.set(other, found);
  }
  return found;
}

function compared(one: Run, other: Run, setting: Setting): Alike {
  const [first, second] = [one.tokens[0]?.script, other.tokens[0]?.script];
  if (first === second && first !== 'latin') return native(one, other, setting);
  if (first === 'han' || second === 'han') return chinese(one, other, setting);
  if (first !== 'latin' || second !== 'latin') return bySound(one, other, setting);
  if (setting.marked) return vietnamese(one, other, setting);
  return latin(one, other, setting);
}

function native(one: Run, other: Run, setting: Setting): Alike {
  const [a, b] = [one.text, other.text];
  if (a === b) return SAME;
  const sound = bySound(one, other, setting).value;
  if (sound === 0) return NOTHING;
  // Characters say who it is; that they sound alike says little.
  if (one.tokens[0]?.script === 'han')
    return { value: sound > 0.95 ? 0.6 : 0, reason: { code: 'name-differs', of: a, as: b } };
  const value = Math.min(sound, letterLikeness(a, b, nativeCost));
  return { value, reason: { code: value > 0.85 ? 'spelling-variant' : 'name-differs', of: a, as: b } };
}

/** Of words that sound nearly alike and are known to be two names. */
const APART = 0.7;
/** Below this two everyday syllables of Burmese names are no spellings of one. */
const WRITTEN_SO = 0.86;
/** A last a against i tells a man from a woman, or one person from another (Vanna, Vanny; Putra, Putri). */
const endApart = (one: string, other: string): boolean =>
  (one.endsWith('a') && other.endsWith('i')) || (one.endsWith('i') && other.endsWith('a'));

/** The best of all readings in all languages that the two may be written in. */
function bySound(one: Run, other: Run, { languages, most }: Setting): Alike {
  let value = 0;
  let standard = '';
  for (const language of languages) {
    const costs = soundCosts(language);
    const [mine, theirs] = [one.readings(language), other.readings(language)];
    const [lefts, rights] = [Math.min(mine.length, most), Math.min(theirs.length, most)];
    for (let at = 0; at < lefts; at += 1) {
      const left = mine[at] as Reading;
      for (let with_ = 0; with_ < rights; with_ += 1) {
        const right = theirs[with_] as Reading;
        const alike = likeness(left.sounds, right.sounds, costs, Math.max(LEAST, value));
        const found = endApart(left.sounds, right.sounds) ? Math.min(alike, APART) : alike;
        if (found > value) {
          value = found;
          standard = left.standard.length > 2 ? left.standard : right.standard;
        }
      }
    }
    if (value === 1) break;
  }
  if (value === 0) return NOTHING;
  return { value, reason: { code: 'reading-variant', of: one.text, as: other.text, standard } };
}

function latin(one: Run, other: Run, setting: Setting): Alike {
  const [a, b] = [one.text, other.text];
  if (a === b) return SAME;
  if (a.length === 1 || b.length === 1) return initial(a, b);
  if (sameByHabit(a, b)) return { value: 0.97, reason: { code: 'spelling-variant', of: a, as: b } };
  if (sameScanned(a, b)) return { value: 0.93, reason: { code: 'one-edit', of: a, as: b } };
  const heard = bySound(one, other, setting).value;
  // One letter makes another name where names are of one syllable.
  const short = Math.min(a.length, b.length) < 5 || SYLLABIC.has(setting.languages[0] ?? 'xx');
  const seen = short || a[0] !== b[0] || a.startsWith(b) || b.startsWith(a) ? 0 : letterLikeness(a, b);
  const most = Math.max(heard, seen) > APART && otherName(a, b, setting) ? APART : 1;
  const [sound, edited] = [Math.min(most, heard), Math.min(most, seen)];
  if (sound >= edited) return { value: Math.min(sound, 0.985), reason: { code: 'spelling-variant', of: a, as: b } };
  return { value: edited, reason: { code: 'one-edit', of: a, as: b } };
}

/** Two words of everyday names, each known, that nobody writes for one another. */
function otherName(a: string, b: string, { languages, half }: Setting): boolean {
  const [language] = languages;
  if (language === 'vi' && half) return strokes(a) !== strokes(b);
  if (language === 'zh') return otherFamily(a, b);
  const sounds = (word: string): string => soundsOf(word, 'my');
  return (
    language === 'my' &&
    isBurmeseWord(a) &&
    isBurmeseWord(b) &&
    likeness(sounds(a), sounds(b), soundCosts('my')) < WRITTEN_SO
  );
}

/** As a scanner sees it: l is i, and My is Mi. */
const strokes = (word: string): string => word.replace(/l|y$/g, 'i');

function otherFamily(a: string, b: string): boolean {
  const [one, other] = [familiesOf(a), familiesOf(b)];
  return one !== undefined && other !== undefined && one.isDisjointFrom(other);
}

const SYLLABIC: ReadonlySet<Language> = new Set<Language>(['vi', 'zh', 'my']);

function initial(a: string, b: string): Alike {
  if (a[0] !== b[0]) return NOTHING;
  return { value: 0.88, reason: { code: 'initial-only', of: a.length > b.length ? a : b } };
}

/** A surname in characters against the spelling of another family: Liu is not Li. */
function chinese(one: Run, other: Run, setting: Setting): Alike {
  const found = bySound(one, other, setting);
  if (found.value <= APART || found.value === 1) return found;
  const surname = one.tokens.find((token) => token.surname) ?? other.tokens.find((token) => token.surname);
  const spelt = familiesOf(surname?.text === one.text ? other.text : one.text);
  if (surname === undefined || spelt === undefined || spelt.has(surname.text)) return found;
  return { ...found, value: APART };
}

/** Both have their marks: then a mark is a letter like any other. */
function vietnamese(one: Run, other: Run, setting: Setting): Alike {
  const [a, b] = [one.text, other.text];
  const [left, right] = [marks(one), marks(other)];
  if (left === right) return SAME;
  const differs: Reason = { code: 'name-differs', of: a, as: b };
  if (a !== b)
    return left.replace(/y$/, 'i') === right.replace(/y$/, 'i')
      ? SAME
      : latin(one, other, { ...setting, languages: ['vi'] });
  if (toneless(left) !== toneless(right)) return { value: 0.62, reason: differs };
  return sameTone(left, right)
    ? { value: 0.94, reason: { code: 'spelling-variant', of: a, as: b } }
    : { value: 0.72, reason: differs };
}

const marks = ({ tokens }: Run): string =>
  tokens.map(({ text, marked }) => (marked === '' ? text.replace(/^([^aeiouy]+)y$/, '$1i') : marked)).join('');
