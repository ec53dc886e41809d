/** Where identifiers outlive the page; every tab of the device has the same. */
export interface Shelf {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
}

interface Options {
  readonly shelf: Shelf;
  /** Signs and submits an acknowledgement. */
  send(record: string): Promise<unknown>;
  /** Hears which wait, whenever that changes. */
  told(records: readonly string[]): void;
}

export const KEPT = 'tocsin.acknowledgements';

/**
 * Acknowledgements on their way: what the ledger has not answered waits, and goes again until it is taken or refused.
 * Identifiers of records are kept, nothing of what they say.
 */
export class Acknowledgements {
  readonly #options: Options;
  #sending = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Records whose acknowledgement waits. What is no identifier is not ours. */
  get waiting(): string[] {
    try {
      const value: unknown = JSON.parse(this.#options.shelf.getItem(KEPT) ?? '[]');
      return Array.isArray(value) ? value.filter((each) => /^[a-z2-7]{26}$/.test(String(each))) : [];
    } catch {
      return [];
    }
  }

  /** Acknowledges now, or as soon as it can. @throws what was refused for good */
  async acknowledge(record: string): Promise<void> {
    try {
      await this.#options.send(record);
      this.#keep(record, false);
    } catch (error) {
      const open = isOpen(error);
      this.#keep(record, open);
      if (!open && codeOf(error) !== 'ALREADY_ACKNOWLEDGED') throw error;
    }
  }

  /** Sends what waits, one after the other; while it does so, asking again is harmless. */
  async sendAll(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    for (const record of this.waiting) await this.acknowledge(record).catch(() => undefined);
    this.#sending = false;
  }

  /** Other tabs keep theirs on the same shelf: it is read anew before each change. */
  #keep(record: string, waits: boolean): void {
    const others = this.waiting.filter((each) => each !== record);
    const records = waits ? [...others, record] : others;
    this.#options.shelf.setItem(KEPT, JSON.stringify(records));
    this.#options.told(records);
  }
}

const codeOf = (error: unknown): unknown => ((error ?? {}) as { readonly code?: unknown }).code;

/** Whether it is still to be done: no answer, none of the ledger's, too many at a time, or the screen was locked meanwhile. */
function isOpen(error: unknown): boolean {
  const { status } = (error ?? {}) as { readonly status?: unknown };
  if (codeOf(error) === 'LOCKED') return true;
  return typeof status === 'number' && (status === 0 || status === 429 || status >= 500);
}
