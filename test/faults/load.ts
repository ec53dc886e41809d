import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Exchange } from '../support/exchange.ts';
import type { Load } from './ledger-process.ts';

const FILE_BYTES = 1024;

/** A post of a sealed file that is noise: the ledger knows it by hash and size alone. */
async function post(exchange: Exchange): Promise<Load> {
  const file = new Uint8Array(randomBytes(FILE_BYTES));
  const hash = createHash('sha256').update(file).digest('hex');
  const sealed = { mode: 'direct', hash, header: hash, size: FILE_BYTES };
  const { id, jws } = await exchange.draft({ odd: { sealed } });
  return { id, agency: 'th-police', jws, file };
}

/** Statements without end: posts, and acknowledgements and accesses of posts that were acknowledged to us. */
export class LoadMaker {
  readonly #exchange: Exchange;
  /** Posts that stand on the ledger and wait for their addressee. */
  readonly #posted: string[] = [];

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  async next(): Promise<Load> {
    const record = randomInt(2) === 0 ? undefined : this.#posted.shift();
    if (record === undefined) return post(this.#exchange);
    const { officer, code: agency } = this.#exchange.agency('kh-immigration');
    const { id, jws } = await officer.sign('record.acknowledge/1', { record });
    return { id, agency, jws, file: null };
  }

  /** A statement is known to stand: if it was a post, it can be answered now. */
  stands({ id, file }: Load): void {
    if (file !== null) this.#posted.push(id);
  }
}
