import type { Block, Ledger } from '@tocsin/record';

/** An agency's way to its own peer, which somebody may make lie about blocks from some moment on. */
export class DoctoredLedger implements Ledger {
  readonly agency: string;
  readonly #honest: Ledger;
  #told: (block: Block) => Block = (block) => block;

  constructor(honest: Ledger) {
    this.agency = honest.agency;
    this.#honest = honest;
  }

  /** From now on the peer tells this of every block that comes. */
  lie(told: (block: Block) => Block): void {
    this.#told = told;
  }

  submit: Ledger['submit'] = (...args) => this.#honest.submit(...args);
  state: Ledger['state'] = (key) => this.#honest.state(key);
  sealed: Ledger['sealed'] = (item) => this.#honest.sealed(item);
  height: Ledger['height'] = (seen) => this.#honest.height(seen);
  close: Ledger['close'] = () => this.#honest.close();
  async *blocks(from: bigint, signal: AbortSignal) {
    for await (const block of this.#honest.blocks(from, signal)) yield this.#told(block);
  }
}

/** The block with its first transaction called void, as if it had met another. */
export const withVoid = (block: Block): Block => ({
  ...block,
  transactions: block.transactions.filter(({ index }) => index !== 0),
  envelopes: block.envelopes.map((one, i) => (i === 0 ? { ...one, code: 'MVCC_READ_CONFLICT' } : one)),
});
