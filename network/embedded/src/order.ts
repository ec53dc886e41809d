import { LedgerFault } from '@tocsin/record';
import { type BlockBody, type Entry, encodeBlock, GENESIS, hashOf } from './block.ts';
import type { Endorsed } from './endorse.ts';
import type { LedgerKey } from './ledger-key.ts';
import type { Store, Version } from './store.ts';

/** Transactions a block holds at most. */
const MAX_BATCH = 500;

interface Waiting {
  readonly endorsed: Endorsed;
  resolve(number: bigint): void;
  reject(error: unknown): void;
}

/** Puts endorsed statements in one order, checks that what they rest on still stands, and commits block by block. */
export class Orderer {
  readonly #store: Store;
  readonly #key: LedgerKey;
  readonly #batchMs: number;
  readonly #committed: (raw: string) => void;
  #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #number: bigint;
  #previous: string;

  constructor(store: Store, key: LedgerKey, batchMs: number, committed: (raw: string) => void) {
    const last = store.last();
    this.#store = store;
    this.#key = key;
    this.#batchMs = batchMs;
    this.#committed = committed;
    this.#number = last === undefined ? 0n : last.number + 1n;
    this.#previous = last?.hash ?? GENESIS;
  }

  /** The number of the block it was committed in. @throws LedgerFault LEDGER_CONFLICT or LEDGER_UNAVAILABLE: nothing was written. */
  order(endorsed: Endorsed): Promise<bigint> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ endorsed, resolve, reject });
      if (this.#queue.length >= MAX_BATCH) this.flush();
      else this.#timer ??= setTimeout(() => this.flush(), this.#batchMs);
    });
  }

  /** Commits what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#queue.splice(0);
    if (batch.length === 0) return;
    try {
      this.#commit(batch);
    } catch (error) {
      for (const waiting of batch) waiting.reject(new LedgerFault('LEDGER_UNAVAILABLE', error));
    }
  }

  #commit(batch: readonly Waiting[]): void {
    const number = this.#number;
    const validated = this.#validate(batch, number);
    const body: BlockBody = {
      number: String(number),
      previous: this.#previous,
      transactions: validated.entries,
      key: this.#key.publicKey,
    };
    const hash = hashOf(body);
    const raw = encodeBlock({ body, hash, signature: this.#key.sign(hash) });
    this.#store.append({ number, hash, raw, ...validated.change });
    this.#number = number + 1n;
    this.#previous = hash;
    for (const { endorsed, resolve, reject } of batch)
      if (validated.valid.has(endorsed.id)) resolve(number);
      else reject(new LedgerFault('LEDGER_CONFLICT'));
    this.#committed(raw);
  }

  /** Reads that another transaction of this or an earlier block has changed since make a transaction invalid. */
  #validate(batch: readonly Waiting[], number: bigint) {
    const written = new Map<string, { value: string; version: Version }>();
    const entries: Entry[] = [];
    const valid = new Set<string>();
    const transactions: { id: string; statement: string; at: string }[] = [];
    const files: { item: string; bytes: Uint8Array }[] = [];
    for (const [index, { endorsed }] of batch.entries()) {
      const { id, envelope, statement, at, verdict, file } = endorsed;
      const stands = this.#stillStands(endorsed, written) && !valid.has(id);
      entries.push({
        id,
        envelope,
        statement,
        at,
        code: stands ? 'VALID' : 'MVCC_READ_CONFLICT',
        writes: stands ? verdict.writes : [],
      });
      if (!stands) continue;
      valid.add(id);
      for (const { key, value } of verdict.writes) written.set(key, { value, version: `${number}:${index}` });
      transactions.push({ id, statement: verdict.id, at });
      if (file !== null) files.push({ item: verdict.id, bytes: file });
    }
    const writes = [...written].map(([key, { value, version }]) => ({ key, value, version }));
    return { entries, valid, change: { transactions, writes, files } };
  }

  #stillStands({ reads }: Endorsed, written: ReadonlyMap<string, unknown>): boolean {
    for (const [key, version] of reads)
      if (written.has(key) || (this.#store.get(key)?.version ?? null) !== version) return false;
    return true;
  }
}
