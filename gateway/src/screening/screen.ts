import { NameIndex, type Reason } from '@tocsin/names';
import type { StatementId } from '@tocsin/record';
import type { NearPaper } from './grade.ts';
import { type Identifier, lookupKey, sameScope } from './identifier.ts';
import { isReadable } from './name-agreement.ts';
import { paperKey } from './paper.ts';
import type { Subject, WrittenName } from './subject.ts';
import type { Steps } from './turns.ts';

/** Somebody in the index. */
export interface Entry extends Subject {
  readonly record: StatementId;
  /** Its number in the index of names. */
  readonly ref: number;
}

/** Whom a name leads to. */
export interface Named {
  readonly entry: Entry;
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly Reason[];
}

/** Whom an identifier leads to. */
export interface Shared {
  readonly entry: Entry;
  readonly identifier: Identifier;
}

/**
 * Everybody whom the agency's listings name, in memory: found by exact identifiers, whoever issued them, and by names in
 * every script. What a listing is worth is asked elsewhere, at the time of the answer.
 */
export class Screen {
  readonly #entries = new Map<StatementId, readonly Entry[]>();
  readonly #byIdentifier = new Map<string, Set<Entry>>();
  /** By the numbers of their papers, as they may be misread. */
  readonly #byPaper = new Map<string, Set<Entry>>();
  readonly #byRef = new Map<number, Entry>();
  readonly #names = { person: new NameIndex(), company: new NameIndex() };
  #next = 0;

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
    const entries = subjects.map((subject) => ({ ...subject, record, ref: this.#next++ }));
    this.#entries.set(record, entries);
    for (const entry of entries) {
      for (const identifier of entry.identifiers) {
        keep(this.#byIdentifier, lookupKey(identifier), entry);
        keep(this.#byPaper, paperKey(identifier), entry);
      }
      this.#byRef.set(entry.ref, entry);
      // One name of many that cannot be read must not keep the others from being found.
      const names = entry.names.filter(isReadable);
      if (names.length > 0) this.#names[entry.kind].add({ ref: entry.ref, names });
    }
  }

  remove(record: StatementId): void {
    for (const entry of this.of(record)) {
      for (const identifier of entry.identifiers) {
        forget(this.#byIdentifier, lookupKey(identifier), entry);
        forget(this.#byPaper, paperKey(identifier), entry);
      }
      this.#names[entry.kind].remove(entry.ref);
      this.#byRef.delete(entry.ref);
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

  /** Everybody who has this number as of another issuer. */
  numberedAlike(identifier: Identifier): Shared[] {
    return [...(this.#byIdentifier.get(lookupKey(identifier)) ?? [])].flatMap((entry) => {
      const theirs = entry.identifiers.filter((one) => lookupKey(one) === lookupKey(identifier));
      const [first] = theirs;
      return first === undefined || theirs.some((one) => sameScope(one, identifier))
        ? []
        : [{ entry, identifier: first }];
    });
  }

  /**
   * Everybody who has this number on another kind of paper, or nearly this number on the same kind, of an issuer that may
   * be the same; not who has the very paper.
   */
  near(identifier: Identifier): NearTo[] {
    const found = [...(this.#byPaper.get(paperKey(identifier) ?? '') ?? [])];
    return found.flatMap((entry) => {
      const papers = entry.identifiers.flatMap((theirs) => nearPaper(identifier, theirs) ?? []);
      const own = entry.identifiers.some((theirs) => lookupKey(theirs) === lookupKey(identifier));
      return own ? [] : papers.slice(0, 1).map((paper) => ({ entry, paper }));
    });
  }

  /** Who bears a name like this one, of the same kind, best first. @throws NameError */
  *named(name: WrittenName, limit: number): Steps<Named[]> {
    const found = yield* this.#names[name.kind].searching(name, limit);
    return found.flatMap(({ ref, score, reasons }) => {
      const entry = this.#byRef.get(ref);
      return entry === undefined ? [] : [{ entry, score, reasons }];
    });
  }
}

/** Whom nearly a paper leads to. */
export interface NearTo {
  readonly entry: Entry;
  readonly paper: NearPaper;
}

function nearPaper(asked: Identifier, theirs: Identifier): NearPaper | null {
  if (!sameScope(asked, theirs) || paperKey(asked) !== paperKey(theirs)) return null;
  if (asked.type === theirs.type) return asked.value === theirs.value ? null : { how: 'misread', asked, theirs };
  // A company's registration is of a register of its own, and two differences at once are another number.
  const isOther = asked.value === theirs.value && asked.type !== 'registration' && theirs.type !== 'registration';
  return isOther ? { how: 'other-paper', asked, theirs } : null;
}

type Index = Map<string, Set<Entry>>;

function keep(index: Index, key: string | null, entry: Entry): void {
  if (key === null) return;
  const known = index.get(key);
  if (known === undefined) index.set(key, new Set([entry]));
  else known.add(entry);
}

function forget(index: Index, key: string | null, entry: Entry): void {
  if (key === null) return;
  const entries = index.get(key);
  entries?.delete(entry);
  if (entries?.size === 0) index.delete(key);
}
