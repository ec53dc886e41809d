import type { Comparable } from '../name.ts';
import type { Run, Runs } from '../run.ts';
import { type Near, withinBudget } from './budget.ts';
import { IntList } from './lists.ts';
import { Postings } from './postings.ts';
import { Vocabulary } from './vocabulary.ts';

/** So many candidates are compared in full. */
const COMPARED = 24;
/** Of names that have a word, for each word asked for, beside a sixteenth of the index; those that tell most go first. */
const LOOKED_AT = 1_000;
/** Runs of words that other papers write as one word. */
const LONGEST_RUN = 3;
/** Instead of the number of words of a name that was taken out. */
const GONE = -1;
/** Up to so many bearers it is remembered how rare a word is. */
const FEW = 256;
/** Turns are counted in 32 bits; a question takes a dozen at most. */
const LAST_TURN = 0x7fff_0000;

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
  #sums = new Float32Array(1024);
  /** What a place tells of a name, and in which turn. */
  #told = new Float32Array(1024);
  #namesSeen = new Int32Array(1024);
  /** In which turn a word was last joined to others, and at which place. */
  #wordsSeen = new Int32Array(1024);
  #placeOf = new Int32Array(1024);
  #turn = 0;
  readonly #touched = new IntList(1024);
  readonly #ofPlace = new IntList(1024);

  /** Takes in the next name; names have their numbers in the order in which they come. */
  add({ runs }: Comparable): void {
    const id = this.#words.length;
    this.#words.push(runs.words.length);
    this.#rarity.fill(0);
    for (const { run } of runsOf(runs)) {
      this.#postings.push(this.#vocabulary.idOf(run), id);
    }
  }

  remove(id: number): void {
    this.#words.values[id] = GONE;
  }

  /** The best few by what the shared words tell. */
  of(asked: Comparable): Ranked[] {
    this.#makeRoom();
    this.#touched.length = 0;
    for (const near of this.#nearByPlace(asked)) this.#collect(near);
    const ranked = this.#ranked(asked.tokens.length);
    for (let at = 0; at < this.#touched.length; at += 1) this.#sums[this.#touched.at(at)] = 0;
    return ranked;
  }

  #makeRoom(): void {
    const [names, words] = [this.#words.length, this.#vocabulary.size];
    if (this.#sums.length < names) {
      this.#sums = new Float32Array(names * 2);
      this.#told = new Float32Array(names * 2);
      this.#namesSeen = new Int32Array(names * 2);
    }
    if (this.#wordsSeen.length < words) {
      this.#wordsSeen = new Int32Array(words * 2);
      this.#placeOf = new Int32Array(words * 2);
    }
    if (this.#turn < LAST_TURN) return;
    this.#turn = 0;
    this.#namesSeen.fill(0);
    this.#wordsSeen.fill(0);
  }

  /** For each word asked for, the words of the index that may be it, alone or with its neighbours. */
  #nearByPlace({ runs, languages }: Comparable): Near[] {
    const places: Near[][] = runs.words.map(() => []);
    for (const { from, run } of runsOf(runs)) {
      const near = this.#inBudget(this.#weighed(this.#vocabulary.near(run, languages)));
      for (let at = from; at < from + run.tokens.length; at += 1) places[at]?.push(near);
    }
    return places.map((all) => (all.length === 1 ? (all[0] as Near) : this.#joined(all)));
  }

  /** A rare word tells more. */
  #weighed(found: IntList): Near {
    const words = found.values.slice(0, found.length);
    const told = new Float32Array(words.length);
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] as number;
      told[at] = this.#rarityOf(this.#postings.bearers(word)) * this.#vocabulary.likeness(word);
    }
    return { words, told };
  }

  #rarityOf(bearers: number): number {
    if (bearers < FEW && this.#rarity[bearers] !== 0) return this.#rarity[bearers] as number;
    const rarity = Math.log(1 + this.#words.length / bearers);
    if (bearers < FEW) this.#rarity[bearers] = rarity;
    return rarity;
  }

  /** Several lists as one, each word once, by the most that it tells. */
  #joined(all: readonly Near[]): Near {
    this.#turn += 1;
    const most = all.reduce((sum, { words }) => sum + words.length, 0);
    const [words, told] = [new Int32Array(most), new Float32Array(most)];
    let count = 0;
    for (const near of all) {
      for (let at = 0; at < near.words.length; at += 1) {
        const word = near.words[at] as number;
        const more = near.told[at] as number;
        if (this.#wordsSeen[word] !== this.#turn) {
          this.#wordsSeen[word] = this.#turn;
          this.#placeOf[word] = count;
          words[count] = word;
          told[count] = more;
          count += 1;
        } else {
          const place = this.#placeOf[word] as number;
          if (more > (told[place] as number)) told[place] = more;
        }
      }
    }
    return this.#inBudget({ words: words.subarray(0, count), told: told.subarray(0, count) });
  }

  /** Those of these words that tell most, until so many names have them as are looked at. */
  #inBudget(near: Near): Near {
    return withinBudget(near, this.#postings, LOOKED_AT + this.#words.length / 16);
  }

  /** Adds to each name what the best of these words tells. */
  #collect({ words, told }: Near): void {
    this.#turn += 1;
    this.#ofPlace.length = 0;
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] as number;
      const more = told[at] as number;
      this.#tell(this.#postings.first(word), more);
      if (this.#postings.bearers(word) === 1) continue;
      const { values, length } = this.#postings.others(word);
      for (let place = 0; place < length; place += 1) this.#tell(values[place] as number, more);
    }
    this.#sumUp();
  }

  #tell(name: number, told: number): void {
    if (this.#namesSeen[name] !== this.#turn) {
      this.#namesSeen[name] = this.#turn;
      this.#told[name] = told;
      this.#ofPlace.push(name);
    } else if (told > (this.#told[name] as number)) this.#told[name] = told;
  }

  #sumUp(): void {
    const sums = this.#sums;
    const best = this.#told;
    const here = this.#ofPlace;
    for (let at = 0; at < here.length; at += 1) {
      const id = here.values[at] as number;
      const sum = sums[id] as number;
      if (sum === 0) this.#touched.push(id);
      sums[id] = sum + (best[id] as number);
    }
  }

  /** The best of those touched; a name of many more words than were asked for tells less. */
  #ranked(asked: number): Ranked[] {
    const sums = this.#sums;
    const words = this.#words.values;
    const touched = this.#touched;
    const best: Ranked[] = [];
    for (let place = 0; place < touched.length; place += 1) {
      const id = touched.values[place] as number;
      const own = words[id] as number;
      const rank = (sums[id] as number) / (4 + Math.abs(own - asked));
      if (own === GONE || (best.length === COMPARED && !before(id, rank, best.at(-1) as Ranked))) continue;
      let at = best.length;
      while (at > 0 && before(id, rank, best[at - 1] as Ranked)) at -= 1;
      best.splice(at, 0, { id, rank });
      if (best.length > COMPARED) best.pop();
    }
    return best;
  }
}

/** Of names that tell as much the one that came first. */
const before = (id: number, rank: number, other: Ranked): boolean =>
  rank > other.rank || (rank === other.rank && id < other.id);

/** The words of a name, and neighbours as one word where somebody may write them so. */
function runsOf(runs: Runs): { readonly from: number; readonly run: Run }[] {
  const found: { from: number; run: Run }[] = [];
  const count = runs.words.length;
  for (let from = 0; from < count; from += 1) {
    const alone = runs.of(from, from + 1);
    if (alone.tokens[0]?.part !== 'particle' || count < 3) found.push({ from, run: alone });
    for (let to = from + 2; to <= Math.min(count, from + LONGEST_RUN); to += 1) {
      if (joins(runs.words.slice(from, to))) found.push({ from, run: runs.of(from, to) });
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
