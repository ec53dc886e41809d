import { digest, fromUtf8, randomBytes, toBase64url, utf8 } from '@tocsin/envelope';
import type { Handle, Instant, StatementId } from '@tocsin/record';
import type { Candidate } from '../api/checks.ts';
import { GatewayError } from '../error.ts';
import type { Asked } from './asked.ts';
import type { Identifier } from './identifier.ts';
import { papers } from './paper.ts';
import type { Vault } from './vault.ts';

export type Decision = NonNullable<Candidate['notTheSame']>;

/** What was decided before, and whether it stands for this answer: one that does not is told all the same. */
export interface Decided {
  readonly notTheSame: Decision;
  readonly quiets: boolean;
}

interface Kept extends Decision {
  readonly token: string;
  readonly record: StatementId;
  /** Every number that was shown then; absent in files of earlier versions. */
  readonly shown?: readonly string[];
}

/** What of somebody a decision is found by, and whether on papers or on everything that was asked. */
interface Marks {
  readonly on: 'papers' | 'query';
  readonly tokens: readonly string[];
}

const FILE = 'decisions.age';

/**
 * Which persons officers of this agency have decided not to be the one a listing is about, so that nobody decides it
 * again at every crossing. Kept sealed; a person stands in it as a salted hash, never by name or number.
 */
export class Decisions {
  readonly #vault: Vault;
  #salt = toBase64url(randomBytes(32));
  #kept: Kept[] = [];

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  async load(): Promise<void> {
    const plain = await this.#vault.read(FILE);
    if (plain === null) return;
    const { salt, kept } = JSON.parse(fromUtf8(plain)) as { salt: string; kept: Kept[] };
    this.#salt = salt;
    this.#kept = kept;
  }

  /** Seals them to the newest key, where they are not. */
  async reseal(): Promise<void> {
    if (this.#vault.isStale(FILE)) await this.#write(this.#kept);
  }

  /**
   * What was decided of who is asked for and a listing, which has these of the numbers that are asked for; null where
   * nothing was. A number that it has and that nobody looked at then is new: it speaks louder than what was decided.
   */
  of(asked: Asked, record: StatementId, matched: readonly Identifier[]): Decided | null {
    if (this.#kept.length === 0) return null;
    const { on, tokens } = this.#marks(asked);
    const found = this.#kept.filter((one) => one.record === record && tokens.includes(one.token));
    const isMatched = (one: Identifier): boolean =>
      matched.some((its) => its.type === one.type && its.value === one.value);
    const numbers = asked.identifiers.filter(isMatched).map((one) => this.#numberToken(one));
    const quiets = ({ token, shown = [token] }: Kept): boolean =>
      on === 'query' ? numbers.length === 0 : numbers.every((number) => shown.includes(number));
    const told = found.find(quiets) ?? found[0];
    if (told === undefined) return null;
    return { notTheSame: { at: told.at, by: told.by, reason: told.reason }, quiets: quiets(told) };
  }

  /** On the disk once it resolves. @throws GatewayError DECISION_UNSURE */
  async keep(asked: Asked, record: StatementId, decision: { at: Instant; by: Handle; reason: string }): Promise<void> {
    const { tokens } = this.#marks(asked);
    if (tokens.length === 0) throw new GatewayError('DECISION_UNSURE');
    const others = this.#kept.filter((one) => one.record !== record || !tokens.includes(one.token));
    const shown = asked.identifiers.map((one) => this.#numberToken(one));
    await this.#write([...others, ...tokens.map((token) => ({ token, record, shown, ...decision }))]);
  }

  /** Takes a decision back; false where there was none. */
  async undo(asked: Asked, record: StatementId): Promise<boolean> {
    const { tokens } = this.#marks(asked);
    const left = this.#kept.filter((one) => one.record !== record || !tokens.includes(one.token));
    if (left.length === this.#kept.length) return false;
    await this.#write(left);
    return true;
  }

  /** Forgets what was decided of listings that are gone. */
  async forget(records: ReadonlySet<StatementId>): Promise<void> {
    const left = this.#kept.filter(({ record }) => !records.has(record));
    if (left.length < this.#kept.length) await this.#write(left);
  }

  async #write(kept: Kept[]): Promise<void> {
    await this.#vault.write(FILE, utf8(JSON.stringify({ salt: this.#salt, kept })));
    this.#kept = kept;
  }

  /**
   * What tells one person from all others: a paper with its issuer. Of whom no paper is shown nothing does, for the listed
   * one may be called alike and be born on the day: then a decision is of the very same question, and of nobody who shows
   * anything else. It needs a name with the whole day of birth.
   */
  #marks(asked: Asked): Marks {
    const shown = asked.identifiers.filter(({ type }) => papers.has(type)).map((one) => this.#numberToken(one));
    if (shown.length > 0) return { on: 'papers', tokens: shown };
    const isNamed = asked.names.length + asked.companies.length > 0 && asked.born?.length === WHOLE_DAY;
    return { on: 'query', tokens: isNamed ? [this.#token(['query', ...everythingOf(asked)])] : [] };
  }

  #numberToken({ type, value, scope }: Identifier): string {
    return this.#token([type, value, scope]);
  }

  #token(mark: unknown): string {
    return digest(`${this.#salt}.${JSON.stringify(mark)}`);
  }
}

const WHOLE_DAY = 'YYYY-MM-DD'.length;

/** The same for the same question, in whatever order it is asked. */
function everythingOf({ names, companies, born, identifiers }: Asked): unknown[] {
  const texts = (all: Asked['names']): string[] => all.map(({ text }) => plain(text)).sort();
  const numbers = identifiers.map(({ type, value, scope }) => JSON.stringify([type, value, scope])).sort();
  return [texts(names), texts(companies), born, numbers];
}

const plain = (text: string): string => text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ');
