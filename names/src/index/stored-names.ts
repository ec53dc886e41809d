import type { Comparable } from '../name.ts';
import { type Run, Runs } from '../run.ts';
import type { Token } from '../token.ts';
import { IntList } from './lists.ts';

type Frame = Omit<Comparable, 'text' | 'tokens' | 'runs'>;

/**
 * Names ready to be compared, kept small: names that read the same once, each word once however many names have it, with
 * how it is said, and what else is known of a name once for all that have it alike.
 */
export class StoredNames {
  readonly #words: Run[] = [];
  readonly #wordIds = new Map<string, number>();
  readonly #frames: Frame[] = [];
  readonly #frameIds = new Map<string, number>();
  /** Words of all names in a row; where those of each name begin; its frame. */
  readonly #wordsOf = new IntList(1024);
  readonly #starts = new IntList(1024);
  readonly #frameOf = new IntList(1024);
  /** Each name's place by its frame and words. */
  readonly #ids = new Map<string, number>();
  /** Texts that are read otherwise than they are written. */
  readonly #texts = new Map<number, string>();

  /** The place of a name in the row: its own, or that of one which reads the same. */
  push(
    { text, runs, tokens: _, ...frame }: Comparable,
    written: string,
  ): { readonly id: number; readonly isNew: boolean } {
    const words = runs.words.map((run) => numbered(this.#words, this.#wordIds, keyOf(run.tokens[0] as Token), run));
    const frameId = numbered(this.#frames, this.#frameIds, JSON.stringify(frame), frame);
    const reading = `${frameId} ${words.join(' ')}`;
    const known = this.#ids.get(reading);
    if (known !== undefined) return { id: known, isNew: false };
    const id = this.#starts.length;
    this.#ids.set(reading, id);
    if (text !== written) this.#texts.set(id, text);
    this.#starts.push(this.#wordsOf.length);
    this.#frameOf.push(frameId);
    for (const word of words) this.#wordsOf.push(word);
    return { id, isNew: true };
  }

  /** The next that reads like this one gets a place of its own. */
  forget(id: number): void {
    const words = this.#wordsOf.values.subarray(this.#starts.at(id), this.#endOf(id));
    this.#ids.delete(`${this.#frameOf.at(id)} ${words.join(' ')}`);
  }

  /** A name by its place in the row. */
  at(id: number, written: string): Comparable {
    const start = this.#starts.at(id);
    const end = this.#endOf(id);
    const words: Run[] = [];
    const tokens: Token[] = [];
    for (let at = start; at < end; at += 1) {
      const word = this.#words[this.#wordsOf.at(at)] as Run;
      words.push(word);
      tokens.push(word.tokens[0] as Token);
    }
    const { kind, titles, gender, languages, marked } = this.#frames[this.#frameOf.at(id)] as Frame;
    const text = this.#texts.get(id) ?? written;
    return { text, kind, tokens, runs: new Runs(words, false), titles, gender, languages, marked };
  }

  #endOf(id: number): number {
    return id + 1 < this.#starts.length ? this.#starts.at(id + 1) : this.#wordsOf.length;
  }
}

function numbered<T>(all: T[], ids: Map<string, number>, key: string, value: T): number {
  const known = ids.get(key);
  if (known !== undefined) return known;
  ids.set(key, all.length);
  return all.push(value) - 1;
}

const keyOf = ({ text, script, part, marked, surname, weight }: Token): string =>
  `${script} ${part} ${weight} ${surname} ${marked} ${text}`;
