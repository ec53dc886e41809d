import { setImmediate as breathe } from 'node:timers/promises';
import { publicKeyOf, toBase64url } from '@tocsin/envelope';
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
import { GatewayError } from '../error.ts';
import type { UnitKey, UnitKeys } from '../keys/unit-keys.ts';
import { codeOf } from '../plugins/fault-code.ts';
import type { ErrorCode } from '../plugins/status.ts';
import type { View } from '../view/view.ts';
import { type OpeningServices, openDirect } from './opening.ts';
import { ProtectedPeople } from './protected-people.ts';
import { protectedIn, type Subject, subjectsOf } from './subject.ts';

export interface ProtectionOptions extends OpeningServices {
  readonly view: View;
  readonly keys: Pick<UnitKeys, 'open' | 'held' | 'load'>;
  readonly logger?: FastifyBaseLogger | undefined;
  clock(): Date;
}

/** Files that are opened at a time: the peer is asked for each. */
const TOGETHER = 8;

/** A file that no key opened, as it was then. */
interface Shut {
  readonly header: string;
  readonly held: readonly UnitKey[];
}

/**
 * Whom no listing of this agency may name: people whom records that its unit key alone opens call victims, witnesses,
 * children, or not to be punished (docs/decisions/0023-protected-people.md). They are looked for when one of its officers
 * first proposes or confirms a listing, and held in memory only, for as long as their record may be read. As long as one
 * of these records is not looked into, nobody is known not to be protected.
 */
export class Protection {
  readonly #options: ProtectionOptions;
  /** Files that were looked into, and those that nobody who is to read them can read. */
  readonly #looked = new Set<StatementId>();
  readonly #shut = new Map<StatementId, Shut>();
  readonly #people = new ProtectedPeople();
  /** Of each file that speaks of somebody protected. */
  readonly #records = new Map<StatementId, StatementId>();
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<ErrorCode | null> | null = null;

  constructor(options: ProtectionOptions) {
    this.#options = options;
  }

  /**
   * Tells nothing of whom or why. What is looked into by the time that the signal ends the wait is kept for the next try.
   * @throws Refusal PROTECTED_SUBJECT; GatewayError NOT_SCREENED
   */
  async mustNotName(listing: ListingContent, signal: AbortSignal): Promise<void> {
    const unread = await this.#lookedThrough(signal);
    if (unread !== null) throw new GatewayError('NOT_SCREENED', unread);
    const subjects = subjectsOf(listing, this.#country).filter(({ kind }) => kind === 'person');
    let found = false;
    for (const subject of subjects) {
      for (const same of this.#people.likeness(subject)) {
        found ||= same;
        // Names are the dear part of it: others get their turn in between.
        await breathe();
        if (signal.aborted) throw new GatewayError('NOT_SCREENED', LATE);
      }
    }
    if (found) throw new Refusal('PROTECTED_SUBJECT');
  }

  /** Forgets whom records, or some of them, spoke of that may not be read any more, or that a new view does not show yet. */
  forgetEnded(among?: ReadonlySet<StatementId>): void {
    for (const file of [...this.#people.files]) {
      const record = this.#records.get(file) ?? file;
      if (among?.has(record) === false || this.#isReadable(record)) continue;
      this.#people.delete(file);
      this.#records.delete(file);
      this.#looked.delete(file);
    }
  }

  /** What kept files from being looked into, null where nothing did. Who comes while others look waits for one look more. */
  async #lookedThrough(signal: AbortSignal): Promise<ErrorCode | typeof LATE | null> {
    this.#next ??= this.#running.then(() => {
      this.#next = null;
      const look = this.#look();
      this.#running = look.catch(() => undefined);
      return look;
    });
    const { promise: late, resolve } = Promise.withResolvers<typeof LATE>();
    signal.addEventListener('abort', () => resolve(LATE), { once: true });
    if (signal.aborted) resolve(LATE);
    return Promise.race([this.#next, late]);
  }

  async #look(): Promise<ErrorCode | null> {
    this.forgetEnded();
    // Keys that came since may open what none of those before did.
    if (this.#shut.size > 0) await this.#options.keys.load();
    const fresh = this.#fresh();
    let unread: ErrorCode | null = null;
    for (let i = 0; i < fresh.length; i += TOGETHER) {
      const faults = await Promise.all(fresh.slice(i, i + TOGETHER).map((item) => this.#take(item)));
      const [fault] = faults.filter((each) => each !== null);
      unread ??= fault === undefined ? null : codeOf(fault).code;
      // A peer that is away is not asked for all the others.
      if (fault instanceof LedgerFault) return unread;
    }
    return unread ?? (this.#shut.size > 0 && !this.#holdsEveryKey() ? 'KEY_NOT_HELD' : null);
  }

  /** Direct files that the agency wrote or received and that were not looked into yet. */
  #fresh(): Item[] {
    const { view, agency } = this.#options;
    const sql = `SELECT i.id FROM item i JOIN record r ON r.id = i.record WHERE r.author = ?
      OR EXISTS (SELECT 1 FROM addressee a WHERE a.record = r.id AND a.agency = ?)`;
    const ids = view.rows(sql, agency, agency).map(({ id }) => String(id));
    const direct = ids
      .filter((id) => !this.#looked.has(id))
      .flatMap((id) => view.state(itemKey(id)) ?? [])
      .filter(({ sealed, author, to }) => sealed?.mode === 'direct' && (author === agency || to.includes(agency)))
      .filter((item) => !isListing(item) && this.#isReadable(item.record));
    const waiting = new Set(direct.map(({ id }) => id));
    for (const id of this.#shut.keys()) if (!waiting.has(id)) this.#shut.delete(id);
    return direct.filter((item) => !this.#isShut(item));
  }

  /** Whether nothing has changed since no key opened it: reading the keys again is dear, and each file would ask for it. */
  #isShut({ id, sealed }: Item): boolean {
    const shut = this.#shut.get(id);
    const { held } = this.#options.keys;
    const same = shut?.held.length === held.length && shut.held.every((key) => held.includes(key));
    return same && shut.header === sealed?.header;
  }

  /** The fault that keeps a file from being looked into for now; null where it is done with. */
  async #take(item: Item): Promise<unknown> {
    try {
      const people = await this.#peopleOf(item);
      // It may have been purged while it was opened.
      if (people.length > 0 && this.#isReadable(item.record)) {
        this.#people.set(item.id, people);
        this.#records.set(item.id, item.record);
      }
    } catch (fault) {
      const { code } = codeOf(fault);
      this.#options.logger?.warn({ code, item: item.id }, 'alert not looked into');
      if (fault instanceof LedgerFault) return fault;
      if (code === 'KEY_NOT_HELD') {
        this.#shut.set(item.id, { header: item.sealed?.header ?? '', held: [...this.#options.keys.held] });
        return null;
      }
      // The own peer lacks what the ledger names. What is no file of ours for anybody protects nobody.
      if (ofThePeer.has(code) && this.#isReadable(item.record)) return fault;
    }
    this.#shut.delete(item.id);
    this.#looked.add(item.id);
    return null;
  }

  async #peopleOf(item: Item): Promise<Subject[]> {
    const { ledger } = this.#options;
    const content = await openDirect(this.#options, item, await sealedFile(ledger, item));
    ensureContent(item.id === item.record ? item.kind : 'follow-up', content);
    return protectedIn(content as FollowUpContent, this.#country);
  }

  /**
   * Whether there is no key of the agency, announced and not destroyed, that this gateway lacks. What none of them opens,
   * nobody of the agency can read: whoever addresses such a file to it must not be able to end all of its listings.
   */
  #holdsEveryKey(): boolean {
    const { view, agency, keys } = this.#options;
    const held = new Set(keys.held.map(({ secretKey }) => toBase64url(publicKeyOf(secretKey))));
    const announced = view.statesUnder('key', agency).filter(({ use, destroyed }) => use === 'seal' && !destroyed);
    return announced.every(({ key }) => held.has(key));
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

/** As the detail of a refusal: not done in time. */
const LATE = 'late';

/** The file is not there, or is another one, though its record may be read. */
const ofThePeer: ReadonlySet<ErrorCode> = new Set(['RECORD_EXPIRED', 'SEALED_FILE_MISMATCH']);

const isListing = ({ id, record, kind }: Item): boolean => kind === LISTING && id === record;
