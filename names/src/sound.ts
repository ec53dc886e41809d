import costs from '../data/sounds.json' with { type: 'json' };

/**
 * Sounds are written with one ASCII letter each (data/sounds.json tells which): broad enough that every way of writing
 * a name in Latin letters ends at the same few, fine enough that different names stay apart.
 */
export const vowels: ReadonlySet<string> = new Set(costs.vowels);

/** The languages whose spelling habits are known; `xx` is any other. */
export type Language = 'th' | 'lo' | 'km' | 'my' | 'zh' | 'vi' | 'ms' | 'fil' | 'xx';

/** Letters below this code are sounds; the tables below have a row for each. */
const SIZE = 128;
/** Costs are whole hundredths, so that every machine reaches the same sum. */
const CONSONANT = 100;
const VOWEL = 60;

export interface SoundCosts {
  /** Of saying one sound for the other: `[one * 128 + other]`, hundredths. */
  readonly swap: Uint16Array;
  /** Of leaving a sound out, hundredths. */
  readonly drop: Uint16Array;
  /** What a sound adds to the length of a word, hundredths. */
  readonly weight: Uint16Array;
  /** Of each sound, so that no step costs less than it changes the sum: two words are as far apart as their sums at least. */
  readonly mass: Uint16Array;
}

type Pairs = Readonly<Record<string, number>>;
interface Table {
  readonly swap?: Pairs;
  readonly drop?: Pairs;
  /** Per cent: above 100 the vowels of this language must agree more closely. */
  readonly vowelStrictness?: number;
}

function build(table: Table): SoundCosts {
  const isVowel = (code: number): boolean => vowels.has(String.fromCharCode(code));
  const swap = new Uint16Array(SIZE * SIZE).fill(CONSONANT);
  const drop = new Uint16Array(SIZE).fill(costs.drop.default);
  const weight = new Uint16Array(SIZE).fill(CONSONANT);
  const strict = (table.vowelStrictness ?? 100) / 100;
  for (let one = 0; one < SIZE; one += 1) {
    if (isVowel(one)) {
      drop[one] = Math.round(costs.drop.vowel * strict);
      weight[one] = VOWEL;
    }
    for (let other = 0; other < SIZE; other += 1) {
      if (one === other) swap[one * SIZE + other] = 0;
      else if (isVowel(one) && isVowel(other)) swap[one * SIZE + other] = Math.round(VOWEL * strict);
    }
  }
  const set = (pairs: Pairs | undefined, scale: number): void => {
    for (const [pair, cost] of Object.entries(pairs ?? {})) {
      const [one, other] = [pair.charCodeAt(0), pair.charCodeAt(1)];
      const scaled = isVowel(one) && isVowel(other) ? Math.min(CONSONANT, Math.round(cost * scale)) : cost;
      swap[one * SIZE + other] = scaled;
      swap[other * SIZE + one] = scaled;
    }
  };
  set(costs.swap, strict);
  set(table.swap, 1);
  for (const [sound, cost] of Object.entries(costs.drop.of)) drop[sound.charCodeAt(0)] = cost;
  for (const [sound, cost] of Object.entries(table.drop ?? {})) drop[sound.charCodeAt(0)] = cost;
  for (const [sound, cost] of Object.entries(costs.weight)) weight[sound.charCodeAt(0)] = cost;
  return { swap, drop, weight, mass: massOf(swap, drop) };
}

/** The cheapest way to be rid of a sound, by way of others. */
function massOf(swap: Uint16Array, drop: Uint16Array): Uint16Array {
  const mass = drop.slice();
  for (let changed = true; changed; ) {
    changed = false;
    for (let one = 0; one < SIZE; one += 1) {
      for (let other = 0; other < SIZE; other += 1) {
        const through = (mass[other] as number) + (swap[one * SIZE + other] as number);
        if (through >= (mass[one] as number)) continue;
        mass[one] = through;
        changed = true;
      }
    }
  }
  return mass;
}

const tables: Readonly<Record<string, Table>> = costs.languages;
const built = new Map<Language, SoundCosts>();

/** What it costs to take one sound for another in the habits of a language. */
export function soundCosts(language: Language): SoundCosts {
  let found = built.get(language);
  if (found === undefined) {
    found = build(tables[language] ?? {});
    built.set(language, found);
  }
  return found;
}

/** Longer words are cut: no syllable of a name stands beyond. */
const LONGEST = 48;
/**
 * A long name is not more alike because it is long: names are put together of pieces, and one other piece is another
 * name. Beyond this length (both words together, hundredths) more sounds forgive nothing.
 */
const FORGIVING = 900;
/** So that what is just enough is not taken for less. */
const ROUNDING = 1e-6;

/** Words of this length together (hundredths) are not `atLeast` alike when they are further apart. */
export const mostApart = (length: number, atLeast: number): number =>
  ((1 - atLeast) * Math.min(length, FORGIVING)) / 2 + ROUNDING;

const row = new Uint16Array(LONGEST + 1);
const codes = new Uint8Array(LONGEST);

/**
 * How alike two words sound, 0 to 1: one minus the cheapest way from one to the other over their mean length. What is
 * surely less than `atLeast` is 0. Bounded: 48 by 48 steps at most.
 */
export function likeness(one: string, other: string, costs: SoundCosts, atLeast = 0): number {
  if (one === other) return 1;
  const rows = Math.min(one.length, LONGEST);
  const columns = Math.min(other.length, LONGEST);
  const { swap, drop, weight, mass } = costs;
  let length = 0;
  let apart = 0;
  for (let index = 0; index < rows; index += 1) {
    const code = one.charCodeAt(index);
    length += weight[code] as number;
    apart += mass[code] as number;
  }
  row[0] = 0;
  for (let column = 1; column <= columns; column += 1) {
    const code = other.charCodeAt(column - 1);
    codes[column - 1] = code;
    length += weight[code] as number;
    apart -= mass[code] as number;
    row[column] = (row[column - 1] as number) + (drop[code] as number);
  }
  if (length === 0) return 0;
  const whole = Math.min(length, FORGIVING);
  const most = mostApart(length, atLeast);
  if (Math.abs(apart) > most) return 0;
  for (let index = 0; index < rows; index += 1) {
    const code = one.charCodeAt(index);
    const dropped = drop[code] as number;
    let diagonal = row[0] as number;
    let left = diagonal + dropped;
    let least = left;
    row[0] = left;
    for (let column = 1; column <= columns; column += 1) {
      const with_ = codes[column - 1] as number;
      const up = row[column] as number;
      let best = diagonal + (swap[code * SIZE + with_] as number);
      if (up + dropped < best) best = up + dropped;
      if (left + (drop[with_] as number) < best) best = left + (drop[with_] as number);
      diagonal = up;
      left = best;
      row[column] = best;
      if (best < least) least = best;
    }
    if (least > most) return 0;
  }
  return Math.max(0, 1 - (2 * (row[columns] as number)) / whole);
}
