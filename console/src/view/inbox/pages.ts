import type { ListedRecord, RecordFilter } from '@tocsin/gateway/api';
import { gateway } from '../../app/worker.ts';

const FIRST = 30;
const NEXT = 200;

/** A long list that is fetched as it is scrolled: a short page first, so that it is soon there. */
export class Pages {
  readonly rows: ListedRecord[] = [];
  readonly #filter: RecordFilter;
  #cursor: string | null = '';
  #fetching: Promise<void> | null = null;

  constructor(filter: RecordFilter) {
    this.#filter = filter;
  }

  /** Whether more can be fetched. */
  get isWhole(): boolean {
    return this.#cursor === null;
  }

  /** Fetches the next page; asking again while it comes is harmless. */
  more(): Promise<void> {
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  async #fetch(): Promise<void> {
    if (this.#cursor === null) return;
    const from = this.#cursor === '' ? {} : { cursor: this.#cursor };
    const limit = this.rows.length === 0 ? FIRST : NEXT;
    const { records, next } = await gateway.records({ ...this.#filter, limit, ...from });
    this.rows.push(...records);
    this.#cursor = next;
  }
}
