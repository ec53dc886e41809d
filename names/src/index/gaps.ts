/** Vowels before the first consonant, between two and behind the last; more than so many are cut. */
const MOST_VOWELS = 4;
const VOWELS = ['a', 'i', 'u'];
const CODE_OF_A = 97;

/** All there are, none first: no vowel stands twice in a row. */
const GAPS: readonly string[] = gapsUpTo(MOST_VOWELS);
const numbers: ReadonlyMap<string, number> = new Map(GAPS.map((gap, number) => [gap, number]));
/** Numbers of gaps are below this; there are 46. */
const GAP_NUMBERS = 64;

function gapsUpTo(most: number): string[] {
  const all = [''];
  for (const gap of all)
    if (gap.length < most) all.push(...VOWELS.filter((vowel) => !gap.endsWith(vowel)).map((vowel) => gap + vowel));
  return all;
}

const numberOf = (gap: string): number => numbers.get(gap) as number;

/** The gaps of a shape by their numbers: one more than it has consonants. */
export function gapsOf(classes: string): number[] {
  const found: number[] = [];
  let from = 0;
  for (let at = 0; at <= classes.length; at += 1) {
    if (at < classes.length && classes.charCodeAt(at) >= CODE_OF_A) continue;
    found.push(numberOf(classes.slice(from, Math.min(at, from + MOST_VOWELS))));
    from = at + 1;
  }
  return found;
}

/** Where the edits from one gap begin in `gapEdits`, by the number of the other. */
export const between = (one: number): number => one * GAP_NUMBERS;
/** Where the edits from two gaps and the consonant between them begin. */
export const across = (one: number, next: number): number => between((one + 1) * GAP_NUMBERS + next);

/** Where nothing costs anything: no gap has this number. */
export const NOTHING = between(GAP_NUMBERS - 1);

/** Edits to a gap, from one or from two with a consonant between them. */
export const gapEdits: Uint8Array = table();

function table(): Uint8Array {
  const edits = new Uint8Array(between(GAP_NUMBERS * (GAP_NUMBERS + 1)));
  for (const [one, gap] of GAPS.entries())
    for (const [other, text] of GAPS.entries()) edits[between(one) + other] = distance(gap, text);
  for (const one of GAPS.keys())
    for (const next of GAPS.keys())
      for (const [other, text] of GAPS.entries()) edits[across(one, next) + other] = joined(edits, one, next, text);
  return edits;
}

/** The consonant goes, or a vowel takes its place. */
function joined(edits: Uint8Array, one: number, next: number, text: string): number {
  const apart = (from: number, to: string): number => edits[between(from) + numberOf(to)] as number;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at <= text.length; at += 1) {
    least = Math.min(least, 1 + apart(one, text.slice(0, at)) + apart(next, text.slice(at)));
    if (at > 0) least = Math.min(least, 1 + apart(one, text.slice(0, at - 1)) + apart(next, text.slice(at)));
  }
  return least;
}

/** Insertions, deletions and replacements (V. Levenshtein, 1966). */
function distance(one: string, other: string): number {
  if (one === '' || other === '') return one.length + other.length;
  const [rest, end] = [one.slice(1), other.slice(1)];
  if (one[0] === other[0]) return distance(rest, end);
  return 1 + Math.min(distance(rest, other), distance(one, end), distance(rest, end));
}
