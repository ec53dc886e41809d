import { equalBytes, fromHex, toHex } from '@tocsin/envelope';
import { type Anchor, anchorKey, type Ledger } from '@tocsin/record';
import type { FastifyBaseLogger } from 'fastify';
import { GatewayError } from '../error.ts';
import type { Steward } from '../steward/steward.ts';
import type { OwnLog } from './own-log.ts';

/** Entries after which the log is anchored sooner than usually. */
const ENTRIES = 256;
const EVERY_MS = 10 * 60_000;
/** Between two anchors at least: whoever makes the log grow must not make the ledger grow with it. */
const APART_MS = 60_000;

export interface AnchoringOptions {
  readonly ledger: Pick<Ledger, 'agency' | 'state'>;
  readonly log: OwnLog;
  readonly steward: Pick<Steward, 'act'>;
  readonly logger?: FastifyBaseLogger | undefined;
}

/** Puts the root of the own log on the ledger: every ten minutes in which it grew, sooner after 256 entries, at most once a minute. */
export class Anchoring {
  readonly #options: AnchoringOptions;
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  #attempted = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;
  #anchored = 0;
  #fault: unknown = null;

  constructor(options: AnchoringOptions) {
    this.#options = options;
  }

  /** Why the last attempt failed; null while all is well. */
  get fault(): unknown {
    return this.#fault;
  }

  start(): void {
    this.#timer = setInterval(() => this.#attempt(), EVERY_MS);
    this.#timer.unref();
    this.#options.log.onGrown(() => {
      if (this.#options.log.size - this.#anchored >= ENTRIES) this.#attemptSoon();
    });
  }

  /** Anchors what there is; nothing where the last anchor says it already. @throws GatewayError OWN_LOG_BROKEN; Refusal; LedgerFault */
  async anchor(): Promise<void> {
    const { ledger, log, steward } = this.#options;
    const last = await ledger.state(anchorKey(ledger.agency));
    mustContinue(log, last);
    const { size } = log;
    this.#anchored = last?.size ?? 0;
    if (size === this.#anchored) return;
    const previous = last === undefined ? null : { size: last.size, root: last.root };
    await steward.act('log.anchor/1', { size, root: toHex(log.root(size)), previous });
    this.#anchored = size;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#attempted = Number.NEGATIVE_INFINITY;
    this.#options.log.onGrown(() => undefined);
    await this.#running;
  }

  /** At once, or as soon as a minute has passed since the last attempt. */
  #attemptSoon(): void {
    const wait = this.#attempted + APART_MS - performance.now();
    if (wait <= 0) this.#attempt();
    else this.#soon ??= setTimeout(() => this.#attempt(), wait).unref();
  }

  #attempt(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#attempted = performance.now();
    this.#running ??= this.anchor()
      .then(
        () => {
          this.#fault = null;
        },
        (fault: unknown) => {
          // Tried again with the next entries or minutes: what is late is still in the log.
          this.#fault = fault;
          this.#options.logger?.warn({ code: (fault as { code?: unknown }).code }, 'own log not anchored');
        },
      )
      .finally(() => {
        this.#running = null;
      });
  }
}

/** A log that lost entries, or has others than were anchored, must not be continued as if nothing had happened. */
function mustContinue(log: OwnLog, last: Anchor | undefined): void {
  if (last === undefined) return;
  if (last.size > log.size || !equalBytes(log.root(last.size), fromHex(last.root))) {
    throw new GatewayError('OWN_LOG_BROKEN');
  }
}
