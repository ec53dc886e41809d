import type { Transaction } from '@hyperledger/fabric-gateway';
import {
  answersIn,
  type Committed,
  LedgerFault,
  type Refusal,
  type StatementAnswer,
  type StateOf,
  statementKey,
} from '@tocsin/record';
import { type Entry, nobodyWaits } from './entry.ts';
import { ledgerFault, mayPass, refusedBy } from './fault.ts';
import type { Hub, Settled } from './hub.ts';
import type { Again } from './line.ts';
import { lookUp, order } from './ordering.ts';
import type { Peer } from './peer.ts';
import { unlessAborted } from './waiting.ts';

/** What is known to have written nothing is tried again this often, for so long; milliseconds. */
const ATTEMPTS = 8;
const ATTEMPTS_MS = 15_000;
/** How long another agency's peer may lag behind ours before its refusal is taken for an answer. */
const LAG_MS = 3_000;
/** Longest wait before the first and before any further attempt. */
const WAIT_MS = { first: 60, longest: 2_000 };

/** One attempt to bring some statements onto the ledger in one transaction. */
export class Submission {
  readonly #peer: Peer;
  readonly #hub: Hub;
  readonly #entries: readonly Entry[];
  readonly #nobodyWaits: AbortSignal;

  constructor(peer: Peer, hub: Hub, entries: readonly Entry[]) {
    this.#peer = peer;
    this.#hub = hub;
    this.#entries = entries;
    this.#nobodyWaits = nobodyWaits(entries);
    for (const entry of entries) entry.began ??= performance.now();
  }

  /**
   * Tells each statement how it ended, and returns those that are to be sent again.
   * @throws LedgerFault that is true of all of them
   */
  async run(): Promise<readonly Again[]> {
    let endorsed: Transaction | undefined;
    try {
      endorsed = await unlessAborted(this.#peer.endorse(this.#entries), this.#nobodyWaits);
    } catch (error) {
      return this.#notEndorsed(error);
    }
    return endorsed === undefined ? [] : this.#endorsed(endorsed);
  }

  async #endorsed(endorsed: Transaction): Promise<readonly Again[]> {
    const staying = this.#entries.filter(({ over }) => !over);
    // Who gave up before anything was ordered is to find nothing written.
    if (staying.length < this.#entries.length) return [{ entries: staying, wait: 0 }];
    const answers = this.#answersTo(endorsed);
    const [only] = this.#entries;
    if (only !== undefined && answers[0]?.already) return this.#earlier(only, answers[0].id);
    return this.#order(endorsed);
  }

  #notEndorsed(error: unknown): readonly Again[] {
    const refused = refusedBy(error, this.#peer.agency);
    const [entry, another] = this.#entries;
    if (refused !== null && another !== undefined) return this.#divided(refused.refusal);
    if (refused !== null && entry !== undefined) return this.#refused(entry, refused);
    if (error instanceof LedgerFault) throw error;
    if (!mayPass(error)) throw ledgerFault('LEDGER_UNAVAILABLE', 'endorse', error);
    return this.#again(ledgerFault('LEDGER_UNAVAILABLE', 'endorse', error));
  }

  /** Those that are named go by themselves, where each is told what is wrong with it; the others go on together. */
  #divided({ code, detail = '' }: Refusal): readonly Again[] {
    const named = new Set(code === 'SUBMIT_APART' ? detail.split(',') : []);
    const isApart = (_: Entry, position: number): boolean => named.has(String(position));
    const found = this.#entries.filter(isApart);
    const apart = found.length === 0 ? this.#entries : found;
    for (const entry of apart) entry.company = 1;
    const others = this.#entries.filter((entry) => !apart.includes(entry));
    return [
      { entries: apart, wait: 0 },
      { entries: others, wait: 0 },
    ];
  }

  #refused(entry: Entry, { refusal, byOwnPeer }: { refusal: Refusal; byOwnPeer: boolean }): readonly Again[] {
    if (byOwnPeer && this.#hub.height !== null) throw refusal;
    // A peer that lost its disk judges by the ledger of long ago until it has its blocks again.
    if (byOwnPeer) return this.#again(ledgerFault('LEDGER_UNAVAILABLE', 'the own peer is behind'));
    entry.lagSince ??= performance.now();
    return this.#again(refusal, entry.lagSince + LAG_MS);
  }

  #answersTo(endorsed: Transaction): readonly StatementAnswer[] {
    const answers = answersIn(Buffer.from(endorsed.getResult()).toString(), this.#entries.length);
    if (answers === null) throw ledgerFault('LEDGER_UNAVAILABLE', 'the endorsed answer cannot be read');
    return answers;
  }

  async #order(endorsed: Transaction): Promise<readonly Again[]> {
    for (const entry of this.#entries) entry.ordered();
    const settled = await order(endorsed, this.#peer, this.#hub, this.#nobodyWaits);
    const { code } = settled.transaction;
    if (code === 'VALID') for (const entry of this.#entries) entry.settle(committed(settled, false));
    else for (const entry of this.#entries) entry.notOrdered();
    if (code === 'VALID') return [];
    if (code === 'MVCC_READ_CONFLICT' || code === 'PHANTOM_READ_CONFLICT')
      return this.#again(ledgerFault('LEDGER_CONFLICT', code));
    // What the endorsers knew of each other or of the policy has changed meanwhile.
    return this.#again(ledgerFault('LEDGER_UNAVAILABLE', code));
  }

  /**
   * Nothing was written. Whoever has tried enough is told why; the others try again in two halves, so that one that always
   * comes to nothing is soon alone with it.
   */
  #again(reason: LedgerFault | Refusal, until?: number): readonly Again[] {
    const now = performance.now();
    const going = this.#entries.filter((entry) => {
      const ends = until ?? (entry.began ?? now) + ATTEMPTS_MS;
      const tired = ++entry.attempts >= ATTEMPTS || now > ends;
      if (tired) entry.fail(reason);
      return !tired;
    });
    const half = Math.max(1, Math.ceil(this.#entries.length / 2));
    for (const entry of going) entry.company = Math.min(entry.company, half);
    const attempts = Math.max(1, ...going.map((entry) => entry.attempts));
    const wait = Math.min(WAIT_MS.first * 2 ** (attempts - 1), WAIT_MS.longest);
    return [going.slice(half), going.slice(0, half)].map((entries) => ({ entries, wait }));
  }

  /** Leads a retry to the transaction that applied the statement. */
  async #earlier(entry: Entry, id: string): Promise<readonly Again[]> {
    const again = () => this.#again(ledgerFault('LEDGER_UNAVAILABLE', 'earlier transaction'));
    try {
      const bytes = await unlessAborted(this.#peer.query('state', statementKey(id)), this.#nobodyWaits);
      if (bytes === undefined || bytes.length === 0) return again();
      const { transaction } = JSON.parse(Buffer.from(bytes).toString()) as StateOf['statement'];
      const settled =
        this.#hub.recent(transaction) ??
        (await lookUp(transaction, this.#peer, this.#peer.deadlines.evaluate, this.#nobodyWaits));
      if (settled === undefined) return again();
      entry.settle(committed(settled, true));
      return [];
    } catch {
      return again();
    }
  }
}

const committed = ({ block, transaction }: Settled, already: boolean): Committed => ({
  transaction: transaction.id,
  block: String(block),
  at: transaction.at,
  already,
});
