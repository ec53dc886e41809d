import { Refusal } from '@tocsin/record';

interface Last<T, W> {
  readonly number: number;
  readonly value: T;
  written: Promise<W> | null;
}

/** How something that was shown becomes something that was sent. */
export interface Sending<T, W, D> {
  write(value: T): Promise<W>;
  send(value: T, written: W): Promise<D>;
}

/**
 * What was worked out last, by the number under which it is on the screen: nobody sends what was not shown. Where nobody
 * knows whether it arrived, the same bytes go again, so that it stands on the ledger once.
 */
export class Shown<T, W> {
  #count = 0;
  #last: Last<T, W> | null = null;

  async show(work: () => Promise<T>): Promise<{ readonly number: number; readonly value: T }> {
    this.#count += 1;
    const number = this.#count;
    this.#last = null;
    const value = await work();
    // Another was asked for since: this one is on no screen.
    if (number === this.#count) this.#last = { number, value, written: null };
    return { number, value };
  }

  /** @throws Refusal MALFORMED_CONTENT where it is not what was shown last; what `write` and `send` throw */
  async send<D>(number: number, { write, send }: Sending<T, W, D>): Promise<D> {
    const last = this.#last;
    if (last?.number !== number) throw new Refusal('MALFORMED_CONTENT', 'something else was shown since');
    try {
      last.written ??= write(last.value);
      const done = await send(last.value, await last.written);
      if (this.#last === last) this.#last = null;
      return done;
    } catch (error) {
      if (!mayStand(error)) last.written = null;
      throw error;
    }
  }
}

/** Whether what was sent may stand on the ledger although no answer says so. */
function mayStand(error: unknown): boolean {
  const { status } = (error ?? {}) as { readonly status?: unknown };
  return typeof status === 'number' && (status === 0 || status >= 500);
}
