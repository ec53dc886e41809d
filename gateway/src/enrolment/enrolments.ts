import { GatewayError } from '../error.ts';

/** How long a request waits for its registrar, ms. */
const WAITS_MS = 24 * 3_600_000;
/** How many wait at a time: whoever is on the network may ask. */
const MOST = 64;

/** A signing request that a browser has made and a registrar has not seen yet. */
export interface Enrolment {
  readonly handle: string;
  /** PEM, PKCS#10. */
  readonly csr: string;
}

/**
 * Signing requests on their way from a new device to the agency's registrar, in memory. Nothing here is believed by
 * anybody: the code that the officer reads out is the beginning of the handle, and the handle is derived from the key.
 */
export class Enrolments {
  readonly #waiting = new Map<string, Enrolment & { readonly until: number }>();

  /** @throws GatewayError TOO_MANY_REQUESTS while too many wait */
  add({ handle, csr }: Enrolment, now: number): void {
    for (const [code, { until }] of this.#waiting) if (until <= now) this.#waiting.delete(code);
    if (this.#waiting.has(handle)) return;
    if (this.#waiting.size >= MOST) throw new GatewayError('TOO_MANY_REQUESTS', 'enrolments');
    this.#waiting.set(handle, { handle, csr, until: now + WAITS_MS });
  }

  /** The request whose handle begins so; undefined where none waits. */
  of(code: string, now: number): Enrolment | undefined {
    return [...this.#waiting.values()].find(({ handle, until }) => handle.startsWith(code) && now < until);
  }
}
