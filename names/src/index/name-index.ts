import { comparable } from '../comparable.ts';
import { compare } from '../compare.ts';
import { NameError } from '../error.ts';
import { Known } from '../likeness.ts';
import type { Comparable, NameInput, Reason } from '../name.ts';
import { Candidates } from './candidates.ts';
import { IntList } from './lists.ts';
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

const SNAPSHOT = 'tocsin-names/1\n';

/**
 * Finds who bears a name like the one asked for, in any script. Words are looked up by the consonants of all their
 * readings, ranked by what differs between these and by how rare they are, and the best few names are compared in full.
 * Deterministic: equal entries in equal order give equal answers. Not safe to change while a search runs (searches never
 * yield).
 */
export class NameIndex {
  readonly #candidates = new Candidates();
  readonly #inputs: (NameInput | null)[] = [];
  readonly #refs = new IntList();
  readonly #entries = new Map<number, number[]>();
  readonly #names = new StoredNames();

  /** Names in the index. */
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
    const ids = this.#entries.get(ref) ?? [];
    for (const [input, name] of ready) ids.push(this.#addName(ref, input, name));
    this.#entries.set(ref, ids);
  }

  #addName(ref: number, input: NameInput, name: Comparable): number {
    const id = this.#inputs.length;
    this.#inputs.push(input);
    this.#refs.push(ref);
    this.#candidates.add(name);
    this.#names.push(name, input.text);
    return id;
  }

  /** Takes all names of a ref out; false where it had none. */
  remove(ref: number): boolean {
    const ids = this.#entries.get(ref);
    if (ids === undefined) return false;
    for (const id of ids) {
      this.#inputs[id] = null;
      this.#candidates.remove(id);
    }
    return this.#entries.delete(ref);
  }

  /**
   * The best candidates for a name, best first, each ref once.
   * @throws NameError for a name that cannot be read
   */
  search(query: NameInput, limit = 5): Found[] {
    const asked = comparable(query);
    const known = new Known();
    const best = new Map<number, Found>();
    let top = 0;
    for (const { id, rank } of this.#candidates.of(asked)) {
      // What shares much less with the query than the best does is not looked at, once there is enough to show.
      if (best.size >= limit && rank < ENOUGH * top) break;
      top = Math.max(top, rank);
      const input = this.#inputs[id];
      if (input === null || input === undefined) continue;
      const ref = this.#refs.at(id);
      const { score, reasons } = compare(asked, this.#names.at(id, input.text), known);
      if (score > (best.get(ref)?.score ?? 0)) best.set(ref, { ref, score, reasons });
    }
    return [...best.values()].sort((one, other) => other.score - one.score || one.ref - other.ref).slice(0, limit);
  }

  /** Everything that `restore` needs, as UTF-8; equal indexes give equal bytes. */
  snapshot(): Uint8Array {
    const entries = [...this.#entries].map(([ref, ids]) => ({ ref, names: ids.map((id) => this.#inputs[id]) }));
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

const ENOUGH = 0.7;
