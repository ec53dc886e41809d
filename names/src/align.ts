import { mayJoin } from './joined.ts';
import { type Alike, alike, type Known, LEAST, type Setting } from './likeness.ts';
import type { Comparable } from './name.ts';
import type { Run, Runs } from './run.ts';
import type { Token } from './token.ts';

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
export function align({ runs: one }: Comparable, { runs: other }: Comparable, setting: Setting, known: Known): Match[] {
  const before = known.of(setting);
  const words = one.words.length;
  const options = one.words.map((_, at) => matchesFrom(at, one, other, setting, before));
  const searched = new Map<number, { value: number; matches: Match[] }>();
  const search = (at: number, used: number): { value: number; matches: Match[] } => {
    if (at >= words) return { value: 0, matches: [] };
    const key = at * 1024 + used;
    const found = searched.get(key);
    if (found !== undefined) return found;
    let best = search(at + 1, used);
    for (const match of options[at] ?? []) {
      const mask = maskOf(match.other);
      if ((mask & used) !== 0) continue;
      const rest = search(match.one[1], used | mask);
      const value = rest.value + match.weight * match.sure;
      if (value > best.value + 1e-9) best = { value, matches: [match, ...rest.matches] };
    }
    searched.set(key, best);
    return best;
  };
  return search(0, 0).matches;
}

const maskOf = ([from, to]: readonly [number, number]): number => ((1 << (to - from)) - 1) << from;

/** Prefers words that stand at the same place, from the front or the end, where two are equally alike: Aye Aye after Daw. */
const SAME_PLACE = 0.0005;

function matchesFrom(at: number, one: Runs, other: Runs, setting: Setting, before: ReturnType<Known['of']>): Match[] {
  const found: Match[] = [];
  const [mine, theirs] = [one.words.length, other.words.length];
  for (let start = 0; start < theirs; start += 1) {
    const place = at === start || mine - at === theirs - start ? SAME_PLACE : 0;
    const [left, right] = [one.of(at, at + 1), other.of(start, start + 1)];
    const take = (a: Run, b: Run, how: Alike): void => {
      if (how.value < LEAST) return;
      const [end, stop] = [at + a.tokens.length, start + b.tokens.length];
      const weight = (a.weight + b.weight) / 2 - (a.tokens.length + b.tokens.length - 2) * 0.05 + place;
      found.push({ one: [at, end], other: [start, stop], alike: how, sure: sureness(how.value), weight });
    };
    take(left, right, alike(left, right, setting, before));
    // One word against several, several against one; lengths that cannot agree are left out.
    for (let count = 2; count <= LONGEST_RUN; count += 1) {
      if (at + count <= mine && mayJoin({ words: one.words, from: at, to: at + count }, right, setting)) {
        const several = one.of(at, at + count);
        take(several, right, alike(several, right, setting, before));
      }
      if (start + count <= theirs && mayJoin({ words: other.words, from: start, to: start + count }, left, setting)) {
        const several = other.of(start, start + count);
        take(left, several, alike(left, several, setting, before));
      }
    }
  }
  return found;
}

export const total = (tokens: readonly Token[]): number => tokens.reduce((sum, { weight }) => sum + weight, 0);
