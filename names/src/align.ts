import { type Alike, alike, type Setting } from './likeness.ts';
import type { Token } from './name.ts';

/** Words of one name that stand for words of the other. */
export interface Match {
  readonly one: readonly [from: number, to: number];
  readonly other: readonly [from: number, to: number];
  readonly alike: Alike;
  /** How surely they are the same word, 0 to 1: likeness on a steep scale. */
  readonly sure: number;
  readonly weight: number;
}

const LONGEST_RUN = 4;

/** Likeness says how near two words sound; sureness how often words so near are the same name. */
const SCALE: readonly (readonly [likeness: number, sure: number])[] = [
  [0, 0],
  [0.6, 0],
  [0.7, 0.25],
  [0.78, 0.55],
  [0.85, 0.82],
  [0.92, 0.95],
  [1, 1],
];

export function sureness(value: number): number {
  for (let at = 1; at < SCALE.length; at += 1) {
    const [from, low] = SCALE[at - 1] as readonly [number, number];
    const [to, high] = SCALE[at] as readonly [number, number];
    if (value <= to) return low + ((value - from) / (to - from)) * (high - low);
  }
  return 1;
}

/** The best way to lay the words of one name on those of the other; a word may stand for several written apart. */
export function align(one: readonly Token[], other: readonly Token[], setting: Setting): Match[] {
  const options = one.map((_, at) => matchesFrom(at, one, other, setting));
  const known = new Map<number, { value: number; matches: Match[] }>();
  const search = (at: number, used: number): { value: number; matches: Match[] } => {
    if (at >= one.length) return { value: 0, matches: [] };
    const key = at * 1024 + used;
    const before = known.get(key);
    if (before !== undefined) return before;
    let best = search(at + 1, used);
    for (const match of options[at] ?? []) {
      const mask = maskOf(match.other);
      if ((mask & used) !== 0) continue;
      const rest = search(match.one[1], used | mask);
      const value = rest.value + match.weight * match.sure;
      if (value > best.value + 1e-9) best = { value, matches: [match, ...rest.matches] };
    }
    known.set(key, best);
    return best;
  };
  return search(0, 0).matches;
}

const maskOf = ([from, to]: readonly [number, number]): number => ((1 << (to - from)) - 1) << from;

/** Prefers words that stand at the same place, from the front or the end, where two are equally alike: Aye Aye after Daw. */
const SAME_PLACE = 0.0005;

function matchesFrom(at: number, one: readonly Token[], other: readonly Token[], setting: Setting): Match[] {
  const found: Match[] = [];
  for (let start = 0; start < other.length; start += 1) {
    for (const [end, stop] of runs(at, start, one, other)) {
      const left = one.slice(at, end);
      const right = other.slice(start, stop);
      const how = alike(left, right, setting);
      const sure = sureness(how.value);
      if (sure < 0.1) continue;
      const samePlace = at === start || one.length - at === other.length - start;
      const weight =
        (total(left) + total(right)) / 2 - (left.length + right.length - 2) * 0.05 + (samePlace ? SAME_PLACE : 0);
      found.push({ one: [at, end], other: [start, stop], alike: how, sure, weight });
    }
  }
  return found;
}

export const total = (tokens: readonly Token[]): number => tokens.reduce((sum, { weight }) => sum + weight, 0);

/** One word against one, one against several, several against one; lengths that cannot agree are left out. */
function* runs(
  at: number,
  start: number,
  one: readonly Token[],
  other: readonly Token[],
): Generator<readonly [number, number]> {
  yield [at + 1, start + 1];
  for (let count = 2; count <= LONGEST_RUN; count += 1) {
    if (at + count <= one.length && fits(one.slice(at, at + count), other[start])) yield [at + count, start + 1];
    if (start + count <= other.length && fits(other.slice(start, start + count), one[at]))
      yield [at + 1, start + count];
  }
}

function fits(run: readonly Token[], word: Token | undefined): boolean {
  if (word === undefined || run.some(({ script }) => script !== run[0]?.script)) return false;
  if (run[0]?.script !== 'latin' || word.script !== 'latin')
    return word.script === 'latin' || run[0]?.script === 'latin' || word.script === run[0]?.script
      ? word.text.length > 2 || word.script === 'latin'
      : true;
  const joined = run.reduce((sum, { text }) => sum + text.length, 0);
  return joined <= word.text.length * 1.5 && joined * 1.5 >= word.text.length;
}
