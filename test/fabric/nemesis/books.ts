import { EventEmitter, once } from 'node:events';
import type { Committed } from '@tocsin/record';
import type { Post } from '../../support/exchange.ts';

/** A statement whose writer was told that it stands. */
export interface Acknowledged {
  readonly post: Post;
  readonly agency: string;
  readonly committed: Committed;
  /** Milliseconds of `performance.now`. */
  readonly began: number;
  readonly at: number;
  /** What its submissions before the last came to. */
  readonly before: readonly string[];
}

/** After these it is open whether the statement was written. */
const open: readonly string[] = ['LEDGER_OUTCOME_UNKNOWN', 'GATEWAY_ENDED'];

/** What writers were told, and when. */
export class Books {
  readonly acknowledged = new Map<string, Acknowledged>();
  /** Refusals: nobody made a mistake, so there must be none. */
  readonly refused: string[] = [];
  /** Causes of failed submissions and how often each came. */
  readonly causes = new Map<string, number>();
  readonly #told = new EventEmitter().setMaxListeners(0);

  acknowledge(one: Acknowledged): void {
    this.acknowledged.set(one.post.id, one);
    this.#told.emit('acknowledged', one);
  }

  failed(code: string, cause: string): void {
    // Transaction identifiers and ports would make each cause one of its own.
    const words = `${code} ${cause.replace(/[0-9a-f]{16,}|:\d+/g, '…')}`.trim();
    this.causes.set(words, (this.causes.get(words) ?? 0) + 1);
  }

  /**
   * Resolves when each of these agencies was told of a statement that it began to submit after a time.
   * @returns milliseconds from that time to the first acknowledgement of all and to the last of these first ones
   * @throws Error naming those that were not within so many milliseconds
   */
  async recovered(agencies: readonly string[], since: number, within: number): Promise<{ first: number; all: number }> {
    const waiting = new Set(agencies);
    const signal = AbortSignal.timeout(within);
    let first: number | undefined;
    while (waiting.size > 0) {
      const [one] = (await once(this.#told, 'acknowledged', { signal }).catch(() => {
        throw new Error(`no acknowledgement within ${within} ms at ${[...waiting].join(', ')}`);
      })) as [Acknowledged];
      if (one.began < since) continue;
      first ??= one.at - since;
      waiting.delete(one.agency);
    }
    return { first: first ?? 0, all: performance.now() - since };
  }

  /** How the open outcomes ended: with a transaction that had been written before, or with a new one. */
  get unknown(): { outcomes: number; hadCommitted: number; hadNot: number } {
    const unsure = [...this.acknowledged.values()].filter(({ before }) => before.some((code) => open.includes(code)));
    const hadCommitted = unsure.filter(({ committed }) => committed.already).length;
    const outcomes = unsure.flatMap(({ before }) => before).filter((code) => open.includes(code)).length;
    return { outcomes, hadCommitted, hadNot: unsure.length - hadCommitted };
  }

  /** Longest time from a moment on in which one of these agencies' writers was told of nothing, milliseconds. */
  longestSince(since: number, agencies: readonly string[]): number {
    const now = performance.now();
    const own = agencies.map((code) =>
      [...this.acknowledged.values()].filter(({ agency, at }) => agency === code && at > since),
    );
    return Math.max(...own.map((all) => longestBetween([since, ...all.map(({ at }) => at), now])));
  }

  /** Longest time without an acknowledgement, milliseconds: of anybody, and of an agency's own writer. */
  get gaps(): { anybody: number; ownWriter: number } {
    const all = [...this.acknowledged.values()];
    const agencies = [...new Set(all.map(({ agency }) => agency))];
    const own = agencies.map((code) => longestGap(all.filter(({ agency }) => agency === code)));
    return { anybody: longestGap(all), ownWriter: Math.max(...own) };
  }
}

const longestGap = (acknowledged: readonly Acknowledged[]): number => longestBetween(acknowledged.map(({ at }) => at));

function longestBetween(moments: readonly number[]): number {
  const times = [...moments].sort((a, b) => a - b);
  return Math.max(0, ...times.slice(1).map((at, i) => at - (times[i] ?? at)));
}
