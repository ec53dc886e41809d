import type { FastifyBaseLogger } from 'fastify';
import type { UnitKeys } from '../keys/unit-keys.ts';
import type { Follower } from '../ledger/follower.ts';
import { codeOf } from '../plugins/fault-code.ts';
import { type AttestingServices, attest, attestationsOwed } from './attesting.ts';
import { endingsDue, endRecord } from './retention.ts';

export interface EndingOptions extends AttestingServices {
  readonly follower: Pick<Follower, 'changed'>;
  readonly keys: Pick<UnitKeys, 'load'>;
  readonly clock: () => Date;
  readonly logger: FastifyBaseLogger | undefined;
}

/** How often retention is looked after, ms; that takes a look at every record. What follows from a block is seen with it. */
const EVERY_MS = 60_000;

/**
 * Keeps the promise that records end, without anybody thinking of it: purges what is past its retention, destroys what is
 * left of purged records and says so, forgets keys that were destroyed. All of it follows from the ledger, so a gateway
 * that was killed or away goes on where things stand.
 */
export class Ending {
  readonly #options: EndingOptions;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | null = null;
  #wanted: 'block' | 'all' | null = null;
  #stopped = true;
  #destroyed = 0;

  constructor(options: EndingOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
    this.#timer = setInterval(() => this.#look('all'), EVERY_MS);
    this.#timer.unref();
    void this.#listen();
    this.#look('all');
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  /** Does now whatever is due. One record that cannot be dealt with does not keep the others waiting. */
  async settle(): Promise<void> {
    const { view, steward, clock } = this.#options;
    for (const record of endingsDue(view, clock().toISOString())) await this.#tried(() => endRecord(steward, record));
    await this.#settleBlock();
  }

  async #settleBlock(): Promise<void> {
    await this.#forgetKeys();
    for (const record of attestationsOwed(this.#options.view)) await this.#tried(() => attest(this.#options, record));
  }

  async #listen(): Promise<void> {
    while (!this.#stopped) {
      await this.#options.follower.changed();
      this.#look('block');
    }
  }

  /** One round at a time; what happens meanwhile is looked at in the next. */
  #look(at: 'block' | 'all'): void {
    if (this.#stopped) return;
    this.#wanted = this.#wanted === 'all' ? 'all' : at;
    this.#round ??= this.#rounds().finally(() => {
      this.#round = null;
    });
  }

  async #rounds(): Promise<void> {
    while (this.#wanted !== null && !this.#stopped) {
      const all = this.#wanted === 'all';
      this.#wanted = null;
      await this.#tried(() => (all ? this.settle() : this.#settleBlock()));
    }
  }

  /** A destroyed key is no longer among those that the provider gives: loading forgets it. */
  async #forgetKeys(): Promise<void> {
    const { view, keys } = this.#options;
    const destroyed = view.statesUnder('key', view.agency).filter((key) => key.destroyed !== null).length;
    if (destroyed === this.#destroyed) return;
    await keys.load();
    this.#destroyed = destroyed;
  }

  /** Tried again with the next block or minute: the ledger still says that it is due. */
  async #tried(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (fault) {
      if (!this.#stopped) this.#options.logger?.warn({ code: codeOf(fault).code }, 'record not ended yet');
    }
  }
}
