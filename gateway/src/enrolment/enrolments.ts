import { GatewayError } from '../error.ts';

/** How long a request waits for its registrar, ms. */
const WAITS_MS = 24 * 3_600_000;
/** How many wait at a time: whoever is on the network may ask. */
const MOST = 512;
/** How many of them from one network address: nobody alone keeps newcomers out. */
const MOST_OF_ONE = 32;

/** A signing request that a browser has made and a registrar has not seen yet. */
export interface Enrolment {
  readonly handle: string;
  /** PEM, PKCS#10. */
  readonly csr: string;
}

interface Waiting extends Enrolment {
  readonly until: number;
  /** Network address, in memory only. */
  readonly from: string;
}

/**
 * Signing requests on their way from a new device to the agency's registrar, in memory. Nothing here is believed by
 * anybody: the code that the officer reads out is the beginning of the handle, and the handle is derived from the key.
 */
export class Enrolments {
  readonly #waiting = new Map<string, Waiting>();
  readonly #isEnrolled: (handle: string) => boolean;

  /** @param isEnrolled whether the ledger knows a handle: its request waits no more */
  constructor(isEnrolled: (handle: string) => boolean) {
    this.#isEnrolled = isEnrolled;
  }

  /** @throws GatewayError TOO_MANY_REQUESTS while too many wait, in all or from that address */
  add({ handle, csr }: Enrolment, from: string, now: number): void {
    for (const [waits, { until }] of this.#waiting)
      if (until <= now || this.#isEnrolled(waits)) this.#waiting.delete(waits);
    if (this.#waiting.has(handle)) return;
    const own = [...this.#waiting.values()].filter((each) => each.from === from);
    if (this.#waiting.size >= MOST || own.length >= MOST_OF_ONE)
      throw new GatewayError('TOO_MANY_REQUESTS', 'enrolments');
    this.#waiting.set(handle, { handle, csr, from, until: now + WAITS_MS });
  }

  /** The request whose handle begins so; undefined where none waits. */
  of(code: string, now: number): Enrolment | undefined {
    return [...this.#waiting.values()].find(({ handle, until }) => handle.startsWith(code) && now < until);
  }
}
