import { digest, fromUtf8, randomBytes, toBase64url, utf8 } from '@tocsin/envelope';
import type { Handle, Instant, StatementId } from '@tocsin/record';
import type { Candidate } from '../api/checks.ts';
import { GatewayError } from '../error.ts';
import type { Asked } from './asked.ts';
import type { Vault } from './vault.ts';

export type Decision = NonNullable<Candidate['notTheSame']>;

interface Kept extends Decision {
  readonly token: string;
  readonly record: StatementId;
}

const FILE = 'decisions.age';
const papers: ReadonlySet<string> = new Set(['passport', 'national-id', 'document', 'registration']);

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

  /** What was decided of who is asked for and a listing; null where nothing was. */
  of(asked: Asked, record: StatementId): Decision | null {
    if (this.#kept.length === 0) return null;
    const tokens = this.#tokens(asked);
    const found = this.#kept.find((one) => one.record === record && tokens.includes(one.token));
    return found === undefined ? null : { at: found.at, by: found.by, reason: found.reason };
  }

  /** On the disk once it resolves. @throws GatewayError DECISION_UNSURE */
  async keep(asked: Asked, record: StatementId, decision: { at: Instant; by: Handle; reason: string }): Promise<void> {
    const tokens = this.#tokens(asked);
    if (tokens.length === 0) throw new GatewayError('DECISION_UNSURE');
    const others = this.#kept.filter((one) => one.record !== record || !tokens.includes(one.token));
    await this.#write([...others, ...tokens.map((token) => ({ token, record, ...decision }))]);
  }

  /** Takes a decision back; false where there was none. */
  async undo(asked: Asked, record: StatementId): Promise<boolean> {
    const tokens = this.#tokens(asked);
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
   * What tells one person from all others: a paper with its issuer; only of whom no paper is shown a name with the whole day
   * of birth. Else who was let pass by their passport would take the listed one, who is called alike, along.
   */
  #tokens({ identifiers, names, companies, born }: Asked): string[] {
    const shown = identifiers
      .filter(({ type }) => papers.has(type))
      .map(({ type, value, scope }) => [type, value, scope]);
    const named = born?.length === 10 ? [...names, ...companies].map(({ text }) => ['name', plain(text), born]) : [];
    const marks = shown.length > 0 ? shown : named;
    return marks.map((mark) => digest(`${this.#salt}.${JSON.stringify(mark)}`));
  }
}

const plain = (text: string): string => text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ');
