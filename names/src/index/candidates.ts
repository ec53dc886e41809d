import type { Comparable } from '../name.ts';
import type { Run, Runs } from '../run.ts';
import { isUnspaced } from '../token.ts';
import { BestWords, type Near } from './best-words.ts';
import { keepWithinBudget, MOST_TOLD } from './budget.ts';
import { IntList } from './lists.ts';
import { Postings } from './postings.ts';
import { Vocabulary } from './vocabulary.ts';

/** Of names that have a word, for each word asked for, beside a sixteenth of the index; those that tell most go first. */
const LOOKED_AT = 1_000;
/** Runs of words that other papers write as one word. */
const LONGEST_RUN = 3;
/** A name that is written without spaces begins and ends with words of so many letters and signs. */
const SHORTEST_END = 3;
/** Words of a long name that are looked for: those that tell most. */
const MOST_PLACES = 8;
/** Instead of the number of words of a name that was taken out. */
const GONE = -1;
/** Up to so many bearers it is remembered how rare a word is. */
const FEW = 256;
/** What words tell is counted in parts of this size, so that sums need no fractions. */
const PARTS = 256;
/**
 * What was told of a name stands in one number: the place that told of it last, counted from 1, what that place told
 * most, and the sum of all places.
 */
const TOLD_BIT = 4;
const SUM_BIT = 16;
const PLACE = (1 << TOLD_BIT) - 1;
const MOST = MOST_TOLD - 1;

/** A name that shares words with the one asked for, and how much these tell. */
export interface Ranked {
  readonly id: number;
  readonly rank: number;
}

/** Which names share the rarest words with a name asked for: the few that are worth comparing in full. */
export class Candidates {
  readonly #vocabulary = new Vocabulary();
  readonly #postings = new Postings();
  /** Of each name, how many words it has. */
  readonly #words = new IntList();
  /** What a word tells that so many names have; 0 until it is asked for, and again when the index has changed. */
  readonly #rarity = new Float64Array(FEW);
  readonly #best = new BestWords();
  /** Of each name, what was told of it; nothing between two questions. */
  #told = new Int32Array(1024);
  /** Names told of. */
  #touched = new Int32Array(1024);

  /** Takes in the next name; names have their numbers in the order in which they come. */
  add({ runs }: Comparable): void {
    const id = this.#words.length;
    this.#words.push(runs.words.length);
    this.#rarity.fill(0);
    for (const { run } of runsOf(runs, false)) {
      this.#postings.push(this.#vocabulary.idOf(run), id);
    }
  }

  remove(id: number): void {
    this.#words.values[id] = GONE;
  }

  /** The best few, so many at most, by what the shared words tell. */
  of(asked: Comparable, most: number): Ranked[] {
    this.#makeRoom();
    let touched = 0;
    for (const [at, near] of this.#nearByPlace(asked).entries()) touched = this.#collect(near, at + 1, touched);
    const ranked = this.#ranked(touched, asked.tokens.length, most);
    for (let at = 0; at < touched; at += 1) this.#told[this.#touched[at] as number] = 0;
    return ranked;
  }

  #makeRoom(): void {
    const names = this.#words.length;
    if (this.#touched.length >= names) return;
    this.#told = new Int32Array(names * 2);
    this.#touched = new Int32Array(names * 2);
  }

  /** For each word asked for, the words of the index that may be it, alone or with its neighbours. */
  #nearByPlace({ runs, languages }: Comparable): Near[] {
    const places: Near[][] = runs.words.map(() => []);
    this.#best.clear();
    for (const { from, run } of runsOf(runs, true)) {
      this.#vocabulary.near(run, languages, this.#best);
      this.#weigh();
      const near = this.#inBudget();
      for (let at = from; at < from + run.tokens.length; at += 1) places[at]?.push(near);
    }
    const [only, ...others] = runs.words;
    if (only !== undefined && others.length === 0 && isUnspaced(only.tokens[0]?.script))
      places.push(...this.#ends(only));
    const near = places.map((all) => (all.length === 1 ? (all[0] as Near) : this.#joined(all)));
    if (near.length <= MOST_PLACES) return near;
    return near.toSorted((one, other) => this.#tellingMost(other) - this.#tellingMost(one)).slice(0, MOST_PLACES);
  }

  /** A name without spaces is found by the words that it begins and ends with. */
  #ends({ text }: Run): Near[][] {
    const cuts = Array.from({ length: Math.max(0, text.length - SHORTEST_END) }, (_, nth) => nth + 1);
    return [cuts.map((cut) => text.slice(0, text.length - cut)), cuts.map((cut) => text.slice(cut))].map((ends) => {
      this.#best.begin(this.#vocabulary.size);
      for (const end of ends) this.#vocabulary.same(end, this.#best);
      this.#weigh();
      return [this.#inBudget()];
    });
  }

  #tellingMost({ from, to }: Near): number {
    return this.#best.told.subarray(from, to).reduce((most, told) => Math.max(most, told), 0);
  }

  /** A rare word tells more. */
  #weigh(): void {
    const { words, told } = this.#best;
    const { from, to } = this.#best.list();
    for (let at = from; at < to; at += 1) {
      const tells = this.#rarityOf(this.#postings.bearers(words[at] as number)) * (told[at] as number);
      told[at] = Math.min(MOST, Math.round(tells * PARTS));
    }
  }

  #rarityOf(bearers: number): number {
    if (bearers < FEW && this.#rarity[bearers] !== 0) return this.#rarity[bearers] as number;
    const rarity = Math.log(1 + this.#words.length / bearers);
    if (bearers < FEW) this.#rarity[bearers] = rarity;
    return rarity;
  }

  /** Several lists as one, each word once, by the most that it tells. */
  #joined(all: readonly Near[]): Near {
    this.#best.begin(this.#vocabulary.size);
    const { words, told } = this.#best;
    for (const { from, to } of all)
      for (let at = from; at < to; at += 1) this.#best.keep(words[at] as number, told[at] as number);
    return this.#inBudget();
  }

  /** Of the list in hand those words that tell most, until so many names have them as are looked at. */
  #inBudget(): Near {
    keepWithinBudget(this.#best, this.#postings, LOOKED_AT + this.#words.length / 16);
    return this.#best.list();
  }

  /** Adds to each name what the best of these words tells; says how many names are touched now. */
  #collect({ from, to }: Near, place: number, before: number): number {
    const { words, told } = this.#best;
    const { row } = this.#postings;
    const names = this.#told;
    const touched = this.#touched;
    let count = before;
    for (let at = from; at < to; at += 1) {
      const word = words[at] as number;
      const more = told[at] as number;
      const bearers = this.#postings.bearers(word);
      const start = this.#postings.start(word);
      for (let nth = 0; nth < bearers; nth += 1) {
        const name = bearers === 1 ? start : (row[start + nth] as number);
        const known = names[name] as number;
        const here = (known & PLACE) === place ? (known >> TOLD_BIT) & MOST : 0;
        if (more <= here) continue;
        if (known === 0) {
          touched[count] = name;
          count += 1;
        }
        names[name] = (((known >> SUM_BIT) + more - here) << SUM_BIT) | (more << TOLD_BIT) | place;
      }
    }
    return count;
  }

  /** The best of those touched; a name of many more words than were asked for tells less. */
  #ranked(count: number, asked: number, most: number): Ranked[] {
    const names = this.#told;
    const words = this.#words.values;
    const touched = this.#touched;
    const best: Ranked[] = [];
    for (let place = 0; place < count; place += 1) {
      const id = touched[place] as number;
      const own = words[id] as number;
      const rank = ((names[id] as number) >> SUM_BIT) / (4 + Math.abs(own - asked));
      if (own === GONE || (best.length === most && !before(id, rank, best.at(-1) as Ranked))) continue;
      let at = best.length;
      while (at > 0 && before(id, rank, best[at - 1] as Ranked)) at -= 1;
      best.splice(at, 0, { id, rank });
      if (best.length > most) best.pop();
    }
    return best;
  }
}

/** Of names that tell as much the one that came first. */
const before = (id: number, rank: number, other: Ranked): boolean =>
  rank > other.rank || (rank === other.rank && id < other.id);

/**
 * The words of a name, and neighbours as one word where somebody may write them so. In Thai, Lao and Khmer whoever asks may
 * have typed in pieces what is listed as one word; the index itself would double by all that may be written as one.
 */
function runsOf(runs: Runs, asked: boolean): { readonly from: number; readonly run: Run }[] {
  const found: { from: number; run: Run }[] = [];
  const count = runs.words.length;
  for (let from = 0; from < count; from += 1) {
    const alone = runs.of(from, from + 1);
    if (alone.tokens[0]?.part !== 'particle' || count < 3) found.push({ from, run: alone });
    for (let to = from + 2; to <= Math.min(count, from + LONGEST_RUN); to += 1) {
      const words = runs.words.slice(from, to);
      if (joins(words) || (asked && mayBeUnspaced(words))) found.push({ from, run: runs.of(from, to) });
    }
  }
  return found;
}

const SHORT_WORD = 6;

function joins(words: readonly Run[]): boolean {
  const tokens = words.flatMap((word) => word.tokens);
  const [first] = tokens;
  if (first === undefined || first.surname) return false;
  if (first.script !== 'latin' && first.script !== 'han' && first.script !== 'burmese') return false;
  return tokens.every(
    ({ script, text }) => script === first.script && (script !== 'latin' || text.length <= SHORT_WORD),
  );
}

function mayBeUnspaced(words: readonly Run[]): boolean {
  const script = words[0]?.tokens[0]?.script;
  return isUnspaced(script) && words.every(({ tokens }) => tokens[0]?.script === script);
}
