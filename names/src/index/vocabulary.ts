import type { Run } from '../run.ts';
import type { Language } from '../sound.ts';
import { ByteList, IntList } from './lists.ts';
import { BitPattern } from './myers.ts';
import { keysOf, type Skeleton, skeletonsOf, soundsHash } from './skeleton.ts';

/** Below this two skeletons have nothing to do with each other. */
const LEAST = 0.62;
/** Of words whose classes agree and whose sounds do not quite. */
const UNHEARD = 0.92;
/** Turns are counted in 32 bits; a question takes a few dozen at most. */
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
  readonly #buckets = new Map<string, IntList>();
  readonly #bytes = new ByteList();
  /** Of each shape: where its classes begin and end, which classes it has as bits, and its last reading. */
  readonly #starts = new IntList();
  readonly #ends = new IntList();
  readonly #masks = new IntList();
  readonly #heads = new IntList();
  /** Of each reading: its word, its sounds, and the reading of the same shape that came before. */
  readonly #words = new IntList();
  readonly #hashes = new IntList();
  readonly #nexts = new IntList();
  /** In which turn a shape, and a word, was last looked at. */
  #looked = new Int32Array(1024);
  #seen = new Int32Array(1024);
  #turn = 0;
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
    const start = this.#bytes.push(classes);
    this.#starts.push(start);
    this.#ends.push(start + classes.length);
    this.#masks.push(maskOf(classes));
    this.#heads.push(-1);
    for (const key of keysOf(classes)) {
      const bucket = this.#buckets.get(key) ?? new IntList();
      bucket.push(shape);
      this.#buckets.set(key, bucket);
    }
    return shape;
  }

  /** Words that sound like the run in any language, or in those shown; the list is good until the next question. */
  near(run: Run, shown: readonly Language[]): IntList {
    this.#makeRoom();
    this.#found.length = 0;
    const asked = this.#turn + 1;
    const same = this.#ids.get(keyOf(run));
    this.#turn = asked;
    if (same !== undefined) this.#keep(same, 1, asked);
    // Readings of the same classes are looked for together.
    for (const [classes, all] of Map.groupBy(skeletonsOf(run, shown), (one: Skeleton) => one.classes)) {
      this.#turn += 1;
      const hashes = all.map(({ sounds }) => soundsHash(sounds));
      this.#search(classes, hashes, asked);
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
      this.#looked.fill(0);
      this.#seen.fill(0);
    }
    if (this.#looked.length < this.#heads.length) this.#looked = new Int32Array(this.#heads.length * 2);
    if (this.#seen.length >= this.size) return;
    this.#seen = new Int32Array(this.size * 2);
    this.#alike = new Float64Array(this.size * 2);
  }

  #search(classes: string, hashes: readonly number[], asked: number): void {
    const pattern = new BitPattern(classes);
    const mask = maskOf(classes);
    const [looked, masks, starts, ends] = [this.#looked, this.#masks.values, this.#starts.values, this.#ends.values];
    for (const key of keysOf(classes)) {
      const bucket = this.#buckets.get(key);
      if (bucket === undefined) continue;
      const shapes = bucket.values;
      for (let place = 0; place < bucket.length; place += 1) {
        const shape = shapes[place] as number;
        if (looked[shape] === this.#turn) continue;
        looked[shape] = this.#turn;
        const start = starts[shape] as number;
        const end = ends[shape] as number;
        const longest = Math.max(pattern.length, end - start) + 1;
        const most = longest * (1 - LEAST);
        if (Math.abs(pattern.length - end + start) > most) continue;
        // Each class that only one of them has takes a step of its own.
        const other = masks[shape] as number;
        if (Math.max(bits(mask & ~other), bits(other & ~mask)) > most) continue;
        const near = 1 - pattern.distance(this.#bytes.values, start, end) / longest;
        if (near >= LEAST) this.#keepAll(shape, near, hashes, asked);
      }
    }
  }

  #keepAll(shape: number, near: number, hashes: readonly number[], asked: number): void {
    const [nexts, words] = [this.#nexts.values, this.#words.values];
    const unheard = (near * UNHEARD) ** STEEP;
    for (let at = this.#heads.at(shape); at !== -1; at = nexts[at] as number) {
      const heard = near === 1 && hashes.includes(this.#hashes.at(at));
      this.#keep(words[at] as number, heard ? 1 : unheard, asked);
    }
  }

  #keep(word: number, alike: number, asked: number): void {
    if ((this.#seen[word] as number) < asked) {
      this.#seen[word] = asked;
      this.#alike[word] = alike;
      this.#found.push(word);
    } else if (alike > (this.#alike[word] as number)) this.#alike[word] = alike;
  }
}

const maskOf = (classes: string): number => {
  let mask = 0;
  for (let at = 0; at < classes.length; at += 1) mask |= 1 << (classes.charCodeAt(at) & 31);
  return mask;
};

/** How many bits are set (Hacker's Delight, 5-1). */
function bits(mask: number): number {
  let sum = mask - ((mask >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const keyOf = ({ tokens }: Run): string =>
  tokens.map(({ text, script, surname }) => (script === 'han' && surname ? `${text}!` : text)).join(' ');
