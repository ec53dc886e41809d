import type { StatementId } from '@tocsin/record';
import { type Identifier, lookupKey, sameScope } from './identifier.ts';
import type { Subject } from './subject.ts';

/** Somebody in the index. */
export interface Entry extends Subject {
  readonly record: StatementId;
}

/** Whom an identifier leads to. */
export interface Shared {
  readonly entry: Entry;
  readonly identifier: Identifier;
}

/**
 * Everybody whom the agency's listings name, in memory: found by exact identifiers, whoever issued them. What a listing
 * is worth is asked elsewhere, at the time of the answer.
 */
export class Screen {
  readonly #entries = new Map<StatementId, readonly Entry[]>();
  readonly #byIdentifier = new Map<string, Set<Entry>>();

  /** Number of listings. */
  get size(): number {
    return this.#entries.size;
  }

  get records(): Iterable<StatementId> {
    return this.#entries.keys();
  }

  has(record: StatementId): boolean {
    return this.#entries.has(record);
  }

  /** Everybody whom a listing names, its subject first. */
  of(record: StatementId): readonly Entry[] {
    return this.#entries.get(record) ?? [];
  }

  /** Puts a listing in, in place of what stood there. */
  set(record: StatementId, subjects: readonly Subject[]): void {
    this.remove(record);
    const entries = subjects.map((subject) => ({ ...subject, record }));
    this.#entries.set(record, entries);
    for (const entry of entries) {
      for (const identifier of entry.identifiers) this.#under(lookupKey(identifier)).add(entry);
    }
  }

  remove(record: StatementId): void {
    for (const entry of this.of(record)) {
      for (const identifier of entry.identifiers) this.#forget(lookupKey(identifier), entry);
    }
    this.#entries.delete(record);
  }

  /** Everybody who has this identifier, and what theirs says of its issuer. */
  sharing(identifier: Identifier): Shared[] {
    const found = [...(this.#byIdentifier.get(lookupKey(identifier)) ?? [])];
    return found.flatMap((entry) =>
      entry.identifiers
        .filter((theirs) => lookupKey(theirs) === lookupKey(identifier) && sameScope(theirs, identifier))
        .slice(0, 1)
        .map((theirs) => ({ entry, identifier: theirs })),
    );
  }

  #under(key: string): Set<Entry> {
    const known = this.#byIdentifier.get(key);
    if (known !== undefined) return known;
    const fresh = new Set<Entry>();
    this.#byIdentifier.set(key, fresh);
    return fresh;
  }

  #forget(key: string, entry: Entry): void {
    const entries = this.#byIdentifier.get(key);
    entries?.delete(entry);
    if (entries?.size === 0) this.#byIdentifier.delete(key);
  }
}
