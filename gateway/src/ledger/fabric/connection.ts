import { toldBlock } from '@tocsin/fabric-block';
import type { AgencyCode, Block, Committed, Ledger, StateKey, StateKind, StateOf } from '@tocsin/record';
import { Entry } from './entry.ts';
import { ledgerFault, refusedBy } from './fault.ts';
import { Hub } from './hub.ts';
import { Line } from './line.ts';
import { Peer } from './peer.ts';
import type { FabricProfile } from './profile.ts';
import { Reads } from './reads.ts';
import { Submission } from './submission.ts';
import { spread, within } from './waiting.ts';

/** Transactions under way at once: enough to keep the peers busy, few enough for statements to share them under load. */
const TRANSACTIONS_AT_ONCE = 4;
/** How long a file is waited for together with state, ms; then each is asked for by itself. */
const READING_MS = 1000;

/**
 * One agency's way to a Fabric channel, through its own peer alone. It connects by itself when the peer comes and
 * comes back; until then everything throws LEDGER_UNAVAILABLE.
 * @throws Error when keys or certificates of the profile cannot be read or do not belong together
 */
export async function connectFabric(profile: FabricProfile): Promise<Ledger> {
  const connection = new Connection(profile);
  await connection.open();
  return connection;
}

class Connection implements Ledger {
  readonly agency: AgencyCode;
  readonly #peer: Peer;
  readonly #hub: Hub;
  readonly #chaincode: string;
  readonly #closing = new AbortController();
  readonly #line: Line;
  readonly #reads: Reads;

  constructor(profile: FabricProfile) {
    this.agency = profile.agency;
    this.#chaincode = profile.chaincode;
    this.#peer = new Peer(profile);
    this.#hub = new Hub(this.#peer);
    this.#reads = new Reads({
      states: (keys) => this.#tried('states', () => this.#peer.query('states', ...keys)),
      file: (item) => this.#tried('sealed', () => this.#peer.query('sealed', item)),
      reading: async (item, keys) => {
        const answer = await within(this.#peer.query('reading', item, ...keys), READING_MS, this.#closing.signal);
        if (answer === undefined) throw ledgerFault('LEDGER_UNAVAILABLE', 'reading');
        return answer;
      },
    });
    this.#line = new Line((group) => new Submission(this.#peer, this.#hub, group).run(), TRANSACTIONS_AT_ONCE);
  }

  open(): Promise<void> {
    return this.#hub.start();
  }

  async submit(statement: string, file: Uint8Array | null, signal?: AbortSignal): Promise<Committed> {
    const { signal: closing } = this.#closing;
    const ended = signal === undefined ? closing : AbortSignal.any([signal, closing]);
    const entry = new Entry({ statement, file }, ended);
    this.#line.join(entry);
    return entry.committed;
  }

  async state<K extends StateKind>(key: StateKey<K>): Promise<StateOf[K] | undefined> {
    return (await this.#reads.state(key)) as StateOf[K] | undefined;
  }

  async sealed(item: string): Promise<Uint8Array | undefined> {
    const file = await this.#reads.file(item);
    return file.length === 0 ? undefined : file;
  }

  async height(seen = 0n): Promise<bigint> {
    this.#hub.knows(seen);
    return this.#hub.height ?? (await this.#tried('height', () => this.#peer.height()));
  }

  async *blocks(from: bigint, signal: AbortSignal): AsyncIterable<Block> {
    for await (const block of this.#hub.follow(from, signal)) yield toldBlock(block, this.#chaincode);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#hub.close();
    this.#peer.close();
  }

  /**
   * Asks the own peer until it answers or the time for a query is over. A peer that has a file's hash but not yet the
   * file is still fetching it, and answers with an error until then.
   */
  async #tried<T>(step: string, ask: () => Promise<T>): Promise<T> {
    const { signal } = this.#closing;
    const until = performance.now() + this.#peer.deadlines.evaluate;
    for (let wait = 50; ; wait *= 2) {
      const [answer, error] = await outcomeOf(within(ask(), until - performance.now(), signal));
      if (answer !== undefined) return answer;
      const refused = refusedBy(error, this.agency);
      if (refused !== null) throw refused.refusal;
      if (signal.aborted || performance.now() + wait > until) throw ledgerFault('LEDGER_UNAVAILABLE', step, error);
      await spread(wait, signal);
    }
  }
}

async function outcomeOf<T>(act: Promise<T>): Promise<[T | undefined, unknown]> {
  try {
    return [await act, undefined];
  } catch (error) {
    return [undefined, error];
  }
}
