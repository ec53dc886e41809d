import type { Comparable } from '../name.ts';
import { type Run, Runs } from '../run.ts';
import type { Token } from '../token.ts';
import { IntList } from './lists.ts';

type Frame = Omit<Comparable, 'text' | 'tokens' | 'runs'>;

/**
 * Names ready to be compared, kept small: each word once however many names have it, with how it is said, and what else
 * is known of a name once for all that have it alike.
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
  /** Texts that are read otherwise than they are written. */
  readonly #texts = new Map<number, string>();

  push({ text, runs, tokens: _, ...frame }: Comparable, written: string): void {
    const id = this.#starts.length;
    if (text !== written) this.#texts.set(id, text);
    this.#starts.push(this.#wordsOf.length);
    this.#frameOf.push(numbered(this.#frames, this.#frameIds, JSON.stringify(frame), frame));
    for (const run of runs.words)
      this.#wordsOf.push(numbered(this.#words, this.#wordIds, keyOf(run.tokens[0] as Token), run));
  }

  /** A name by its place in the row. */
  at(id: number, written: string): Comparable {
    const start = this.#starts.at(id);
    const end = id + 1 < this.#starts.length ? this.#starts.at(id + 1) : this.#wordsOf.length;
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
}

function numbered<T>(all: T[], ids: Map<string, number>, key: string, value: T): number {
  const known = ids.get(key);
  if (known !== undefined) return known;
  ids.set(key, all.length);
  return all.push(value) - 1;
}

const keyOf = ({ text, script, part, marked, surname, weight }: Token): string =>
  `${script} ${part} ${weight} ${surname} ${marked} ${text}`;
