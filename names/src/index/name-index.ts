import { comparable } from '../comparable.ts';
import { compareNames } from '../compare.ts';
import { NameError } from '../error.ts';
import type { Comparable, NameInput, Reason, Token } from '../name.ts';
import { IntList } from './lists.ts';
import { type Near, Vocabulary } from './vocabulary.ts';

export interface IndexEntry {
  /** The caller's number for whoever bears the names; 0 to 2^31 - 1. */
  readonly ref: number;
  readonly names: readonly NameInput[];
}

export interface Found {
  readonly ref: number;
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** So many candidates are compared in full. */
const COMPARED = 24;
/** Of names that have a word, for each word asked for, beside a sixteenth of the index; those that tell most go first. */
const LOOKED_AT = 1_000;
/** Candidates in full are remembered for the next search. */
const REMEMBERED = 20_000;
/** Runs of words that other papers write as one word. */
const LONGEST_RUN = 3;
const SNAPSHOT = 'tocsin-names/1\n';

/**
 * Finds who bears a name like the one asked for, in any script. Words are looked up by the consonants of all their
 * readings, ranked by bit-parallel distance, and the best few names are compared in full. Deterministic: equal entries
 * in equal order give equal answers. Not safe to change while a search runs (searches never yield).
 */
export class NameIndex {
  readonly #vocabulary = new Vocabulary();
  /** For each word, the names that have it. */
  readonly #postings: IntList[] = [];
  readonly #inputs: (NameInput | null)[] = [];
  readonly #refs = new IntList();
  readonly #words = new IntList();
  readonly #entries = new Map<number, number[]>();
  readonly #made = new Map<number, Comparable>();
  #sums = new Float32Array(1024);
  /** In which turn a name was last told of, and a word looked at. */
  #namesSeen = new Int32Array(1024);
  #wordsSeen = new Int32Array(1024);
  #turn = 0;

  /** Names in the index. */
  get size(): number {
    let names = 0;
    for (const all of this.#entries.values()) names += all.length;
    return names;
  }

  /**
   * Adds names for a ref, beside those that it has.
   * @throws NameError for a name that cannot be read; nothing is added then
   */
  add({ ref, names }: IndexEntry): void {
    const ready = names.map((input) => [input, comparable(input)] as const);
    const ids = this.#entries.get(ref) ?? [];
    this.#vocabulary.changed();
    for (const [input, name] of ready) ids.push(this.#addName(ref, input, name));
    this.#entries.set(ref, ids);
  }

  #addName(ref: number, input: NameInput, name: Comparable): number {
    const id = this.#inputs.length;
    this.#inputs.push(input);
    this.#refs.push(ref);
    this.#words.push(name.tokens.length);
    for (const { run } of runsOf(name.tokens)) {
      const word = this.#vocabulary.idOf(run);
      const posting = this.#postings[word] ?? new IntList(2);
      posting.push(id);
      this.#postings[word] = posting;
    }
    return id;
  }

  /** Takes all names of a ref out; false where it had none. */
  remove(ref: number): boolean {
    const ids = this.#entries.get(ref);
    if (ids === undefined) return false;
    for (const id of ids) {
      this.#inputs[id] = null;
      this.#made.delete(id);
    }
    return this.#entries.delete(ref);
  }

  /**
   * The best candidates for a name, best first, each ref once.
   * @throws NameError for a name that cannot be read
   */
  search(query: NameInput, limit = 5): Found[] {
    const asked = comparable(query);
    const best = new Map<number, Found>();
    let top = 0;
    for (const { id, rank } of this.#candidates(asked)) {
      // What shares much less with the query than the best does is not looked at, once there is enough to show.
      if (best.size >= limit && rank < ENOUGH * top) break;
      top = Math.max(top, rank);
      const name = this.#comparable(id);
      if (name === null) continue;
      const ref = this.#refs.at(id);
      const { score, reasons } = compareNames(asked, name);
      if (score > (best.get(ref)?.score ?? 0)) best.set(ref, { ref, score, reasons });
    }
    return [...best.values()].sort((one, other) => other.score - one.score || one.ref - other.ref).slice(0, limit);
  }

  #comparable(id: number): Comparable | null {
    const known = this.#made.get(id);
    if (known !== undefined) return known;
    const input = this.#inputs[id];
    if (input === null || input === undefined) return null;
    const made = comparable(input);
    if (this.#made.size >= REMEMBERED) this.#made.clear();
    this.#made.set(id, made);
    return made;
  }

  /** Names that share the rarest words with the query, by what the shared words tell. */
  #candidates(asked: Comparable): Ranked[] {
    this.#makeRoom();
    const touched: number[] = [];
    for (const lists of this.#wordsByPlace(asked)) this.#collect(lists, touched);
    const ranked = this.#ranked(touched, asked.tokens.length);
    for (const id of touched) this.#sums[id] = 0;
    return ranked;
  }

  #makeRoom(): void {
    if (this.#sums.length < this.#inputs.length) {
      this.#sums = new Float32Array(this.#inputs.length * 2);
      this.#namesSeen = new Int32Array(this.#inputs.length * 2);
    }
    if (this.#wordsSeen.length < this.#vocabulary.size) this.#wordsSeen = new Int32Array(this.#vocabulary.size * 2);
  }

  /** For each word asked for, the words of the index that may be it, alone or with its neighbours. */
  #wordsByPlace({ tokens, languages }: Comparable): Near[][] {
    const places: Near[][] = tokens.map(() => []);
    for (const { from, run } of runsOf(tokens)) {
      const near = this.#vocabulary.near(run, languages, this.#weigh);
      for (let at = from; at < from + run.length; at += 1) places[at]?.push(near);
    }
    return places;
  }

  get #budget(): number {
    return LOOKED_AT + this.#inputs.length / 16;
  }

  /** A rare word tells more; those are left out that no budget reaches. */
  #weigh = (found: ReadonlyMap<number, number>): Near => {
    const telling: { word: number; told: number }[] = [];
    for (const [word, likeness] of found) {
      const bearers = this.#postings[word]?.length ?? 0;
      if (bearers > 0) telling.push({ word, told: Math.log(1 + this.#inputs.length / bearers) * likeness ** 3 });
    }
    telling.sort((one, other) => other.told - one.told || one.word - other.word);
    let budget = this.#budget;
    const count = telling.findIndex(({ word }, at) => {
      budget -= this.#postings[word]?.length ?? 0;
      return budget < 0 && at > 0;
    });
    const kept = count === -1 ? telling : telling.slice(0, count + 1);
    return { words: Int32Array.from(kept, ({ word }) => word), told: Float32Array.from(kept, ({ told }) => told) };
  };

  /** Adds to each name what the best of these words tells: those that tell most come first. */
  #collect(lists: readonly Near[], touched: number[]): void {
    const sums = this.#sums;
    const seen = this.#namesSeen;
    this.#turn += 1;
    let budget = this.#budget;
    for (const [word, told] of this.#inOrder(lists)) {
      const posting = this.#postings[word] as IntList;
      const names = posting.values;
      const whole = budget === this.#budget;
      budget -= posting.length;
      if (budget < 0 && !whole) break;
      for (let at = 0; at < posting.length; at += 1) {
        const id = names[at] as number;
        if (seen[id] === this.#turn) continue;
        seen[id] = this.#turn;
        const sum = sums[id] as number;
        if (sum === 0) touched.push(id);
        sums[id] = sum + told;
      }
    }
  }

  /** The words of several lists as one, each word once, by what it tells. */
  *#inOrder(lists: readonly Near[]): Generator<readonly [word: number, told: number]> {
    const places = lists.map(() => 0);
    for (;;) {
      let [from, most] = [-1, 0];
      for (let list = 0; list < lists.length; list += 1) {
        const told = lists[list]?.told[places[list] as number] ?? 0;
        if (told > most) [from, most] = [list, told];
      }
      if (from === -1) return;
      const word = lists[from]?.words[places[from] as number] as number;
      places[from] = (places[from] as number) + 1;
      if (this.#wordsSeen[word] === this.#turn) continue;
      this.#wordsSeen[word] = this.#turn;
      yield [word, most];
    }
  }

  /** The best of those touched; a name of many more words than were asked for tells less. */
  #ranked(touched: readonly number[], words: number): Ranked[] {
    const best: Ranked[] = [];
    let worst = 0;
    for (const id of touched) {
      const rank = (this.#sums[id] as number) / (4 + Math.abs(this.#words.at(id) - words));
      if (best.length === COMPARED && rank <= worst) continue;
      if (this.#inputs[id] === null) continue;
      let at = best.length;
      while (at > 0 && (best[at - 1]?.rank ?? 0) < rank) at -= 1;
      best.splice(at, 0, { id, rank });
      if (best.length > COMPARED) best.pop();
      worst = best.at(-1)?.rank ?? 0;
    }
    return best;
  }

  /** Everything that `restore` needs, as UTF-8; equal indexes give equal bytes. */
  snapshot(): Uint8Array {
    const entries = [...this.#entries].map(([ref, ids]) => ({ ref, names: ids.map((id) => this.#inputs[id]) }));
    return new TextEncoder().encode(SNAPSHOT + entries.map((entry) => JSON.stringify(entry)).join('\n'));
  }

  /** @throws NameError NAME_INDEX_BROKEN where the bytes are no snapshot */
  static restore(bytes: Uint8Array): NameIndex {
    const index = new NameIndex();
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      if (!text.startsWith(SNAPSHOT)) throw new NameError('NAME_INDEX_BROKEN');
      const lines = text.slice(SNAPSHOT.length).split('\n');
      for (const line of lines) if (line !== '') index.add(JSON.parse(line) as IndexEntry);
    } catch {
      throw new NameError('NAME_INDEX_BROKEN');
    }
    return index;
  }
}

const ENOUGH = 0.7;

interface Ranked {
  readonly id: number;
  readonly rank: number;
}

interface Run {
  readonly from: number;
  readonly run: readonly Token[];
}

/** The words of a name, and neighbours as one word where somebody may write them so. */
function runsOf(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  for (const [from, token] of tokens.entries()) {
    if (token.part !== 'particle' || tokens.length < 3) runs.push({ from, run: [token] });
    for (let count = 2; count <= LONGEST_RUN && from + count <= tokens.length; count += 1) {
      const run = tokens.slice(from, from + count);
      if (joins(run)) runs.push({ from, run });
    }
  }
  return runs;
}

const SHORT_WORD = 6;
const joins = (run: readonly Token[]): boolean =>
  run.every(({ script, text }) => script === run[0]?.script && (script !== 'latin' || text.length <= SHORT_WORD)) &&
  (run[0]?.script === 'latin' || run[0]?.script === 'han' || run[0]?.script === 'burmese') &&
  !run[0].surname;
