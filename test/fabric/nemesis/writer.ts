import { setTimeout as pause } from 'node:timers/promises';
import type { Exchange, Post } from '../../support/exchange.ts';
import type { Books } from './books.ts';
import type { Load, Outcome } from './gateway-process.ts';

/** Whoever can submit for one agency. */
export interface Line {
  readonly agency: string;
  /** Another agency, to which it writes. */
  readonly to: string;
  submit(load: Load): Promise<Outcome>;
}

/** After these the very same bytes are submitted again. */
const worthAgain: readonly string[] = [
  'LEDGER_OUTCOME_UNKNOWN',
  'LEDGER_UNAVAILABLE',
  'LEDGER_CONFLICT',
  'GATEWAY_ENDED',
];
/** Milliseconds: what an officer's device would wait before it sends again. */
const AGAIN_MS = 100;

/** Posts sealed alerts through one gateway, one after the other, until it is told to stop. */
export class Writer {
  readonly #exchange: Exchange;
  readonly #line: Line;
  readonly #books: Books;
  readonly #pace: number;
  #stopping = false;
  readonly #run: Promise<void>;

  /** @param pace milliseconds between an acknowledgement and the next post */
  constructor(exchange: Exchange, line: Line, books: Books, pace: number) {
    this.#exchange = exchange;
    this.#line = line;
    this.#books = books;
    this.#pace = pace;
    this.#run = this.#write();
  }

  get agency(): string {
    return this.#line.agency;
  }

  /** Resolves when what was begun is acknowledged. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#run;
  }

  async #write(): Promise<void> {
    while (!this.#stopping) {
      const { agency: from, to } = this.#line;
      await acknowledged(await this.#exchange.draft({ from, to: [to] }), this.#line, this.#books);
      await pause(this.#pace);
    }
  }
}

/** Submits one statement until its fate is known, and enters it. */
export async function acknowledged(post: Post, line: Line, books: Books): Promise<void> {
  const before: string[] = [];
  const began = performance.now();
  for (;;) {
    const outcome = await line.submit(post);
    const { committed } = outcome;
    const at = performance.now();
    if (committed !== undefined) return books.acknowledge({ post, agency: line.agency, committed, began, at, before });
    books.failed(outcome.code, outcome.cause);
    if (!worthAgain.includes(outcome.code)) return void books.refused.push(outcome.code);
    before.push(outcome.code);
    await pause(AGAIN_MS);
  }
}
