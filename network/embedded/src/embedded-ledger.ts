import { chmodSync, mkdirSync } from 'node:fs';
import { decodeBlock, hashOf } from './block.ts';
import type { Proposal } from './endorse.ts';
import { endorse } from './endorse.ts';
import { EmbeddedError } from './error.ts';
import { isSignedBy, LedgerKey } from './ledger-key.ts';
import { lockFolder } from './lock.ts';
import { Orderer } from './order.ts';
import { Store } from './store.ts';

export interface EmbeddedOptions {
  /** Folder of the ledger, made if absent, for its owner alone. */
  readonly folder: string;
  /** Milliseconds since 1970; the system's clock unless a test says otherwise. */
  readonly clock?: () => number;
  /** Milliseconds to gather statements for one block (default 2). */
  readonly batchMs?: number;
}

/** The ledger of one process: for trying out, training and tests. Whoever runs it is its only operator. */
export class EmbeddedLedger {
  readonly store: Store;
  readonly #orderer: Orderer;
  readonly #unlock: () => void;
  readonly #clock: () => number;
  readonly #followers = new Set<() => void>();
  #latest = 0;
  #closed = false;

  constructor({ folder, clock = Date.now, batchMs = 2 }: EmbeddedOptions) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    this.#unlock = lockFolder(folder);
    try {
      const key = new LedgerKey(folder);
      this.store = new Store(folder);
      this.#latest = mustVerify(this.store);
      this.#orderer = new Orderer(this.store, key, batchMs, () => this.#announce());
      this.#clock = clock;
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Judges and commits; the block's number, or null when the same statement stood there before. */
  async commit(proposal: Proposal): Promise<{ id: string; block: bigint | null; at: string; statement: string }> {
    const endorsed = await endorse(this.store, proposal, this.#now());
    const { id, at, verdict } = endorsed;
    const block = verdict.already ? null : await this.#orderer.order(endorsed);
    return { id, block, at, statement: verdict.id };
  }

  /** Calls back after each block until the returned function is called. */
  onBlock(follower: () => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#orderer.flush();
    this.#closed = true;
    this.#announce();
    this.store.close();
    this.#unlock();
  }

  #announce(): void {
    for (const follower of [...this.#followers]) follower();
  }

  /** Ledger time never goes back, whatever the system's clock does. */
  #now(): string {
    this.#latest = Math.max(this.#latest, this.#clock());
    return new Date(this.#latest).toISOString();
  }
}

/** The last block must be whole and signed; answers the latest ledger time it tells. */
function mustVerify(store: Store): number {
  const last = store.last();
  if (last === undefined) return 0;
  const { body, hash, signature } = decodeBlock(last.raw);
  if (hash !== last.hash || hashOf(body) !== hash || !isSignedBy(body.key, hash, signature))
    throw new EmbeddedError('LEDGER_DAMAGED');
  return Math.max(0, ...body.transactions.map(({ at }) => Date.parse(at)));
}

/** Opens the ledger in a folder, or makes it. @throws EmbeddedError when locked, exposed or damaged. */
export async function openEmbeddedLedger(options: EmbeddedOptions): Promise<EmbeddedLedger> {
  return new EmbeddedLedger(options);
}
