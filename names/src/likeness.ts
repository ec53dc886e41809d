import { letterLikeness, nativeCost, sameScanned } from './letters.ts';
import type { Reason, Token } from './name.ts';
import { readingsOf } from './reading.ts';
import { sameTone, toneless } from './script/vietnamese.ts';
import { type Language, likeness, soundCosts } from './sound.ts';
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
}

const NOTHING: Alike = { value: 0, reason: null };
const SAME: Alike = { value: 1, reason: null };

const MOST_REMEMBERED = 100_000;
const remembered = new Map<string, Alike>();

/** The memory is bounded and changes no answer; a search compares the same few words again and again. */
export function alike(one: readonly Token[], other: readonly Token[], setting: Setting): Alike {
  const key = `${setting.marked ? '+' : ''}${setting.languages.join()} ${written(one)}|${written(other)}`;
  let found = remembered.get(key);
  if (found === undefined) {
    found = compared(one, other, setting);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, found);
  }
  return found;
}

const written = (run: readonly Token[]): string =>
  run.map(({ text, marked, surname }) => `${text}${surname ? '!' : ''}${marked}`).join(' ');

function compared(one: readonly Token[], other: readonly Token[], setting: Setting): Alike {
  const [a, b] = [spelling(one), spelling(other)];
  const [first, second] = [one[0]?.script, other[0]?.script];
  if (first === second && first !== 'latin') return native(a, b, one, other, setting);
  if (first !== 'latin' || second !== 'latin') return bySound(a, b, one, other, setting);
  if (setting.marked) return vietnamese(a, b, one, other, setting);
  return latin(a, b, one, other, setting);
}

const spelling = (run: readonly Token[]): string => run.map(({ text }) => text).join('');

function native(a: string, b: string, one: readonly Token[], other: readonly Token[], setting: Setting): Alike {
  if (a === b) return SAME;
  const sound = bySound(a, b, one, other, setting).value;
  // Characters say who it is; that they sound alike says little.
  if (one[0]?.script === 'han')
    return { value: sound > 0.95 ? 0.6 : 0, reason: { code: 'name-differs', of: a, as: b } };
  const value = Math.min(sound, letterLikeness(a, b, nativeCost));
  return { value, reason: { code: value > 0.85 ? 'spelling-variant' : 'name-differs', of: a, as: b } };
}

/** The best of all readings in all languages that the two may be written in. */
function bySound(a: string, b: string, one: readonly Token[], other: readonly Token[], { languages }: Setting): Alike {
  let value = 0;
  let standard = '';
  for (const language of languages) {
    const costs = soundCosts(language);
    for (const left of readingsOf(one, language)) {
      for (const right of readingsOf(other, language)) {
        const found = likeness(left.sounds, right.sounds, costs);
        if (found > value) {
          value = found;
          standard = left.standard.length > 2 ? left.standard : right.standard;
        }
      }
    }
    if (value === 1) break;
  }
  return { value, reason: value === 0 ? null : { code: 'reading-variant', of: a, as: b, standard } };
}

function latin(a: string, b: string, one: readonly Token[], other: readonly Token[], setting: Setting): Alike {
  if (a === b) return SAME;
  if (a.length === 1 || b.length === 1) return initial(a, b);
  if (sameByHabit(a, b)) return { value: 0.97, reason: { code: 'spelling-variant', of: a, as: b } };
  if (sameScanned(a, b)) return { value: 0.93, reason: { code: 'one-edit', of: a, as: b } };
  const sound = bySound(a, b, one, other, setting).value;
  const letters = letterLikeness(a, b);
  // One letter makes another name where names are of one syllable.
  const short = Math.min(a.length, b.length) < 5 || SYLLABIC.has(setting.languages[0] ?? 'xx');
  const edited = short || a[0] !== b[0] ? 0 : letters;
  if (sound >= edited) return { value: Math.min(sound, 0.985), reason: { code: 'spelling-variant', of: a, as: b } };
  return { value: edited, reason: { code: 'one-edit', of: a, as: b } };
}

const SYLLABIC: ReadonlySet<Language> = new Set<Language>(['vi', 'zh', 'my']);

function initial(a: string, b: string): Alike {
  if (a[0] !== b[0]) return NOTHING;
  return { value: 0.88, reason: { code: 'initial-only', of: a.length > b.length ? a : b } };
}

/** Both have their marks: then a mark is a letter like any other. */
function vietnamese(a: string, b: string, one: readonly Token[], other: readonly Token[], setting: Setting): Alike {
  const [left, right] = [marks(one), marks(other)];
  if (left === right) return SAME;
  const differs: Reason = { code: 'name-differs', of: a, as: b };
  if (a !== b)
    return left.replace(/y$/, 'i') === right.replace(/y$/, 'i')
      ? SAME
      : latin(a, b, one, other, { ...setting, languages: ['vi'] });
  if (toneless(left) !== toneless(right)) return { value: 0.62, reason: differs };
  return sameTone(left, right)
    ? { value: 0.94, reason: { code: 'spelling-variant', of: a, as: b } }
    : { value: 0.72, reason: differs };
}

const marks = (run: readonly Token[]): string =>
  run.map(({ text, marked }) => (marked === '' ? text.replace(/^([^aeiouy]+)y$/, '$1i') : marked)).join('');
