import { randomBytes } from 'node:crypto';
import { EnvelopeError } from '@tocsin/envelope/verify';
import {
  type AgencyCode,
  type Block,
  type Committed,
  type Ledger,
  LedgerFault,
  Refusal,
  type StateKey,
  type StateKind,
  type StateOf,
} from '@tocsin/record';
import { told } from './block.ts';
import type { EmbeddedLedger } from './embedded-ledger.ts';
import { measured } from './endorse.ts';
import { type GatewayIdentity, signEnvelope } from './envelope.ts';

/** A conflict is known to have written nothing, so it may be tried again. */
const ATTEMPTS = 8;
/** Blocks read from disk at once while catching up. */
const PAGE = 64n;

/** One agency's way to an embedded ledger. */
export const connect = (ledger: EmbeddedLedger, identity: GatewayIdentity): Ledger => new Connection(ledger, identity);

/** One gateway's connection: signs what it submits, reads what is committed. */
class Connection implements Ledger {
  readonly agency: AgencyCode;
  readonly #ledger: EmbeddedLedger;
  readonly #identity: GatewayIdentity;

  constructor(ledger: EmbeddedLedger, identity: GatewayIdentity) {
    this.#ledger = ledger;
    this.#identity = identity;
    this.agency = identity.agency;
  }

  async submit(statement: string, file: Uint8Array | null, signal?: AbortSignal): Promise<Committed> {
    for (let attempt = 1; ; attempt++) {
      if (signal?.aborted || this.#ledger.closed) throw new LedgerFault('LEDGER_UNAVAILABLE', signal?.reason);
      try {
        return await this.#once(statement, file, signal);
      } catch (error) {
        const conflict = error instanceof LedgerFault && error.code === 'LEDGER_CONFLICT';
        if (!conflict || attempt === ATTEMPTS) throw asRefusal(error);
      }
    }
  }

  async #once(statement: string, file: Uint8Array | null, signal?: AbortSignal): Promise<Committed> {
    const delivered = file === null ? null : await measured(file);
    const envelope = await signEnvelope(this.#identity, statement, delivered, randomBytes(16));
    return this.#ledger.commit({ envelope, statement }, file, signal);
  }

  async state<K extends StateKind>(key: StateKey<K>): Promise<StateOf[K] | undefined> {
    this.#mustBeOpen();
    const found = this.#ledger.store.get(key);
    return found === undefined ? undefined : (JSON.parse(found) as StateOf[K]);
  }

  async height(): Promise<bigint> {
    this.#mustBeOpen();
    return (this.#ledger.store.last()?.number ?? -1n) + 1n;
  }

  async sealed(item: string): Promise<Uint8Array | undefined> {
    this.#mustBeOpen();
    return this.#ledger.store.sealed(item);
  }

  async *blocks(from: bigint, signal: AbortSignal): AsyncIterable<Block> {
    let next = from;
    while (!signal.aborted && !this.#ledger.closed) {
      const page = this.#ledger.store.blocks(next, PAGE);
      for (const { number, raw } of page) {
        if (signal.aborted || this.#ledger.closed) return;
        yield told(raw);
        next = number + 1n;
      }
      if (page.length === 0) await this.#nextBlock(next, signal);
    }
  }

  /** Resolves when block `next` may be there, the ledger closes or the signal aborts. */
  #nextBlock(next: bigint, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        stop();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const stop = this.#ledger.onBlock(done);
      signal.addEventListener('abort', done);
      if (signal.aborted || this.#ledger.closed || this.#ledger.store.blocks(next, 1n).length > 0) done();
    });
  }

  /** The ledger outlives its connections: closing one ends nothing for the others. */
  async close(): Promise<void> {}

  #mustBeOpen(): void {
    if (this.#ledger.closed) throw new LedgerFault('LEDGER_UNAVAILABLE');
  }
}

/** A text that is no statement at all is refused like every other that breaks the rules. */
const asRefusal = (error: unknown): unknown =>
  error instanceof EnvelopeError ? new Refusal('MALFORMED_STATEMENT', error.code) : error;
