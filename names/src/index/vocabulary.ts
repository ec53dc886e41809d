import type { Run } from '../run.ts';
import type { Language } from '../sound.ts';
import { isUnspaced } from '../token.ts';
import type { BestWords } from './best-words.ts';
import { IntList } from './lists.ts';
import { Shapes } from './shapes.ts';
import { type Skeleton, skeletonsOf, soundsHash } from './skeleton.ts';

/** Of words whose classes agree and whose sounds do not quite. */
const UNHEARD = 0.92;
/** Likeness tells little where it is not near. */
const STEEP = 3;

/**
 * The distinct words of an index, each kept once however many names have it. A shape is the classes of sounds of one
 * reading; words that share it are compared with a question once, together.
 */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #shapes = new Shapes();
  /** Of each shape, its last reading. */
  readonly #heads = new IntList();
  /** Two numbers for each reading: its word, and the reading of the same shape that came before. */
  readonly #readings = new IntList();
  /** Of each reading, its sounds. */
  readonly #hashes = new IntList();

  get size(): number {
    return this.#ids.size;
  }

  /** The number of a run of words, given it when it is new. */
  idOf(run: Run): number {
    const key = keyOf(run);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    for (const { sounds, classes } of skeletonsOf(run)) {
      const shape = this.#shapeOf(classes);
      this.#readings.push(id);
      this.#readings.push(this.#heads.at(shape));
      this.#heads.values[shape] = this.#hashes.length;
      this.#hashes.push(soundsHash(sounds));
    }
    return id;
  }

  #shapeOf(classes: string): number {
    const shape = this.#shapes.idOf(classes);
    if (shape === this.#heads.length) this.#heads.push(-1);
    return shape;
  }

  /** Gathers words that sound like the run in any language, or in those shown; likeness tells 0 to 1. */
  near(run: Run, shown: readonly Language[], best: BestWords): void {
    best.begin(this.size);
    const same = this.#ids.get(keyOf(run));
    if (same !== undefined) best.keep(same, 1);
    // Readings of the same classes are looked for together.
    for (const [classes, all] of Map.groupBy(skeletonsOf(run, shown), (one: Skeleton) => one.classes)) {
      const hashes = all.map(({ sounds }) => soundsHash(sounds));
      this.#shapes.near(classes, (shape, near) => this.#keepAll(shape, near, hashes, best));
    }
  }

  /** Gathers the word that is written so, if there is one. */
  same(text: string, best: BestWords): void {
    const word = this.#ids.get(text);
    if (word !== undefined) best.keep(word, 1);
  }

  #keepAll(shape: number, near: number, asked: readonly number[], best: BestWords): void {
    const readings = this.#readings.values;
    const first = this.#heads.at(shape);
    best.keepChain(readings, first, (near * UNHEARD) ** STEEP);
    if (near < 1) return;
    for (let at = first; at !== -1; at = readings[at * 2 + 1] as number)
      if (asked.includes(this.#hashes.at(at))) best.keep(readings[at * 2] as number, 1);
  }
}

/** Where papers put no space between words, one word and the same in pieces are one. */
const keyOf = ({ tokens, text: whole }: Run): string =>
  isUnspaced(tokens[0]?.script)
    ? whole
    : tokens.map(({ text, script, surname }) => (script === 'han' && surname ? `${text}!` : text)).join(' ');
