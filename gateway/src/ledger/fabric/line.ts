import { TOGETHER } from '@tocsin/record';
import { type Entry, nobodyWaits } from './entry.ts';
import { spread } from './waiting.ts';

/** Statements that were not written and are to be sent again after a random wait, up to so many milliseconds. */
export interface Again {
  readonly entries: readonly Entry[];
  readonly wait: number;
}

/** Sends a group of statements in one transaction and tells each how it ended, or gives it back. */
export type Send = (group: readonly Entry[]) => Promise<readonly Again[]>;

/**
 * Statements in line. While few transactions are under way each statement goes at once and alone. Under load they wait,
 * and whenever a transaction is over the next one takes as many of them as fit: what a transaction costs is shared by all
 * that came while others were under way, and nobody waits for company. What waits here has met no deadline.
 */
export class Line {
  readonly #send: Send;
  readonly #waiting: Entry[] = [];
  #free: number;

  /** @param atOnce Transactions under way at most */
  constructor(send: Send, atOnce: number) {
    this.#send = send;
    this.#free = atOnce;
  }

  join(entry: Entry): void {
    this.#waiting.push(entry);
    this.#start();
  }

  #start(): void {
    while (this.#free > 0) {
      const group = this.#next();
      if (group.length === 0) return;
      this.#free--;
      void this.#run(group);
    }
  }

  async #run(group: readonly Entry[]): Promise<void> {
    try {
      for (const again of await this.#send(group)) void this.#rejoin(again);
    } catch (error) {
      for (const entry of group) entry.fail(error);
    } finally {
      this.#free++;
      this.#start();
    }
  }

  /** Before those who came later. */
  async #rejoin({ entries, wait }: Again): Promise<void> {
    if (wait > 0) await spread(wait, nobodyWaits(entries));
    this.#waiting.unshift(...entries);
    this.#start();
  }

  /** The next transaction's statements, in the order in which they came. */
  #next(): Entry[] {
    const group: Entry[] = [];
    let bytes = 0;
    let most: number = TOGETHER.statements;
    for (const entry of this.#waiting) {
      if (entry.over) continue;
      const fits = group.length < Math.min(most, entry.company) && bytes + entry.bytes <= TOGETHER.bytes;
      if (group.length > 0 && !fits) break;
      group.push(entry);
      bytes += entry.bytes;
      most = Math.min(most, entry.company);
    }
    const last = group.at(-1);
    this.#waiting.splice(0, last === undefined ? this.#waiting.length : this.#waiting.indexOf(last) + 1);
    return group;
  }
}
