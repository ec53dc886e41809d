import type { Token } from '../name.ts';
import type { Language } from '../sound.ts';
import { ByteList, IntList } from './lists.ts';
import { BitPattern } from './myers.ts';
import { keysOf, type Skeleton, skeletonsOf, soundsHash } from './skeleton.ts';

/** Words of the index that a word of the query may stand for, those that tell most first. */
export interface Near {
  readonly words: Int32Array;
  /** What each tells: how rare it is, by how alike the classes of sounds are. */
  readonly told: Float32Array;
}

/** Below this two skeletons have nothing to do with each other. */
const LEAST = 0.62;
/** Of words whose classes agree and whose sounds do not quite. */
const UNHEARD = 0.92;
/** Words kept of all answers together. */
const MOST_ASKED = 4_000_000;

/** Puts words and their likeness in order. */
type Weigh = (found: ReadonlyMap<number, number>) => Near;

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
  /** What was asked for since the index last changed. */
  readonly #asked = new Map<string, Near>();
  #kept = 0;
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

  /** Answers change with how rare words are. */
  changed(): void {
    this.#asked.clear();
    this.#kept = 0;
  }

  /**
   * Words that sound like the run in any language, or in those shown; `weigh` puts them in order and is
   * asked once until the index changes.
   */
  near(run: readonly Token[], shown: readonly Language[], weigh: Weigh): Near {
    const word = keyOf(run);
    const key = `${shown.join()} ${word}`;
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    const found = weigh(this.#search(skeletonsOf(run, shown), this.#ids.get(word)));
    if (this.#kept > MOST_ASKED) this.changed();
    this.#kept += found.words.length;
    this.#asked.set(key, found);
    return found;
  }

  /** Skeletons of the same classes are looked for together. */
  #search(skeletons: readonly Skeleton[], same: number | undefined): ReadonlyMap<number, number> {
    const best = new Map<number, number>();
    if (same !== undefined) best.set(same, 1);
    if (this.#looked.length < this.#starts.length) this.#looked = new Int32Array(this.#starts.length * 2);
    for (const [classes, all] of Map.groupBy(skeletons, (one) => one.classes)) {
      this.#turn += 1;
      const pattern = new BitPattern(classes);
      const hashes = all.map(({ sounds }) => soundsHash(sounds));
      for (const key of keysOf(classes)) this.#look(this.#buckets.get(key), pattern, hashes, best);
    }
    return best;
  }

  #look(bucket: IntList | undefined, pattern: BitPattern, asked: readonly number[], best: Map<number, number>): void {
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
      const start = starts[at] as number;
      const end = ends[at] as number;
      const longest = Math.max(pattern.length, end - start) + 1;
      if (Math.abs(pattern.length - end + start) > longest * (1 - LEAST)) continue;
      const near = 1 - pattern.distance(this.#bytes.values, start, end) / longest;
      if (near < LEAST) continue;
      const likeness = near === 1 && asked.includes(hashes[at] as number) ? 1 : near * UNHEARD;
      const word = words[at] as number;
      if (likeness > (best.get(word) ?? 0)) best.set(word, likeness);
    }
  }
}

const keyOf = (run: readonly Token[]): string =>
  run.map(({ text, script, surname }) => (script === 'han' && surname ? `${text}!` : text)).join(' ');
