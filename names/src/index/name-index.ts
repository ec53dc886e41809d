import { comparable } from '../comparable.ts';
import { compare } from '../compare.ts';
import { NameError } from '../error.ts';
import { Known } from '../likeness.ts';
import type { Comparable, NameInput, Reason } from '../name.ts';
import { Candidates } from './candidates.ts';
import { StoredNames } from './stored-names.ts';

export interface IndexEntry {
  /** The caller's number for whoever bears the names; 0 to 2^31 - 1. */
  readonly ref: number;
  readonly names: readonly NameInput[];
}

export interface Found {
  readonly ref: number;
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** A name of somebody, as it is written and where it stands. */
interface Borne {
  readonly input: NameInput;
  readonly id: number;
}

const SNAPSHOT = 'tocsin-names/1\n';

/**
 * Finds who bears a name like the one asked for, in any script. Words are looked up by the consonants of all their
 * readings, ranked by what differs between these and by how rare they are, and the best few names are compared in full.
 * Deterministic: equal entries in equal order give equal answers.
 */
export class NameIndex {
  readonly #candidates = new Candidates();
  /** Of each name a text that is read so; null once nobody bears it. */
  readonly #texts: (string | null)[] = [];
  /** Who bears each name: mostly one alone. */
  readonly #bearers: (number | readonly number[])[] = [];
  readonly #entries = new Map<number, Borne[]>();
  readonly #names = new StoredNames();

  /** Names in the index, as often as they are borne. */
  get size(): number {
    let names = 0;
    for (const all of this.#entries.values()) names += all.length;
    return names;
  }

  /**
   * Adds names for a ref, beside those that it has.
   * @throws NameError for a name that cannot be read; nothing is added then
   */
  add({ ref, names }: IndexEntry): void {
    const ready = names.map((input) => [input, comparable(input)] as const);
    const borne = this.#entries.get(ref) ?? [];
    for (const [input, name] of ready) borne.push({ input, id: this.#addName(ref, input, name) });
    this.#entries.set(ref, borne);
  }

  #addName(ref: number, input: NameInput, name: Comparable): number {
    const { id, isNew } = this.#names.push(name, input.text);
    if (isNew) {
      this.#texts.push(input.text);
      this.#bearers.push(ref);
      this.#candidates.add(name);
      return id;
    }
    const bearers = this.#bearersOf(id);
    if (!bearers.includes(ref)) this.#bearers[id] = [...bearers, ref];
    return id;
  }

  #bearersOf(id: number): readonly number[] {
    const bearers = this.#bearers[id] ?? [];
    return typeof bearers === 'number' ? [bearers] : bearers;
  }

  /** Takes all names of a ref out; false where it had none. */
  remove(ref: number): boolean {
    for (const id of new Set(this.#entries.get(ref)?.map((borne) => borne.id))) {
      const left = this.#bearersOf(id).filter((bearer) => bearer !== ref);
      this.#bearers[id] = left;
      if (left.length > 0) continue;
      this.#texts[id] = null;
      this.#names.forget(id);
      this.#candidates.remove(id);
    }
    return this.#entries.delete(ref);
  }

  /**
   * The best candidates for a name, best first, each ref once: `limit` of them, and whoever else bears one of their names,
   * for no name may hide who bears it. @throws NameError for a name that cannot be read
   */
  search(query: NameInput, limit = 5): Found[] {
    const steps = this.searching(query, limit);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    return step.value;
  }

  /**
   * The same in steps, each of one name compared at most. Between two of them the index may change: who is taken out is
   * found no more, who comes in not yet.
   */
  *searching(query: NameInput, limit = 5): Generator<void, Found[]> {
    const asked = comparable(query);
    const known = new Known();
    const best = new Map<number, Found & { readonly id: number }>();
    let top = 0;
    for (const { id, rank } of this.#candidates.of(asked, Math.max(COMPARED, limit))) {
      // What shares much less with the query than the best does is not looked at, once there is enough to show.
      if (best.size >= limit && rank < ENOUGH * top) break;
      top = Math.max(top, rank);
      yield;
      const text = this.#texts[id];
      if (text === null || text === undefined) continue;
      const { score, reasons } = compare(asked, this.#names.at(id, text), known);
      for (const ref of this.#bearersOf(id))
        if (score > (best.get(ref)?.score ?? 0)) best.set(ref, { id, ref, score, reasons });
    }
    const found = [...best.values()].sort((one, other) => other.score - one.score || one.ref - other.ref);
    const names = new Set(found.slice(0, limit).map(({ id }) => id));
    return found.filter(({ id }) => names.has(id)).map(({ ref, score, reasons }) => ({ ref, score, reasons }));
  }

  /** Everything that `restore` needs, as UTF-8; equal indexes give equal bytes. */
  snapshot(): Uint8Array {
    const entries = [...this.#entries].map(([ref, borne]) => ({ ref, names: borne.map(({ input }) => input) }));
    return new TextEncoder().encode(SNAPSHOT + entries.map((entry) => JSON.stringify(entry)).join('\n'));
  }

  /** @throws NameError NAME_INDEX_BROKEN where the bytes are no snapshot */
  static restore(bytes: Uint8Array): NameIndex {
    const index = new NameIndex();
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      if (!text.startsWith(SNAPSHOT)) throw new NameError('NAME_INDEX_BROKEN');
      const lines = text.slice(SNAPSHOT.length).split('\n');
      for (const line of lines) if (line !== '') index.add(JSON.parse(line) as IndexEntry);
    } catch {
      throw new NameError('NAME_INDEX_BROKEN');
    }
    return index;
  }
}

/** So many names are compared in full, or as many as are asked for. */
const COMPARED = 24;
const ENOUGH = 0.7;
