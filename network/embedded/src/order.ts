import { setTimeout as pause } from 'node:timers/promises';
import { EnvelopeError } from '@tocsin/envelope/verify';
import { type Agency, agencyKey, type Committed, LedgerFault, Refusal } from '@tocsin/record';
import { type BlockBody, encodeBlock, GENESIS } from './block.ts';
import { type Bench, conflicts, type Endorsed, endorse, foundingRoot, type Proposal } from './endorse.ts';
import type { Entry } from './entry.ts';
import type { LedgerKey } from './ledger-key.ts';
import type { Change, Store } from './store.ts';

/** Transactions a block holds at most. */
const MAX_BATCH = 500;

/** A proposal with its sealed file's bytes, until its outcome is known. */
interface Waiting extends Proposal {
  readonly file: Uint8Array | null;
  readonly signal: AbortSignal | undefined;
  resolve(committed: Committed): void;
  reject(error: unknown): void;
}

interface Judged {
  readonly waiting: Waiting;
  readonly endorsed: Endorsed;
}

export interface OrdererOptions {
  readonly store: Store;
  readonly key: LedgerKey;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly batchMs: number;
  /** Ledger time of the last block, milliseconds since 1970. */
  readonly latest: number;
  /** Called after each block. */
  readonly committed: () => void;
}

/** Gathers proposals, judges them all against the same committed state, and commits block after block. */
export class Orderer {
  readonly #options: OrdererOptions;
  #waiting: Waiting[] = [];
  #latest: number;
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(options: OrdererOptions) {
    this.#options = options;
    this.#latest = options.latest;
  }

  /**
   * Resolves when the statement stands in a committed block.
   * @throws Refusal; LedgerFault LEDGER_CONFLICT or LEDGER_UNAVAILABLE: in every case nothing was written
   */
  order(proposal: Proposal, file: Uint8Array | null, signal?: AbortSignal): Promise<Committed> {
    if (this.#closed) return Promise.reject(new LedgerFault('LEDGER_UNAVAILABLE'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...proposal, file, signal, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Takes no more, and resolves when all that was taken is decided. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      if (this.#waiting.length < MAX_BATCH && !this.#closed) await pause(this.#options.batchMs);
      await this.#cut(this.#waiting.splice(0, MAX_BATCH));
    }
    this.#running = null;
  }

  /** One block. Whoever has given up by now is told that nothing was written, and nothing is. */
  async #cut(batch: readonly Waiting[]): Promise<void> {
    try {
      const bench = this.#bench();
      const judged = await Promise.all(batch.map((waiting) => this.#judged(waiting, bench)));
      this.#commit(
        judged.filter((one) => one !== null),
        bench.at,
      );
    } catch (error) {
      for (const waiting of batch) waiting.reject(faultOf(error));
    }
  }

  /** Ledger time never goes back; where it runs ahead of the clock for more than a minute, the judge refuses. */
  #bench(): Bench {
    const { clock, store } = this.#options;
    const now = clock();
    // Not remembered before a block stands: a clock that leaps and comes back must not stop the ledger.
    const latest = Math.max(this.#latest, now);
    const get = (key: string): string | undefined => store.get(key);
    const rootOf: Bench['rootOf'] = (agency, statement) => {
      const registered = get(agencyKey(agency));
      return registered === undefined ? foundingRoot(statement, agency) : (JSON.parse(registered) as Agency).root;
    };
    return { at: new Date(latest).toISOString(), clock: new Date(now).toISOString(), get, rootOf };
  }

  async #judged(waiting: Waiting, bench: Bench): Promise<Judged | null> {
    const { envelope, statement, signal } = waiting;
    try {
      if (signal?.aborted) throw new LedgerFault('LEDGER_UNAVAILABLE', signal.reason);
      const endorsed = await endorse({ envelope, statement }, bench);
      if (!endorsed.judgement.already) return { waiting, endorsed };
      waiting.resolve({ ...this.#options.store.applied(endorsed.judgement.id), already: true });
    } catch (error) {
      waiting.reject(error instanceof Refusal || error instanceof EnvelopeError ? error : faultOf(error));
    }
    return null;
  }

  #commit(judged: readonly Judged[], at: string): void {
    if (judged.length === 0) return;
    const { store, key, committed } = this.#options;
    const last = store.last();
    const number = last === undefined ? 0n : last.number + 1n;
    const { entries, change } = laidOut(judged, number, at);
    const body: BlockBody = {
      number: String(number),
      previous: last?.hash ?? GENESIS,
      at,
      transactions: entries,
      key: key.publicKey,
    };
    this.#append({ number, ...encodeBlock(body, (hash) => key.sign(hash)), ...change });
    this.#latest = Date.parse(at);
    for (const [index, { waiting, endorsed }] of judged.entries())
      if (entries[index]?.code === 'VALID')
        waiting.resolve({ transaction: endorsed.id, block: String(number), at, already: false });
      else waiting.reject(new LedgerFault('LEDGER_CONFLICT'));
    committed();
  }

  /** A commit that fails may have happened all the same; the store knows, or else nobody does. */
  #append(change: Change): void {
    const { store } = this.#options;
    try {
      store.append(change);
    } catch (error) {
      if (isLast(store, change.hash, error)) return;
      throw new LedgerFault('LEDGER_UNAVAILABLE', error);
    }
  }
}

function isLast(store: Store, hash: string, fault: unknown): boolean {
  try {
    return store.last()?.hash === hash;
  } catch {
    throw new LedgerFault('LEDGER_OUTCOME_UNKNOWN', fault);
  }
}

/** What our own store or clock fails with happens before anything is written. */
const faultOf = (error: unknown): LedgerFault =>
  error instanceof LedgerFault ? error : new LedgerFault('LEDGER_UNAVAILABLE', error);

/** The block's transactions in order, each valid unless an earlier one changed what it rests on, and what they change. */
function laidOut(
  judged: readonly Judged[],
  number: bigint,
  at: string,
): { entries: Entry[]; change: Pick<Change, 'transactions' | 'writes' | 'files' | 'purges'> } {
  const written = new Map<string, { value: string; version: string }>();
  const entries: Entry[] = [];
  const transactions: { id: string; statement: string; at: string }[] = [];
  const files: { item: string; bytes: Uint8Array }[] = [];
  const purges: string[] = [];
  for (const [index, { waiting, endorsed }] of judged.entries()) {
    const { id, envelope, statement, judgement } = endorsed;
    const valid = !conflicts(endorsed, written);
    const code = valid ? 'VALID' : 'MVCC_READ_CONFLICT';
    entries.push({ id, envelope, statement, code, writes: valid ? judgement.writes : [] });
    if (!valid) continue;
    for (const { key, value } of judgement.writes) written.set(key, { value, version: `${number}:${index}` });
    transactions.push({ id, statement: judgement.id, at });
    if (waiting.file !== null && judgement.file !== null) files.push({ item: judgement.file, bytes: waiting.file });
    purges.push(...judgement.purges);
  }
  const writes = [...written].map(([key, put]) => ({ key, ...put }));
  return { entries, change: { transactions, writes, files, purges } };
}
