import { bits } from './bits.ts';

const LETTERS = 128;
/** Patterns, and texts, of up to so many letters: one bit is kept for the sign. */
export const LONGEST_PATTERN = 31;

/**
 * Edit distance by whole columns of bits (G. Myers, JACM 46(3), 1999): the pattern is laid out once and compared with
 * many texts, each in as many steps as it has letters. Patterns and texts of up to 31 ASCII letters.
 */
export class BitPattern {
  length = 0;
  /** The bits that stand for letters of the pattern. */
  #used = 0;
  readonly #rows = new Int32Array(LETTERS);

  /** Lays out a pattern in place of the last one. */
  set(pattern: string): void {
    this.#rows.fill(0);
    this.length = Math.min(pattern.length, LONGEST_PATTERN);
    for (let at = 0; at < this.length; at += 1) {
      const code = pattern.charCodeAt(at) & (LETTERS - 1);
      this.#rows[code] = (this.#rows[code] as number) | (1 << at);
    }
    this.#used = this.length === 0 ? 0 : -1 >>> (32 - this.length);
  }

  /** Insertions, deletions and replacements from the pattern to a text. */
  distance(text: string): number {
    const rows = this.#rows;
    let more = -1;
    let less = 0;
    for (let at = 0; at < text.length; at += 1) {
      const equal = rows[text.charCodeAt(at)] as number;
      const vertical = equal | less;
      const horizontal = (((equal & more) + more) ^ more) | equal;
      let up = less | ~(horizontal | more);
      let down = more & horizontal;
      up = (up << 1) | 1;
      down <<= 1;
      more = down | ~(vertical | up);
      less = up & vertical;
    }
    return text.length + bits(more & this.#used) - bits(less & this.#used);
  }
}
