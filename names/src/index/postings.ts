import { IntList } from './lists.ts';

/** For each word, the names that have it. Most words are of one name alone: its number stands beside theirs. */
export class Postings {
  /** Two numbers for each word: how many names have it, and the first of them. */
  readonly #words = new IntList(1024);
  readonly #others = new Map<number, IntList>();

  /** Says that a name has a word; new words come in the order of their numbers. */
  push(word: number, name: number): void {
    if (word * 2 === this.#words.length) {
      this.#words.push(1);
      this.#words.push(name);
      return;
    }
    this.#words.values[word * 2] = this.bearers(word) + 1;
    const others = this.#others.get(word) ?? new IntList();
    others.push(name);
    this.#others.set(word, others);
  }

  /** How many names have a word. */
  bearers(word: number): number {
    return this.#words.values[word * 2] as number;
  }

  first(word: number): number {
    return this.#words.values[word * 2 + 1] as number;
  }

  /** The names beyond the first; only of words that have more than one. */
  others(word: number): IntList {
    return this.#others.get(word) as IntList;
  }
}
