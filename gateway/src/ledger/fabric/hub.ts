import { BlockError, type EndorserTransaction, type FabricBlock } from '@tocsin/fabric-block';
import { ledgerFault } from './fault.ts';
import { spread, unlessAborted } from './waiting.ts';

/** What the own peer says about its chain. */
export interface BlockSource {
  height(): Promise<bigint>;
  deliver(from: bigint, last: bigint | null, signal: AbortSignal): AsyncIterable<FabricBlock>;
}

/** What became of a transaction. */
export interface Settled {
  readonly block: bigint;
  readonly transaction: EndorserTransaction;
}

/**
 * What a block says of a transaction. Anybody may order something else under an identifier that he has seen, which
 * peers call invalid: the valid one comes before all others.
 */
export function settledIn({ number, transactions }: FabricBlock, id: string): Settled | undefined {
  const named = transactions.filter((one): one is EndorserTransaction => one.kind === 'endorser' && one.id === id);
  // The same bytes were ordered twice: the other time is the one that tells.
  const transaction = named.find(({ code }) => code === 'VALID') ?? named.find(({ code }) => code !== 'DUPLICATE_TXID');
  return transaction === undefined ? undefined : { block: number, transaction };
}

/** Waiting for one transaction; `forget` when nobody waits any more. */
export interface Expected {
  readonly settled: Promise<Settled>;
  /**
   * Whether it may have been lost rather than queue behind others: no blocks come, or transactions expected later are
   * there already, or it has taken very long.
   */
  overdue(): boolean;
  forget(): void;
}

/** Milliseconds: without a block, behind a later transaction, and in all, until a transaction is overdue. */
const OVERDUE_MS = { silence: 2_000, overtaken: 1_000, atAll: 5_000 };

export interface HubLimits {
  /** Recent blocks kept for followers, by number and by bytes. */
  readonly blocks: number;
  readonly bytes: number;
  /** Waits before the stream is opened again, milliseconds. */
  readonly retry: { readonly first: number; readonly longest: number };
  /** How long followers wait for a peer that does not answer before they are told, milliseconds. */
  readonly patience: number;
}

const usualLimits: HubLimits = {
  blocks: 128,
  bytes: 32 * 1024 * 1024,
  retry: { first: 50, longest: 1_000 },
  patience: 10_000,
};

/**
 * The one stream of blocks of a connection. It settles what was submitted and feeds every follower; when it breaks it is
 * opened again at the next block, so that nothing is missed.
 */
export class Hub {
  readonly #source: BlockSource;
  readonly #limits: HubLimits;
  readonly #closing = new AbortController();
  readonly #expected = new Map<string, { readonly since: number; settle(settled: Settled): void }>();
  readonly #recent = new Map<bigint, FabricBlock>();
  #recentBytes = 0;
  #next: bigint | null = null;
  #seen = 0n;
  #live = false;
  #lastBlock = performance.now();
  /** Since when the last one of those that have settled was expected. */
  #newest = 0;
  #fault: { readonly error: unknown; readonly since: number } | null = null;
  #changed = Promise.withResolvers<void>();
  #run: Promise<void> = Promise.resolve();

  constructor(source: BlockSource, limits: Partial<HubLimits> = {}) {
    this.#source = source;
    this.#limits = { ...usualLimits, ...limits };
  }

  /** Resolves when the stream was opened, or could not be for the first time. */
  async start(): Promise<void> {
    const { promise } = this.#changed;
    this.#run = this.#stream();
    await promise;
  }

  /** Number of blocks seen while the stream runs; null while it does not, or has less than was seen before. */
  get height(): bigint | null {
    return this.#live && this.#next !== null && this.#next >= this.#seen ? this.#next : null;
  }

  /** So many blocks are known to exist: a peer that holds fewer has some to win again. */
  knows(blocks: bigint): void {
    if (blocks > this.#seen) this.#seen = blocks;
  }

  /** A transaction among the recent blocks that was taken for valid. */
  recent(id: string): Settled | undefined {
    for (const block of this.#recent.values()) {
      const found = settledIn(block, id);
      if (found?.transaction.code === 'VALID') return found;
    }
    return undefined;
  }

  expect(id: string): Expected {
    const since = performance.now();
    const { promise: settled, resolve: settle } = Promise.withResolvers<Settled>();
    this.#expected.set(id, { since, settle });
    return { settled, overdue: () => this.#isOverdue(since), forget: () => this.#expected.delete(id) };
  }

  /**
   * Blocks from a number on until aborted or closed: recent ones from memory, older ones by a request of their own.
   * @throws LedgerFault LEDGER_UNAVAILABLE when a block cannot be read or the peer stays away
   */
  async *follow(from: bigint, signal: AbortSignal): AsyncGenerator<FabricBlock> {
    const ended = AbortSignal.any([signal, this.#closing.signal]);
    for (let next = from; !ended.aborted; ) {
      const { promise: changed } = this.#changed;
      const recent = this.#recent.get(next);
      if (recent !== undefined) {
        yield recent;
        next++;
      } else if (this.#next !== null && next < this.#next) {
        for await (const block of this.#caughtUp(next, this.#next - 1n, ended)) {
          yield block;
          next = block.number + 1n;
          if (ended.aborted) return;
        }
      } else {
        this.#ensureHope();
        await unlessAborted(changed, ended);
      }
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#live = false;
    await this.#run;
  }

  async *#caughtUp(from: bigint, last: bigint, signal: AbortSignal): AsyncGenerator<FabricBlock> {
    try {
      yield* this.#source.deliver(from, last, signal);
    } catch (error) {
      throw ledgerFault('LEDGER_UNAVAILABLE', 'blocks', error);
    }
  }

  #ensureHope(): void {
    if (this.#fault === null) return;
    const { error, since } = this.#fault;
    if (error instanceof BlockError || performance.now() - since > this.#limits.patience)
      throw ledgerFault('LEDGER_UNAVAILABLE', 'blocks', error);
  }

  async #stream(): Promise<void> {
    const { signal } = this.#closing;
    const { first, longest } = this.#limits.retry;
    for (let wait = first; !signal.aborted; wait = Math.min(wait * 2, longest)) {
      try {
        await this.#streamOnce(signal, () => {
          wait = first;
        });
      } catch (error) {
        this.#fault = { error, since: this.#fault?.since ?? performance.now() };
      }
      this.#live = false;
      this.#tell();
      await spread(wait, signal);
    }
  }

  async #streamOnce(signal: AbortSignal, progressed: () => void): Promise<void> {
    const height = await unlessAborted(this.#source.height(), signal);
    if (height === undefined) return;
    // What cannot be read stays unreadable until a block was read.
    if (!(this.#fault?.error instanceof BlockError)) this.#fault = null;
    this.#next ??= height;
    // A peer that was set back has blocks to win again before it is believed.
    this.#live = height >= this.#next;
    this.#tell();
    for await (const block of this.#source.deliver(this.#next, null, signal)) {
      this.#take(block);
      progressed();
    }
  }

  #take(block: FabricBlock): void {
    if (block.number !== this.#next) throw new Error('the peer left out a block');
    this.#next = block.number + 1n;
    this.#live = true;
    this.#lastBlock = performance.now();
    this.#fault = null;
    this.#keep(block);
    for (const transaction of block.transactions) {
      const awaited = transaction.kind === 'endorser' && this.#expected.has(transaction.id);
      const settled = awaited ? settledIn(block, transaction.id) : undefined;
      if (settled !== undefined) this.#settle(settled);
    }
    this.#tell();
  }

  #isOverdue(since: number): boolean {
    const now = performance.now();
    const silent = !this.#live || now - this.#lastBlock > OVERDUE_MS.silence;
    return silent || this.#newest - since > OVERDUE_MS.overtaken || now - since > OVERDUE_MS.atAll;
  }

  #settle(settled: Settled): void {
    const expected = this.#expected.get(settled.transaction.id);
    if (expected === undefined) return;
    this.#newest = Math.max(this.#newest, expected.since);
    expected.settle(settled);
  }

  #keep(block: FabricBlock): void {
    this.#recent.set(block.number, block);
    this.#recentBytes += block.bytes.length;
    for (const [number, old] of this.#recent) {
      const few = this.#recent.size <= this.#limits.blocks && this.#recentBytes <= this.#limits.bytes;
      if (few || this.#recent.size === 1) return;
      this.#recent.delete(number);
      this.#recentBytes -= old.bytes.length;
    }
  }

  #tell(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }
}
