import type { Token } from '../name.ts';
import type { Language } from '../sound.ts';
import { ByteList, IntList } from './lists.ts';
import { BitPattern } from './myers.ts';
import { keysOf, type Skeleton, skeletonsOf, soundsHash } from './skeleton.ts';

/** A word of the index that a word of the query may stand for. */
export interface Near {
  readonly word: number;
  /** 0 to 1, by the classes of sounds alone. */
  readonly likeness: number;
}

/** Below this two skeletons have nothing to do with each other. */
const LEAST = 0.62;
/** Of words whose classes agree and whose sounds do not quite. */
const UNHEARD = 0.92;
const MOST_ASKED = 5_000;

/** The distinct words of an index and their skeletons, each kept once however many names have it. */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  /** Key of consonants -> skeletons that have it. */
  readonly #buckets = new Map<string, IntList>();
  readonly #bytes = new ByteList();
  readonly #starts = new IntList();
  readonly #ends = new IntList();
  readonly #words = new IntList();
  readonly #hashes = new IntList();
  /** What was asked for since the last new word. */
  readonly #asked = new Map<string, readonly Near[]>();
  /** In which turn a skeleton was last looked at. */
  #looked = new Int32Array(1024);
  #turn = 0;

  get size(): number {
    return this.#ids.size;
  }

  /** The number of a run of words, given it when it is new. */
  idOf(run: readonly Token[]): number {
    const key = keyOf(run);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    if (this.#asked.size > 0) this.#asked.clear();
    for (const skeleton of skeletonsOf(run)) this.#index(skeleton, id);
    return id;
  }

  #index({ sounds, classes }: Skeleton, word: number): void {
    const at = this.#starts.length;
    const start = this.#bytes.push(classes);
    this.#hashes.push(soundsHash(sounds));
    this.#starts.push(start);
    this.#ends.push(start + classes.length);
    this.#words.push(word);
    for (const key of keysOf(classes)) {
      const bucket = this.#buckets.get(key) ?? new IntList();
      bucket.push(at);
      this.#buckets.set(key, bucket);
    }
  }

  /** Words that sound like the run in any language, or in those shown, with the best likeness of each. */
  near(run: readonly Token[], shown: readonly Language[]): readonly Near[] {
    const word = keyOf(run);
    const key = `${shown.join()} ${word}`;
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    const found = this.#search(skeletonsOf(run, shown), this.#ids.get(word));
    if (this.#asked.size >= MOST_ASKED) this.#asked.clear();
    this.#asked.set(key, found);
    return found;
  }

  #search(skeletons: readonly Skeleton[], same: number | undefined): readonly Near[] {
    const best = new Map<number, number>();
    if (same !== undefined) best.set(same, 1);
    if (this.#looked.length < this.#starts.length) this.#looked = new Int32Array(this.#starts.length * 2);
    for (const { sounds, classes } of skeletons) {
      this.#turn += 1;
      const pattern = new BitPattern(classes);
      const hash = soundsHash(sounds);
      for (const key of keysOf(classes)) this.#look(this.#buckets.get(key), pattern, hash, best);
    }
    return [...best].map(([word, likeness]) => ({ word, likeness }));
  }

  #look(bucket: IntList | undefined, pattern: BitPattern, hash: number, best: Map<number, number>): void {
    if (bucket === undefined) return;
    const starts = this.#starts.values;
    const ends = this.#ends.values;
    const words = this.#words.values;
    const hashes = this.#hashes.values;
    const looked = this.#looked;
    for (let place = 0; place < bucket.length; place += 1) {
      const at = bucket.values[place] as number;
      if (looked[at] === this.#turn) continue;
      looked[at] = this.#turn;
      const [start, end] = [starts[at] as number, ends[at] as number];
      const longest = Math.max(pattern.length, end - start) + 1;
      if (Math.abs(pattern.length - end + start) > longest * (1 - LEAST)) continue;
      const near = 1 - pattern.distance(this.#bytes.values, start, end) / longest;
      if (near < LEAST) continue;
      const likeness = near === 1 && hashes[at] === hash ? 1 : near * UNHEARD;
      const word = words[at] as number;
      if (likeness > (best.get(word) ?? 0)) best.set(word, likeness);
    }
  }
}

const keyOf = (run: readonly Token[]): string =>
  run.map(({ text, script, surname }) => (script === 'han' && surname ? `${text}!` : text)).join(' ');
