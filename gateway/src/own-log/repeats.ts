import type { Entry } from './entry.ts';
import type { OwnLog } from './own-log.ts';

/** For how long what repeats an entry is counted instead of written again, ms. */
const COUNTED_MS = 60_000;
/** Entries whose repeats are counted at a time; what comes beyond is written as it comes. */
const MOST = 10_000;

interface Counted {
  readonly entry: Entry;
  readonly written: Promise<void>;
  readonly timer: NodeJS.Timeout;
  count: number;
  last: Entry;
}

/**
 * The own log as askers reach it: the first of a kind is written down at once, what repeats it within a minute is counted
 * and told in one entry at the minute's end. So nobody makes another agency's log grow, and be anchored, by asking again
 * and again. A kill loses the count of a minute, never the first.
 */
export class Repeats {
  readonly #log: Pick<OwnLog, 'append'>;
  readonly #faulty: (fault: unknown) => void;
  readonly #counted = new Map<string, Counted>();

  /** @param faulty is told where a count could not be written */
  constructor(log: Pick<OwnLog, 'append'>, faulty: (fault: unknown) => void = () => undefined) {
    this.#log = log;
    this.#faulty = faulty;
  }

  /** Resolves once the entry, or the one that it repeats, is on the disk. */
  append(entry: Entry): Promise<void> {
    const kind = kindOf(entry);
    const counted = this.#counted.get(kind);
    if (counted !== undefined) {
      counted.count += 1;
      counted.last = entry;
      return counted.written;
    }
    const written = this.#log.append(entry);
    if (this.#counted.size < MOST) this.#count(kind, entry, written);
    return written;
  }

  /** Writes down what was counted and is not told yet. */
  async close(): Promise<void> {
    await Promise.all([...this.#counted.keys()].map((kind) => this.#tell(kind)));
  }

  #count(kind: string, entry: Entry, written: Promise<void>): void {
    const timer = setTimeout(() => void this.#tell(kind).catch(this.#faulty), COUNTED_MS);
    timer.unref();
    this.#counted.set(kind, { entry, written, timer, count: 0, last: entry });
    // Nothing repeats what was never written.
    written.catch(() => {
      clearTimeout(timer);
      this.#counted.delete(kind);
    });
  }

  async #tell(kind: string): Promise<void> {
    const counted = this.#counted.get(kind);
    if (counted === undefined) return;
    clearTimeout(counted.timer);
    this.#counted.delete(kind);
    const { entry, count, last } = counted;
    if (count === 0) return;
    // The refusals that are told here may be of many accesses: the first one's entry has an example.
    const about = isOfGateway(entry) ? { access: null, item: null, key: null } : {};
    await this.#log.append({ ...entry, ...about, at: last.at, count });
  }
}

/** What another gateway names may be made up, anew each time: its refusals are of one kind by their reason alone. */
const isOfGateway = ({ kind, officer }: Entry): boolean => kind === 'refusal' && officer === null;

function kindOf(entry: Entry): string {
  const { kind, agency, officer, access, item, key, code } = entry;
  const about = isOfGateway(entry) ? [] : [access, item, key];
  return JSON.stringify([kind, agency, officer, code, ...about]);
}
