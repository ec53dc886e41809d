import { type Committed, type LedgerFault, TOGETHER } from '@tocsin/record';
import { ledgerFault } from './fault.ts';
import type { Handed } from './peer.ts';

/** One statement on its way to the ledger, and the one who waits for it. */
export class Entry implements Handed {
  readonly statement: string;
  readonly file: Uint8Array | null;
  /** Resolves when it stands in a VALID transaction, rejects with a Refusal or LedgerFault. */
  readonly committed: Promise<Committed>;
  /** Since when its time runs, on the clock of `performance.now`: waiting in line costs it none. */
  began: number | null = null;
  /** How often it came to nothing. */
  attempts = 0;
  /** How many may share its next transaction, itself included. */
  company: number = TOGETHER.statements;
  /** Since when another agency's peer refuses what the own one takes. */
  lagSince: number | null = null;
  readonly #signal: AbortSignal;
  readonly #ended = Promise.withResolvers<void>();
  readonly #settle: (committed: Committed) => void;
  readonly #reject: (error: unknown) => void;
  readonly #stop = (): void => this.fail(this.#givenUp());
  #ordering = false;
  #over = false;

  constructor({ statement, file }: Handed, signal: AbortSignal) {
    this.statement = statement;
    this.file = file;
    this.#signal = signal;
    const { promise, resolve, reject } = Promise.withResolvers<Committed>();
    this.committed = promise;
    this.#settle = resolve;
    this.#reject = reject;
    signal.addEventListener('abort', this.#stop);
    if (signal.aborted) this.#stop();
  }

  /** Characters of the statement and bytes of its file. */
  get bytes(): number {
    return this.statement.length + (this.file?.length ?? 0);
  }

  /** True when nobody waits any more: it was told how it ended, or gave up. */
  get over(): boolean {
    return this.#over;
  }

  /** Resolves when nobody waits any more. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** From now on giving up leaves open whether it is written. */
  ordered(): void {
    this.#ordering = true;
  }

  /** It is known that nothing was written. */
  notOrdered(): void {
    this.#ordering = false;
  }

  settle(committed: Committed): void {
    this.#end();
    this.#settle(committed);
  }

  fail(error: unknown): void {
    this.#end();
    this.#reject(error);
  }

  #givenUp(): LedgerFault {
    return ledgerFault(this.#ordering ? 'LEDGER_OUTCOME_UNKNOWN' : 'LEDGER_UNAVAILABLE', 'aborted');
  }

  #end(): void {
    this.#over = true;
    this.#signal.removeEventListener('abort', this.#stop);
    this.#ended.resolve();
  }
}

/** Aborts when nobody waits for any of them any more. */
export function nobodyWaits(entries: readonly Entry[]): AbortSignal {
  const over = new AbortController();
  void Promise.all(entries.map(({ ended }) => ended)).then(() => over.abort());
  return over.signal;
}
