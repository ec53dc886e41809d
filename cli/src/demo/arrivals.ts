import type { GatewayEvent } from '@tocsin/gateway/api';
import { CliError } from '../error.ts';
import type { Session } from '../session.ts';
import { placeAfter } from './furnishing.ts';

/** An event takes milliseconds; whoever waits this long waits for nothing. */
const LONGEST_WAIT_MS = 15_000;

type RecordEvent = Extract<GatewayEvent, { type: 'record' }>;

interface Arrival {
  readonly event: RecordEvent;
  readonly at: number;
}

/** What an agency's gateway tells its officers as it happens; nothing is asked for again and again. */
export class Arrivals {
  readonly #seen: Arrival[] = [];
  readonly #stop = new AbortController();
  #changed = Promise.withResolvers<void>();

  private constructor() {}

  /** Listens from here on: events after the gateway's present checkpoint are not missed. */
  static async from({ client }: Session): Promise<Arrivals> {
    const arrivals = new Arrivals();
    const { checkpoint } = await client.me();
    const after = placeAfter(BigInt(checkpoint?.number ?? '0'));
    arrivals.#listen(client.events({ after, signal: arrivals.#stop.signal })).catch(arrivals.#fail);
    return arrivals;
  }

  /**
   * Resolves with the event by which a statement became known here, and when it came (`performance.now`).
   * @throws DEMO_STEP_FAILED when it does not come in time
   */
  async of(statement: string): Promise<Arrival> {
    const late = AbortSignal.timeout(LONGEST_WAIT_MS);
    const given = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve(), { once: true }));
    for (;;) {
      const found = this.#seen.find(({ event }) => event.statement === statement);
      if (found !== undefined) return found;
      if (late.aborted) throw new CliError('DEMO_STEP_FAILED', 'no event came; see the log of the gateway');
      await Promise.race([this.#changed.promise, given]);
    }
  }

  close(): void {
    this.#stop.abort();
  }

  async #listen(events: AsyncIterable<GatewayEvent>): Promise<void> {
    for await (const event of events) {
      if (event.type === 'record') this.#seen.push({ event, at: performance.now() });
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    }
  }

  readonly #fail = (error: unknown): void => this.#changed.reject(error);
}
