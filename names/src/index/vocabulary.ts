import type { Run } from '../run.ts';
import type { Language } from '../sound.ts';
import { Bucket } from './bucket.ts';
import { IntList } from './lists.ts';
import { BitPattern } from './myers.ts';
import { keysOf, type Skeleton, skeletonsOf, soundsHash } from './skeleton.ts';

/** Of words whose classes agree and whose sounds do not quite. */
const UNHEARD = 0.92;
/** Turns are counted in 32 bits. */
const LAST_TURN = 0x7fff_0000;
/** Likeness tells little where it is not near. */
const STEEP = 3;

/**
 * The distinct words of an index, each kept once however many names have it. A shape is the classes of sounds of one
 * reading; words that share it are compared with a question once, together.
 */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #shapes = new Map<string, number>();
  /** Key of consonants -> shapes that have it. */
  readonly #buckets = new Map<string, Bucket>();
  /** Of each shape: its classes and its last reading. */
  readonly #classes: string[] = [];
  readonly #heads = new IntList();
  /** Of each reading: its word, its sounds, and the reading of the same shape that came before. */
  readonly #words = new IntList();
  readonly #hashes = new IntList();
  readonly #nexts = new IntList();
  /** In which turn a word was last found. */
  #seen = new Int32Array(1024);
  #turn = 0;
  readonly #pattern = new BitPattern();
  readonly #found = new IntList(1024);
  #alike = new Float64Array(1024);

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
      this.#nexts.push(this.#heads.at(shape));
      this.#heads.values[shape] = this.#words.length;
      this.#words.push(id);
      this.#hashes.push(soundsHash(sounds));
    }
    return id;
  }

  #shapeOf(classes: string): number {
    const known = this.#shapes.get(classes);
    if (known !== undefined) return known;
    const shape = this.#shapes.size;
    this.#shapes.set(classes, shape);
    this.#classes.push(classes);
    this.#heads.push(-1);
    for (const key of keysOf(classes)) {
      const bucket = this.#buckets.get(key) ?? new Bucket();
      bucket.push(shape, this.#classes);
      this.#buckets.set(key, bucket);
    }
    return shape;
  }

  /** Words that sound like the run in any language, or in those shown; the list is good until the next question. */
  near(run: Run, shown: readonly Language[]): IntList {
    this.#makeRoom();
    this.#found.length = 0;
    this.#turn += 1;
    const same = this.#ids.get(keyOf(run));
    if (same !== undefined) this.#keep(same, 1);
    // Readings of the same classes are looked for together.
    for (const [classes, all] of Map.groupBy(skeletonsOf(run, shown), (one: Skeleton) => one.classes)) {
      this.#pattern.set(classes);
      const hashes = all.map(({ sounds }) => soundsHash(sounds));
      const tell = (shape: number, near: number): void => this.#keepAll(shape, near, hashes);
      for (const key of keysOf(classes)) this.#buckets.get(key)?.search(this.#pattern, this.#classes, tell);
    }
    return this.#found;
  }

  /** How much a word found tells for its likeness, 0 to 1. */
  likeness(word: number): number {
    return this.#alike[word] as number;
  }

  #makeRoom(): void {
    if (this.#turn > LAST_TURN) {
      this.#turn = 0;
      this.#seen.fill(0);
    }
    if (this.#seen.length >= this.size) return;
    this.#seen = new Int32Array(this.size * 2);
    this.#alike = new Float64Array(this.size * 2);
  }

  #keepAll(shape: number, near: number, hashes: readonly number[]): void {
    const [nexts, words] = [this.#nexts.values, this.#words.values];
    const unheard = (near * UNHEARD) ** STEEP;
    for (let at = this.#heads.at(shape); at !== -1; at = nexts[at] as number) {
      const heard = near === 1 && hashes.includes(this.#hashes.at(at));
      this.#keep(words[at] as number, heard ? 1 : unheard);
    }
  }

  #keep(word: number, alike: number): void {
    if (this.#seen[word] !== this.#turn) {
      this.#seen[word] = this.#turn;
      this.#alike[word] = alike;
      this.#found.push(word);
    } else if (alike > (this.#alike[word] as number)) this.#alike[word] = alike;
  }
}

const keyOf = ({ tokens }: Run): string =>
  tokens.map(({ text, script, surname }) => (script === 'han' && surname ? `${text}!` : text)).join(' ');
