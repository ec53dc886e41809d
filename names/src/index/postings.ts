import { IntList } from './lists.ts';

/** For each word, the names that have it. Most words are of one name alone: its number stands beside theirs. */
export class Postings {
  readonly #counts = new IntList(1024);
  readonly #firsts = new IntList(1024);
  readonly #others = new Map<number, IntList>();

  /** Says that a name has a word; new words come in the order of their numbers. */
  push(word: number, name: number): void {
    if (word === this.#counts.length) {
      this.#counts.push(1);
      this.#firsts.push(name);
      return;
    }
    this.#counts.values[word] = this.bearers(word) + 1;
    const others = this.#others.get(word) ?? new IntList();
    others.push(name);
    this.#others.set(word, others);
  }

  /** How many names have a word. */
  bearers(word: number): number {
    return this.#counts.values[word] as number;
  }

  first(word: number): number {
    return this.#firsts.values[word] as number;
  }

  /** The names beyond the first; only of words that have more than one. */
  others(word: number): IntList {
    return this.#others.get(word) as IntList;
  }
}
