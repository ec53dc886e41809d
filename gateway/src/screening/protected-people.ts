import type { Comparable } from '@tocsin/names';
import type { StatementId } from '@tocsin/record';
import { graded } from './grade.ts';
import { type Identifier, lookupKey, sameScope } from './identifier.ts';
import { agreementAmong, comparables } from './name-agreement.ts';
import { papers } from './paper.ts';
import type { Subject } from './subject.ts';
import { atOnce } from './turns.ts';

/** Somebody protected; names are read when somebody near is first listed, and kept: reading is the dear part. */
class Known {
  readonly subject: Subject;
  #names: readonly Comparable[] | null = null;

  constructor(subject: Subject) {
    this.subject = subject;
  }

  get names(): readonly Comparable[] {
    this.#names ??= comparables(this.subject.names);
    return this.#names;
  }
}

/** Whom files speak of, found by what alone may make a listing's subject one of them: a number, or the day of birth. */
export class ProtectedPeople {
  readonly #byFile = new Map<StatementId, readonly Known[]>();
  readonly #byKey = new Map<string, Set<Known>>();

  get files(): Iterable<StatementId> {
    return this.#byFile.keys();
  }

  set(file: StatementId, people: readonly Subject[]): void {
    this.delete(file);
    const known = people.map((person) => new Known(person));
    this.#byFile.set(file, known);
    for (const one of known) {
      for (const key of keysOf(one.subject)) this.#byKey.set(key, (this.#byKey.get(key) ?? new Set()).add(one));
    }
  }

  delete(file: StatementId): void {
    for (const one of this.#byFile.get(file) ?? []) {
      for (const key of keysOf(one.subject)) {
        const near = this.#byKey.get(key);
        near?.delete(one);
        if (near?.size === 0) this.#byKey.delete(key);
      }
    }
    this.#byFile.delete(file);
  }

  /** For each of those who share something with a listing's subject whether it is the same person, one after the other. */
  *likeness(listed: Subject): Generator<boolean> {
    const near = new Set(keysOf(listed).flatMap((key) => [...(this.#byKey.get(key) ?? [])]));
    const names = near.size === 0 ? [] : comparables(listed.names);
    for (const known of near) yield isSame(listed, names, known);
  }
}

const WHOLE_DAY = 'YYYY-MM-DD'.length;

const keysOf = ({ identifiers, born }: Subject): string[] => [
  ...identifiers.map(lookupKey),
  ...(born?.length === WHOLE_DAY ? [`born:${born}`] : []),
];

/** Numbers that both have, whatever country is said to have given them. */
const numbersOf = (listed: Subject, known: Subject): Identifier[] =>
  known.identifiers.filter((theirs) => listed.identifiers.some((mine) => lookupKey(mine) === lookupKey(theirs)));

/**
 * Whether a listing's subject is somebody protected: one paper is enough, under whatever name, and its number with a
 * similar name, whatever country is written for it; else what a check calls sure, a number with the name or the name with
 * the day of birth. A name alone stops no listing.
 */
function isSame(listed: Subject, names: readonly Comparable[], { subject, names: theirs }: Known): boolean {
  const shared = numbersOf(listed, subject);
  const matched = shared.filter((one) =>
    listed.identifiers.some((mine) => lookupKey(mine) === lookupKey(one) && sameScope(mine, one)),
  );
  if (matched.some(({ type }) => papers.has(type))) return true;
  const name = atOnce(agreementAmong(names, theirs));
  const agrees = name.how === 'same' || name.how === 'similar';
  if (agrees && shared.some(({ type }) => papers.has(type))) return true;
  const grade = graded({ subject, matched, name, born: listed.born, asked: listed.identifiers })?.grade;
  return grade === 'identifier' || grade === 'strong';
}
