import { connect, openEmbeddedLedger } from '@tocsin/network-embedded';
import { statementKey } from '@tocsin/record';
import { blocksBetween } from '../conformance/told-blocks.ts';
import type { TestAgency } from '../support/agency.ts';

/** What a restarted ledger's blocks say, followed from one restart to the next. */
export class Tally {
  readonly #folder: string;
  readonly #agency: TestAgency;
  #next = 0n;
  #hash = '0'.repeat(64);
  /** Transactions by statement; only valid ones. */
  readonly applied = new Map<string, { readonly transaction: string; readonly block: string }>();
  /** Statements that stand in two valid transactions: there must be none. */
  readonly twice: string[] = [];
  /** Raw blocks, as an export has them. */
  readonly lines: string[] = [];
  invalid = 0;

  constructor(folder: string, agency: TestAgency) {
    this.#folder = folder;
    this.#agency = agency;
  }

  /** Opens the ledger as a second process would after the kill, reads what is new, and gives the folder free. */
  async read(newest: ReadonlyMap<string, unknown>): Promise<{ missing: string[]; broken: string[] }> {
    const ledger = await openEmbeddedLedger({ folder: this.#folder });
    try {
      const broken: string[] = [];
      const last = ledger.store.last()?.number ?? -1n;
      const own = connect(ledger, this.#agency.gateway);
      for (const block of last < this.#next ? [] : await blocksBetween(own, this.#next, last)) {
        if (block.previous !== this.#hash || block.number !== this.#next) broken.push(String(block.number));
        this.#hash = block.hash;
        this.#next = block.number + 1n;
        this.lines.push(block.raw);
        for (const transaction of block.transactions) this.#count(transaction, String(block.number));
      }
      const missing: string[] = [];
      for (const id of newest.keys())
        if (!this.applied.has(id) || (await own.state(statementKey(id))) === undefined) missing.push(id);
      return { missing, broken };
    } finally {
      await ledger.close();
    }
  }

  #count({ id, code, writes }: { id: string; code: string; writes: readonly { key: string }[] }, block: string): void {
    if (code !== 'VALID') this.invalid += 1;
    for (const { key } of writes) {
      if (!key.startsWith('statement/')) continue;
      const statement = key.slice('statement/'.length);
      if (this.applied.has(statement)) this.twice.push(statement);
      this.applied.set(statement, { transaction: id, block });
    }
  }
}
