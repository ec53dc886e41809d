const LETTERS = 128;
/** Patterns, and texts, of up to so many letters: one bit is kept for the sign. */
export const LONGEST_PATTERN = 31;

/**
 * Edit distance by whole columns of bits (G. Myers, JACM 46(3), 1999): the pattern is laid out once and compared with
 * many texts, each in as many steps as it has letters. Of texts in alphabetical order only those letters are read again
 * that differ from the text before. Patterns and texts of up to 31 ASCII letters.
 */
export class BitPattern {
  length = 0;
  /** The bits that stand for letters of the pattern. */
  #used = 0;
  readonly #rows = new Int32Array(LETTERS);
  /** By number of letters read: bits of rows that are one more, and one less, than the row above. */
  readonly #more = new Int32Array(LONGEST_PATTERN + 1);
  readonly #less = new Int32Array(LONGEST_PATTERN + 1);

  /** Lays out a pattern in place of the last one. */
  set(pattern: string): void {
    this.#rows.fill(0);
    this.length = Math.min(pattern.length, LONGEST_PATTERN);
    for (let at = 0; at < this.length; at += 1) {
      const code = pattern.charCodeAt(at) & (LETTERS - 1);
      this.#rows[code] = (this.#rows[code] as number) | (1 << at);
    }
    this.#more[0] = -1;
    this.#used = this.length === 0 ? 0 : -1 >>> (32 - this.length);
  }

  /** Insertions, deletions and replacements to the first letters of `text`, of which `known` stood in the text before. */
  distance(text: Uint8Array, letters: number, known = 0): number {
    const rows = this.#rows;
    const mores = this.#more;
    const lesses = this.#less;
    let more = mores[known] as number;
    let less = lesses[known] as number;
    for (let at = known; at < letters; at += 1) {
      const equal = rows[text[at] as number] as number;
      const vertical = equal | less;
      const horizontal = (((equal & more) + more) ^ more) | equal;
      let up = less | ~(horizontal | more);
      let down = more & horizontal;
      up = (up << 1) | 1;
      down <<= 1;
      more = down | ~(vertical | up);
      less = up & vertical;
      mores[at + 1] = more;
      lesses[at + 1] = less;
    }
    return letters + bits(more & this.#used) - bits(less & this.#used);
  }
}

/** How many bits are set (H. S. Warren, Hacker's Delight, 5-1). */
function bits(of: number): number {
  let sum = of - ((of >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
