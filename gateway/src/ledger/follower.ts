import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from '@tocsin/record';
import { GatewayError } from '../error.ts';
import type { Limits } from '../limits.ts';
import { BrokenChain, LedgerBehind } from '../view/chain.ts';
import type { View } from '../view/view.ts';

/** What the follower is doing; `broken` ends it, because a ledger that contradicts itself must not be followed. */
export type Following =
  | { readonly state: 'following' }
  | { readonly state: 'retrying'; readonly fault: unknown }
  | { readonly state: 'broken'; readonly reason: string }
  | { readonly state: 'stopped' };

/** Keeps the view up with the ledger, block by block, until it is stopped. */
export class Follower {
  readonly #ledger: Ledger;
  readonly #view: View;
  readonly #retry: Limits['retryMs'];
  #following: Following = { state: 'stopped' };
  #abort = new AbortController();
  #run: Promise<void> = Promise.resolve();
  #changed = Promise.withResolvers<void>();

  constructor(ledger: Ledger, view: View, retry: Limits['retryMs']) {
    this.#ledger = ledger;
    this.#view = view;
    this.#retry = retry;
  }

  get following(): Following {
    return this.#following;
  }

  /** Resolves when a block is applied or the follower's state changes. */
  changed(): Promise<void> {
    return this.#changed.promise;
  }

  start(): void {
    this.#abort = new AbortController();
    this.#tell({ state: 'following' });
    this.#run = this.#follow(this.#abort.signal);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#run;
    if (this.#following.state !== 'broken') this.#tell({ state: 'stopped' });
  }

  /** Throws everything away and follows again from block 0. */
  async rebuild(): Promise<void> {
    await this.stop();
    this.#view.clear();
    this.start();
  }

  /** Resolves once the view has applied a block; so writers read what they wrote. @throws as `shows` */
  reached(block: bigint, signal: AbortSignal): Promise<void> {
    return this.shows((view) => (view.checkpoint?.number ?? -1n) >= block, signal);
  }

  /**
   * Resolves once the view is as it is waited for.
   * When the signal ends the wait it throws the fault that holds the view back, or NOT_READY.
   */
  async shows(awaited: (view: View) => boolean, signal: AbortSignal): Promise<void> {
    const given = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    while (!awaited(this.#view)) {
      if (signal.aborted || this.#following.state === 'broken' || this.#following.state === 'stopped') {
        throw this.#following.state === 'retrying' ? this.#following.fault : new GatewayError('NOT_READY', 'view');
      }
      await Promise.race([this.changed(), given]);
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { first, longest } = this.#retry;
    for (let delay = first; !signal.aborted; delay = Math.min(delay * 2, longest)) {
      try {
        await this.#followOnce(signal, () => {
          delay = first;
        });
      } catch (fault) {
        if (signal.aborted) return;
        this.#tell(whatNow(fault));
        if (fault instanceof BrokenChain && !(fault instanceof LedgerBehind)) return;
      }
      // Spread, so that the gateways of one ledger do not all come back at the same moment.
      await pause(randomInt(Math.ceil(delay / 2), delay + 1), undefined, { signal }).catch(() => undefined);
    }
  }

  async #followOnce(signal: AbortSignal, progressed: () => void): Promise<void> {
    const last = this.#view.checkpoint;
    if (last !== null && (await this.#ledger.height(last.number + 1n)) <= last.number) throw new LedgerBehind();
    // The last block is read again: if it is another one now, the ledger was swapped while we were away.
    for await (const block of this.#ledger.blocks(last?.number ?? 0n, signal)) {
      if (signal.aborted) return;
      this.#view.apply(block);
      progressed();
      this.#tell({ state: 'following' });
    }
  }

  #tell(following: Following): void {
    this.#following = following;
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }
}

function whatNow(fault: unknown): Following {
  return fault instanceof BrokenChain ? { state: 'broken', reason: fault.message } : { state: 'retrying', fault };
}
