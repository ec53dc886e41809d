/** Words that were gathered for one question: those from one place up to another, which is not among them. */
export interface Near {
  readonly from: number;
  readonly to: number;
}

/** Turns are counted in 32 bits. */
const LAST_TURN = 0x7fff_0000;

/** Gathers lists of words of the index, in no order; each word stands once in a list with the most that was told of it. */
export class BestWords {
  /** All lists in a row. */
  words = new Int32Array(1024);
  told = new Float64Array(1024);
  /** Two numbers for each word of the index: in which turn it came last, and at which place. */
  #marks = new Int32Array(2048);
  #turn = 0;
  #from = 0;
  #to = 0;

  /** Forgets all lists. */
  clear(): void {
    this.#to = 0;
  }

  /** Begins a list of words of an index of `size` words. */
  begin(size: number): void {
    this.#from = this.#to;
    this.#turn += 1;
    if (this.#marks.length < size * 2) this.#marks = new Int32Array(size * 4);
    else if (this.#turn > LAST_TURN) {
      this.#turn = 1;
      this.#marks.fill(0);
    }
    const room = this.#to + size;
    if (this.words.length >= room) return;
    const [words, told] = [this.words, this.told];
    this.words = new Int32Array(room * 2);
    this.told = new Float64Array(room * 2);
    this.words.set(words);
    this.told.set(told);
  }

  keep(word: number, told: number): void {
    const mark = word * 2;
    if (this.#marks[mark] !== this.#turn) {
      this.#marks[mark] = this.#turn;
      this.#marks[mark + 1] = this.#to;
      this.words[this.#to] = word;
      this.told[this.#to] = told;
      this.#to += 1;
      return;
    }
    const place = this.#marks[mark + 1] as number;
    if (told > (this.told[place] as number)) this.told[place] = told;
  }

  /** Keeps the words of a chain: `[link * 2]` is a word, `[link * 2 + 1]` the next link, -1 the end. */
  keepChain(chain: Int32Array, first: number, told: number): void {
    const marks = this.#marks;
    const turn = this.#turn;
    const words = this.words;
    const tolds = this.told;
    let to = this.#to;
    for (let link = first; link !== -1; link = chain[link * 2 + 1] as number) {
      const word = chain[link * 2] as number;
      const mark = word * 2;
      if (marks[mark] !== turn) {
        marks[mark] = turn;
        marks[mark + 1] = to;
        words[to] = word;
        tolds[to] = told;
        to += 1;
        continue;
      }
      const place = marks[mark + 1] as number;
      if (told > (tolds[place] as number)) tolds[place] = told;
    }
    this.#to = to;
  }

  /** The list in hand. */
  list(): Near {
    return { from: this.#from, to: this.#to };
  }

  /** Ends the list in hand after so many of its words. */
  cut(count: number): void {
    this.#to = this.#from + count;
  }
}
