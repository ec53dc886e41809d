import { mkdirSync } from 'node:fs';
import type { Committed } from '@tocsin/record';
import { decodeBlock, GENESIS } from './block.ts';
import type { Proposal } from './endorse.ts';
import { EmbeddedError } from './error.ts';
import { lockFolder } from './folder-lock.ts';
import { isSignedBy, type LedgerKey, ledgerKey } from './ledger-key.ts';
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
  readonly #followers = new Set<() => void>();
  #closing: Promise<void> | null = null;

  constructor(store: Store, key: LedgerKey, unlock: () => void, { clock = Date.now, batchMs = 2 }: EmbeddedOptions) {
    this.store = store;
    this.#unlock = unlock;
    const latest = latestTime(store, key);
    this.#orderer = new Orderer({ store, key, clock, batchMs, latest, committed: () => this.#announce() });
  }

  get closed(): boolean {
    return this.#closing !== null;
  }

  /** Judges and commits. @throws as `Orderer.order` */
  commit(proposal: Proposal, file: Uint8Array | null, signal?: AbortSignal): Promise<Committed> {
    return this.#orderer.order(proposal, file, signal);
  }

  /** Calls back after each block and at the end until the returned function is called. */
  onBlock(follower: () => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Takes no more statements, decides those it has, ends the followers and gives the folder free. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#orderer.close();
    this.#announce();
    this.store.close();
    this.#unlock();
  }

  #announce(): void {
    for (const follower of [...this.#followers]) follower();
  }
}

/** The last block must be whole, follow the one before it and be signed by this key; tells its time. */
function latestTime(store: Store, key: LedgerKey): number {
  const last = store.last();
  if (last === undefined) return 0;
  try {
    const { body, hash, signature } = decodeBlock(last.raw);
    const [before] = last.number === 0n ? [] : store.blocks(last.number - 1n, 1n);
    if (hash !== last.hash || body.previous !== (before?.hash ?? GENESIS)) throw new Error('does not chain');
    if (body.key !== key.publicKey || !isSignedBy(body.key, hash, signature)) throw new Error('not ours');
    return Date.parse(body.at);
  } catch {
    throw new EmbeddedError('LEDGER_DAMAGED');
  }
}

/** Opens the ledger in a folder, or makes it. @throws EmbeddedError when locked, exposed or damaged */
export async function openEmbeddedLedger(options: EmbeddedOptions): Promise<EmbeddedLedger> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(options.folder);
  let store: Store | undefined;
  try {
    store = new Store(options.folder);
    const key = await ledgerKey(options.folder, store.last() === undefined);
    return new EmbeddedLedger(store, key, unlock, options);
  } catch (error) {
    store?.close();
    unlock();
    throw error;
  }
}
