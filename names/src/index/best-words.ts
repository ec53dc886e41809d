/** Words of the index and what each tells, in no order. */
export interface Near {
  readonly words: Int32Array;
  readonly told: Float64Array;
}

/** Turns are counted in 32 bits. */
const LAST_TURN = 0x7fff_0000;

/** Gathers words, each once with the most that was told of it. */
export class BestWords {
  /** Two numbers for each word of the index: in which turn it came last, and at which place. */
  #marks = new Int32Array(2048);
  #turn = 0;
  #words = new Int32Array(1024);
  #told = new Float64Array(1024);
  #count = 0;

  /** Begins anew, with room for the words of an index. */
  begin(size: number): void {
    this.#count = 0;
    this.#turn += 1;
    if (this.#turn > LAST_TURN) {
      this.#turn = 1;
      this.#marks.fill(0);
    }
    if (this.#words.length >= size) return;
    this.#marks = new Int32Array(size * 4);
    this.#words = new Int32Array(size * 2);
    this.#told = new Float64Array(size * 2);
  }

  keep(word: number, told: number): void {
    const mark = word * 2;
    if (this.#marks[mark] !== this.#turn) {
      this.#marks[mark] = this.#turn;
      this.#marks[mark + 1] = this.#count;
      this.#words[this.#count] = word;
      this.#told[this.#count] = told;
      this.#count += 1;
      return;
    }
    const place = this.#marks[mark + 1] as number;
    if (told > (this.#told[place] as number)) this.#told[place] = told;
  }

  /** What was gathered since the beginning. */
  all(): Near {
    return { words: this.#words.slice(0, this.#count), told: this.#told.slice(0, this.#count) };
  }
}
