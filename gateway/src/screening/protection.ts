import { setImmediate as breathe } from 'node:timers/promises';
import {
  agencyKey,
  ensureContent,
  type FollowUpContent,
  type Item,
  itemKey,
  LedgerFault,
  LISTING,
  type ListingContent,
  mustBeReadable,
  Refusal,
  recordKey,
  type StatementId,
} from '@tocsin/record';
import type { FastifyBaseLogger } from 'fastify';
import { sealedFile } from '../access/openable.ts';
import { codeOf } from '../plugins/fault-code.ts';
import type { View } from '../view/view.ts';
import { compareBorn } from './born.ts';
import { graded, papers } from './grade.ts';
import { type Identifier, lookupKey, sameScope } from './identifier.ts';
import { bestAgreement } from './name-agreement.ts';
import { type OpeningServices, openDirect } from './opening.ts';
import { protectedIn, type Subject, subjectsOf } from './subject.ts';

export interface ProtectionOptions extends OpeningServices {
  readonly view: View;
  readonly logger?: FastifyBaseLogger | undefined;
  clock(): Date;
}

/** Files that are opened at a time: the peer is asked for each. */
const TOGETHER = 8;

/** Whom one file speaks of. */
interface Held {
  readonly record: StatementId;
  readonly people: readonly Subject[];
}

/**
 * Whom no listing of this agency may name: people whom records that its unit key alone opens call victims, witnesses,
 * children, or not to be punished (docs/decisions/0023-protected-people.md). They are looked for when one of its officers
 * first proposes or confirms a listing, and held in memory only, for as long as their record may be read.
 */
export class Protection {
  readonly #options: ProtectionOptions;
  /** Files that were looked into. */
  readonly #known = new Set<StatementId>();
  readonly #held = new Map<StatementId, Held>();
  #looking: Promise<void> = Promise.resolve();

  constructor(options: ProtectionOptions) {
    this.#options = options;
  }

  /** Tells nothing of whom or why. @throws Refusal PROTECTED_SUBJECT */
  async mustNotName(listing: ListingContent): Promise<void> {
    // One after the other: each sees what the view showed when it was asked.
    this.#looking = this.#looking.catch(() => undefined).then(() => this.#look());
    await this.#looking;
    const people = [...this.#held.values()].flatMap((held) => held.people);
    const subjects = subjectsOf(listing, this.#country).filter(({ kind }) => kind === 'person');
    let found = false;
    for (const subject of subjects) {
      for (const one of people.filter((known) => isNear(subject, known))) {
        // Names are the dear part of it: others get their turn in between.
        await breathe();
        found ||= isSame(subject, one);
      }
    }
    if (found) throw new Refusal('PROTECTED_SUBJECT');
  }

  /** Forgets whom records, or some of them, spoke of that may not be read any more. */
  forgetEnded(among?: ReadonlySet<StatementId>): void {
    for (const [item, { record }] of this.#held) {
      if (among?.has(record) !== false && !this.#isReadable(record)) this.#held.delete(item);
    }
  }

  async #look(): Promise<void> {
    this.forgetEnded();
    const fresh = this.#fresh();
    for (let i = 0; i < fresh.length; i += TOGETHER) {
      await Promise.all(fresh.slice(i, i + TOGETHER).map((item) => this.#take(item)));
    }
  }

  /** Direct files that the agency wrote or received and that were not looked into yet. */
  #fresh(): Item[] {
    const { view, agency } = this.#options;
    const sql = `SELECT i.id FROM item i JOIN record r ON r.id = i.record WHERE r.author = ?
      OR EXISTS (SELECT 1 FROM addressee a WHERE a.record = r.id AND a.agency = ?)`;
    const ids = view.rows(sql, agency, agency).map(({ id }) => String(id));
    return ids
      .filter((id) => !this.#known.has(id))
      .flatMap((id) => view.state(itemKey(id)) ?? [])
      .filter(({ sealed, author, to }) => sealed?.mode === 'direct' && (author === agency || to.includes(agency)))
      .filter((item) => !isListing(item) && this.#isReadable(item.record));
  }

  async #take(item: Item): Promise<void> {
    try {
      const people = await this.#peopleOf(item);
      // It may have been purged while it was opened.
      if (people.length > 0 && this.#isReadable(item.record)) this.#held.set(item.id, { record: item.record, people });
    } catch (fault) {
      // What the peer will hand out in a moment is asked for the next time; what no key opens is not.
      if (fault instanceof LedgerFault) return;
      this.#options.logger?.warn({ code: codeOf(fault).code }, 'alert not looked into');
    }
    this.#known.add(item.id);
  }

  async #peopleOf(item: Item): Promise<Subject[]> {
    const { ledger } = this.#options;
    const content = await openDirect(this.#options, item, await sealedFile(ledger, item));
    ensureContent(item.id === item.record ? item.kind : 'follow-up', content);
    return protectedIn(content as FollowUpContent, this.#country);
  }

  /** Reads phone numbers. */
  get #country(): string {
    const { view, agency } = this.#options;
    return view.state(agencyKey(agency))?.country ?? '';
  }

  #isReadable(record: StatementId): boolean {
    const { view, clock } = this.#options;
    const head = view.state(recordKey(record));
    if (head === undefined) return false;
    try {
      mustBeReadable(head, clock().toISOString());
      return true;
    } catch (fault) {
      if (fault instanceof Refusal) return false;
      throw fault;
    }
  }
}

const isListing = ({ id, record, kind }: Item): boolean => kind === LISTING && id === record;

const matchedBy = (listed: Subject, known: Subject): Identifier[] =>
  numbersOf(listed, known).filter((theirs) =>
    listed.identifiers.some((mine) => lookupKey(mine) === lookupKey(theirs) && sameScope(mine, theirs)),
  );

/** Numbers that both have, whatever country is said to have given them. */
const numbersOf = (listed: Subject, known: Subject): Identifier[] =>
  known.identifiers.filter((theirs) => listed.identifiers.some((mine) => lookupKey(mine) === lookupKey(theirs)));

/** Whether there is anything but a name that may make them one. */
const isNear = (listed: Subject, known: Subject): boolean =>
  numbersOf(listed, known).length > 0 || compareBorn(listed.born, known.born).how === 'same-day';

/**
 * Whether a listing's subject is somebody protected: one paper is enough, under whatever name, and its number with a
 * similar name, whatever country is written for it; else what a check calls sure, a number with the name or the name with
 * the day of birth. A name alone stops no listing.
 */
function isSame(listed: Subject, known: Subject): boolean {
  const matched = matchedBy(listed, known);
  if (matched.some(({ type }) => papers.has(type))) return true;
  const name = bestAgreement(listed.names, known.names);
  const agrees = name.how === 'same' || name.how === 'similar';
  if (agrees && numbersOf(listed, known).some(({ type }) => papers.has(type))) return true;
  const grade = graded({ subject: known, matched, name, born: listed.born })?.grade;
  return grade === 'identifier' || grade === 'strong';
}
