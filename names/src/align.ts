import { mayJoin } from './joined.ts';
import { type Alike, alike, type Compared, type Known, LEAST, type Setting } from './likeness.ts';
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

/** Names of more words are laid by the words that they share first. */
export const FEW_WORDS = 8;
/** Ways to lay a name that are looked at: all that names of few words have. */
const MOST_WAYS = FEW_WORDS << FEW_WORDS;
/** Words of the other name that are used are told in so many bits. */
const USED_BITS = 16;

interface Way {
  readonly value: number;
  readonly matches: readonly Match[];
}

const NOWHERE: Way = { value: 0, matches: [] };

const before = (match: Match, rest: Way): Way => ({
  value: rest.value + match.weight * match.sure,
  matches: [match, ...rest.matches],
});

/** The best way to lay the words of one name on those of the other; a word may stand for several written apart. */
export function align(
  { runs: one }: Comparable,
  { runs: other }: Comparable,
  setting: Setting,
  known: Known,
): readonly Match[] {
  const compared = known.of(setting);
  const words = one.words.length;
  const shared =
    hasInitial(one) || hasInitial(other) ? NONE : { one: sharedWith(one, other), other: sharedWith(other, one) };
  const all = one.words.map((_, at) => matchesFrom(at, { one, other, shared }, setting, compared));
  const options = other.words.length > FEW_WORDS ? withSame(one, other, all) : all;
  const lone = lonely(options);
  const searched = new Map<number, Way>();
  const search = (at: number, used: number): Way => {
    if (at >= words) return NOWHERE;
    const own = options[at] as readonly Match[];
    if (own.length === 0) return search(at + 1, used);
    // Whatever else is laid how, this word lies there.
    if (((lone >> at) & 1) === 1) return before(own[0] as Match, search(at + 1, used));
    const key = (at << USED_BITS) | used;
    const found = searched.get(key);
    if (found !== undefined) return found;
    const free = own.filter((match) => (maskOf(match.other) & used) === 0);
    if (searched.size >= MOST_WAYS) return first(free, at, used);
    let best = search(at + 1, used);
    for (const match of free) {
      const way = before(match, search(match.one[1], used | maskOf(match.other)));
      if (way.value > best.value + 1e-9) best = way;
    }
    searched.set(key, best);
    return best;
  };
  /** So many words are so alike that not all ways can be looked at: the surest word is taken as it comes. */
  const first = (free: readonly Match[], at: number, used: number): Way => {
    const [most] = free.toSorted((a, b) => b.sure - a.sure || b.weight - a.weight);
    if (most === undefined) return search(at + 1, used);
    return before(most, search(most.one[1], used | maskOf(most.other)));
  };
  return search(0, 0).matches;
}

/** Of words that both names have, the first lies on the first, the next on the next, and nothing else does. */
function withSame(one: Runs, other: Runs, options: readonly (readonly Match[])[]): readonly (readonly Match[])[] {
  const used = new Set<number>();
  const same = one.words.map(({ text }) => {
    const at = other.words.findIndex((word, place) => word.text === text && !used.has(place));
    if (at >= 0) used.add(at);
    return at;
  });
  return options.map((own, at) =>
    own.filter(({ one: [from, to], other: [start, stop] }) => {
      const place = same[at] as number;
      if (place >= 0) return start === place && stop === start + 1 && to === from + 1;
      const isFree = [...used].every((each) => each < start || each >= stop);
      return isFree && same.slice(from, to).every((each) => each < 0);
    }),
  );
}

/** Of each word, as a bit, whether it may stand for one word alone, that no other word may stand for. */
function lonely(options: readonly (readonly Match[])[]): number {
  let [wanted, twice, covered] = [0, 0, 0];
  for (const own of options) {
    let mine = 0;
    for (const { one, other } of own) {
      mine |= maskOf(other);
      if (one[1] > one[0] + 1) covered |= maskOf(one);
    }
    twice |= wanted & mine;
    wanted |= mine;
  }
  let lone = 0;
  for (const [only, more] of options) {
    if (only === undefined || more !== undefined) continue;
    const mask = maskOf(only.one);
    if ((maskOf(only.other) & twice) === 0 && (covered & mask) === 0) lone |= mask;
  }
  return lone;
}

const maskOf = ([from, to]: readonly [number, number]): number => ((1 << (to - from)) - 1) << from;

/** Prefers words that stand at the same place, from the front or the end, where two are equally alike: Aye Aye after Daw. */
const SAME_PLACE = 0.0005;

/** A letter that only one of them has is hardly heard behind the word before it: Jose R. */
const hasInitial = ({ words }: Runs): boolean =>
  words.some(({ text, tokens }) => text.length === 1 && tokens[0]?.script === 'latin');

const NONE: Pair['shared'] = { one: 0, other: 0 };

/** Of each word, as a bit, whether the other name has it: then it is no piece of another. */
function sharedWith(one: Runs, other: Runs): number {
  let shared = 0;
  for (const [at, { text }] of one.words.entries())
    if (other.words.some((word) => word.text === text)) shared |= 1 << at;
  return shared;
}

interface Pair {
  readonly one: Runs;
  readonly other: Runs;
  readonly shared: { readonly one: number; readonly other: number };
}

function matchesFrom(at: number, { one, other, shared }: Pair, setting: Setting, compared: Compared): Match[] {
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
    take(left, right, alike(left, right, setting, compared));
    if (((shared.one >> at) & 1) === 1 || ((shared.other >> start) & 1) === 1) continue;
    // One word against several, several against one; lengths that cannot agree are left out.
    for (let count = 2; count <= LONGEST_RUN; count += 1) {
      const [more, others] = [shared.one & maskOf([at, at + count]), shared.other & maskOf([start, start + count])];
      if (more === 0 && at + count <= mine && mayJoin({ words: one.words, from: at, to: at + count }, right, setting)) {
        const several = one.of(at, at + count);
        take(several, right, alike(several, right, setting, compared));
      }
      if (
        others === 0 &&
        start + count <= theirs &&
        mayJoin({ words: other.words, from: start, to: start + count }, left, setting)
      ) {
        const several = other.of(start, start + count);
        take(left, several, alike(left, several, setting, compared));
      }
    }
  }
  return found;
}

export const total = (tokens: readonly Token[]): number => tokens.reduce((sum, { weight }) => sum + weight, 0);
