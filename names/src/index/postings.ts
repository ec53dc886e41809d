import { IntList } from './lists.ts';

/** Numbers of a word that stand together: how many names have it, and where they are. */
const FIELDS = 2;

/**
 * For each word, the names that have it. A single name stands beside its count; several stand in a row with those of
 * other words, in places for a power of two of them: a list that is full moves to the end of the row.
 */
export class Postings {
  readonly #words = new IntList(1024);
  readonly #row = new IntList(1024);

  /** Says that a name has a word; new words come in the order of their numbers. */
  push(word: number, name: number): void {
    if (word * FIELDS === this.#words.length) {
      this.#words.push(1);
      this.#words.push(name);
      return;
    }
    const count = this.bearers(word);
    const start = (count & (count - 1)) === 0 ? this.#moved(word, count) : this.#place(word);
    this.#row.values[start + count] = name;
    this.#words.values[word * FIELDS] = count + 1;
  }

  /** Gives a list twice its places. */
  #moved(word: number, count: number): number {
    const from = this.#place(word);
    const start = this.#row.length;
    this.#row.grow(count * 2);
    if (count === 1) this.#row.values[start] = from;
    else this.#row.values.copyWithin(start, from, from + count);
    this.#words.values[word * FIELDS + 1] = start;
    return start;
  }

  #place(word: number): number {
    return this.#words.values[word * FIELDS + 1] as number;
  }

  /** How many names have a word. */
  bearers(word: number): number {
    return this.#words.values[word * FIELDS] as number;
  }

  /** Where the names of a word begin in `row`; of a word of one name the name itself. */
  start(word: number): number {
    return this.#place(word);
  }

  /** Names of words that several have; good until the next push. */
  get row(): Int32Array {
    return this.#row.values;
  }
}
