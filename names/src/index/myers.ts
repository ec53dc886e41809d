const LETTERS = 128;

/**
 * Edit distance by whole columns of bits (G. Myers, JACM 46(3), 1999): the pattern is laid out once and compared with
 * many texts, each in as many steps as it has letters. Patterns of up to 31 ASCII letters.
 */
export class BitPattern {
  readonly #rows = new Int32Array(LETTERS);
  readonly #length: number;

  constructor(pattern: string) {
    this.#length = Math.min(pattern.length, 31);
    for (let at = 0; at < this.#length; at += 1) {
      const code = pattern.charCodeAt(at) & (LETTERS - 1);
      this.#rows[code] = (this.#rows[code] as number) | (1 << at);
    }
  }

  get length(): number {
    return this.#length;
  }

  /** Insertions, deletions and replacements between the pattern and `codes[from..to)`. */
  distance(codes: Uint8Array, from: number, to: number): number {
    const last = 1 << (this.#length - 1);
    let more = -1;
    let less = 0;
    let distance = this.#length;
    const rows = this.#rows;
    if (this.#length === 0) return to - from;
    for (let at = from; at < to; at += 1) {
      const equal = rows[codes[at] as number] as number;
      const vertical = equal | less;
      const horizontal = (((equal & more) + more) ^ more) | equal;
      let up = less | ~(horizontal | more);
      let down = more & horizontal;
      if ((up & last) !== 0) distance += 1;
      else if ((down & last) !== 0) distance -= 1;
      up = (up << 1) | 1;
      down <<= 1;
      more = down | ~(vertical | up);
      less = up & vertical;
    }
    return distance;
  }
}
