import type { Arena } from '../fabric/nemesis/arena.ts';
import { acknowledged } from '../fabric/nemesis/writer.ts';

/** More than these at once would only measure the length of the queue. */
const MOST_AT_ONCE = 200;

/** Begins posts at a steady rate, whatever becomes of those before, one agency after the other. */
export class Metronome {
  readonly #arena: Arena;
  readonly #timer: NodeJS.Timeout;
  readonly #underway = new Set<Promise<void>>();
  #turn = 0;
  /** Posts that were not begun because too many were under way. */
  held = 0;

  /** @param rate posts a second */
  constructor(arena: Arena, rate: number) {
    this.#arena = arena;
    this.#timer = setInterval(() => this.#tick(), 1000 / rate);
  }

  /** Resolves when all that was begun is acknowledged. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#underway);
  }

  #tick(): void {
    if (this.#underway.size >= MOST_AT_ONCE) {
      this.held += 1;
      return;
    }
    const posted = this.#post().finally(() => this.#underway.delete(posted));
    this.#underway.add(posted);
  }

  async #post(): Promise<void> {
    const { lines, exchange, books } = this.#arena;
    const line = lines[this.#turn++ % lines.length];
    if (line === undefined) return;
    await acknowledged(await exchange.draft({ from: line.agency, to: [line.to] }), line, books);
  }
}
