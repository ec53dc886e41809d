const LETTERS = 128;
/** Patterns, and texts, of up to so many letters: one bit is kept for the sign. */
export const LONGEST_PATTERN = 31;

/**
 * Edit distance by whole columns of bits (G. Myers, JACM 46(3), 1999): the pattern is laid out once and compared with
 * many texts, each in as many steps as it has letters. Of texts in alphabetical order only those letters are read again
 * that differ from the text before. Patterns and texts of up to 31 ASCII letters.
 */
export class BitPattern {
  readonly length: number;
  readonly #rows = new Int32Array(LETTERS);
  /** By number of letters read: bits of rows that are one more, one less than the row above, and the distance. */
  readonly #more = new Int32Array(LONGEST_PATTERN + 1);
  readonly #less = new Int32Array(LONGEST_PATTERN + 1);
  readonly #distance = new Int32Array(LONGEST_PATTERN + 1);

  constructor(pattern: string) {
    this.length = Math.min(pattern.length, LONGEST_PATTERN);
    for (let at = 0; at < this.length; at += 1) {
      const code = pattern.charCodeAt(at) & (LETTERS - 1);
      this.#rows[code] = (this.#rows[code] as number) | (1 << at);
    }
    this.#more[0] = -1;
    this.#distance[0] = this.length;
  }

  /** Insertions, deletions and replacements to the first letters of `text`, of which `known` stood in the text before. */
  distance(text: Uint8Array, letters: number, known = 0): number {
    if (this.length === 0) return letters;
    const [rows, mores, lesses, distances] = [this.#rows, this.#more, this.#less, this.#distance];
    const last = 1 << (this.length - 1);
    let more = mores[known] as number;
    let less = lesses[known] as number;
    let distance = distances[known] as number;
    for (let at = known; at < letters; at += 1) {
      const equal = rows[text[at] as number] as number;
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
      mores[at + 1] = more;
      lesses[at + 1] = less;
      distances[at + 1] = distance;
    }
    return distance;
  }
}
