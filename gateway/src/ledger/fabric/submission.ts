import type { Transaction } from '@hyperledger/fabric-gateway';
import { type Committed, LedgerFault, type Refusal, type StateOf, statementKey } from '@tocsin/record';
import { ledgerFault, mayPass, refusedBy } from './fault.ts';
import type { Hub, Settled } from './hub.ts';
import { lookUp, order } from './ordering.ts';
import type { Peer } from './peer.ts';
import { spread, unlessAborted } from './waiting.ts';

/** What is known to have written nothing is tried again this often, for so long; milliseconds. */
const ATTEMPTS = 8;
const ATTEMPTS_MS = 15_000;
/** How long another agency's peer may lag behind ours before its refusal is taken for an answer. */
const LAG_MS = 3_000;
/** Longest wait before the first and before any further attempt. */
const WAIT_MS = { first: 60, longest: 2_000 };

/** Nothing was written, and another attempt may succeed. */
interface Again {
  readonly again: LedgerFault | Refusal;
  /** When it is not to be tried any more, on the clock of `performance.now`. */
  readonly until: number;
}

/** One statement on its way to the ledger. */
export class Submission {
  readonly #peer: Peer;
  readonly #hub: Hub;
  readonly #statement: string;
  readonly #file: Uint8Array | null;
  readonly #began = performance.now();
  #lagSince: number | null = null;

  constructor(peer: Peer, hub: Hub, statement: string, file: Uint8Array | null) {
    this.#peer = peer;
    this.#hub = hub;
    this.#statement = statement;
    this.#file = file;
  }

  /** @throws Refusal, LedgerFault */
  async run(signal: AbortSignal): Promise<Committed> {
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attempt(signal);
      if (!('again' in result)) return result;
      if (attempt === ATTEMPTS || performance.now() > result.until) throw result.again;
      await spread(Math.min(WAIT_MS.first * 2 ** (attempt - 1), WAIT_MS.longest), signal);
    }
  }

  async #attempt(signal: AbortSignal): Promise<Committed | Again> {
    const endorsed = await this.#endorse(signal);
    if ('again' in endorsed) return endorsed;
    const earlier = earlierIn(endorsed);
    if (earlier !== null) return this.#earlier(earlier, signal);
    const settled = await order(endorsed, this.#peer, this.#hub, signal);
    const { code } = settled.transaction;
    if (code === 'VALID') return committed(settled, false);
    if (code === 'MVCC_READ_CONFLICT' || code === 'PHANTOM_READ_CONFLICT')
      return { again: ledgerFault('LEDGER_CONFLICT', code), until: this.#began + ATTEMPTS_MS };
    // What the endorsers knew of each other or of the policy has changed meanwhile.
    return { again: ledgerFault('LEDGER_UNAVAILABLE', code), until: this.#began + ATTEMPTS_MS };
  }

  async #endorse(signal: AbortSignal): Promise<Transaction | Again> {
    if (signal.aborted) throw ledgerFault('LEDGER_UNAVAILABLE', 'aborted');
    try {
      const endorsed = await unlessAborted(this.#peer.endorse(this.#statement, this.#file), signal);
      if (endorsed === undefined || signal.aborted) throw ledgerFault('LEDGER_UNAVAILABLE', 'aborted');
      return endorsed;
    } catch (error) {
      return this.#notEndorsed(error);
    }
  }

  #notEndorsed(error: unknown): Again {
    const refused = refusedBy(error, this.#peer.agency);
    if (refused?.byOwnPeer && this.#hub.height !== null) throw refused.refusal;
    // A peer that lost its disk judges by the ledger of long ago until it has its blocks again.
    if (refused?.byOwnPeer)
      return { again: ledgerFault('LEDGER_UNAVAILABLE', 'the own peer is behind'), until: this.#began + ATTEMPTS_MS };
    if (refused !== null) {
      this.#lagSince ??= performance.now();
      return { again: refused.refusal, until: this.#lagSince + LAG_MS };
    }
    if (error instanceof LedgerFault) throw error;
    if (!mayPass(error)) throw ledgerFault('LEDGER_UNAVAILABLE', 'endorse', error);
    return { again: ledgerFault('LEDGER_UNAVAILABLE', 'endorse', error), until: this.#began + ATTEMPTS_MS };
  }

  /** Leads a retry to the transaction that applied the statement. */
  async #earlier(id: string, signal: AbortSignal): Promise<Committed | Again> {
    const again = { again: ledgerFault('LEDGER_UNAVAILABLE', 'earlier transaction'), until: this.#began + ATTEMPTS_MS };
    try {
      const bytes = await unlessAborted(this.#peer.query('state', statementKey(id)), signal);
      if (bytes === undefined || bytes.length === 0) return again;
      const { transaction } = JSON.parse(Buffer.from(bytes).toString()) as StateOf['statement'];
      const settled =
        this.#hub.recent(transaction) ?? (await lookUp(transaction, this.#peer, this.#peer.deadlines.evaluate, signal));
      return settled === undefined ? again : committed(settled, true);
    } catch {
      return again;
    }
  }
}

const committed = ({ block, transaction }: Settled, already: boolean): Committed => ({
  transaction: transaction.id,
  block: String(block),
  at: transaction.at,
  already,
});

/** The statement's identifier when the endorsers found it applied before, else null. */
function earlierIn(endorsed: Transaction): string | null {
  try {
    const { already, id } = JSON.parse(Buffer.from(endorsed.getResult()).toString()) as {
      already: boolean;
      id: string;
    };
    return already ? id : null;
  } catch {
    throw ledgerFault('LEDGER_UNAVAILABLE', 'the endorsed answer cannot be read');
  }
}
