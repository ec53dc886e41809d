import type { Handle, Instant } from '@tocsin/record';
import { GatewayError } from '../error.ts';
import type { OwnLog } from '../own-log/own-log.ts';

/** Offline copies that one officer is given within a day, for however many devices. */
export const MOST_COPIES = 6;
const DAY_MS = 86_400_000;

/** By which the own log knows an offline copy. */
export const COPY_CODE = 'offline-copy';

/** Counts copies by officer, from the own log on: a gateway that starts again forgets none. */
export class Copies {
  readonly #log: Pick<OwnLog, 'since'>;
  /** When each was given, ms; null until the log was looked at. */
  #given: Map<Handle, readonly number[]> | null = null;

  constructor(log: Pick<OwnLog, 'since'>) {
    this.#log = log;
  }

  /**
   * Counts one more, before it is made: of a hundred that are asked for at once none slips through.
   * @returns takes it back: for one that was never given
   * @throws TooManyCopies
   */
  count(officer: Handle, now: Date): () => void {
    this.#given ??= this.#noted(now);
    const within = (this.#given.get(officer) ?? []).filter((at) => now.getTime() - at < DAY_MS);
    const [first = 0] = within;
    if (within.length >= MOST_COPIES) throw new TooManyCopies(new Date(first + DAY_MS), now);
    const given = this.#given;
    given.set(officer, [...within, now.getTime()]);
    return () => {
      const all = given.get(officer) ?? [];
      const place = all.indexOf(now.getTime());
      given.set(officer, all.toSpliced(place, place < 0 ? 0 : 1));
    };
  }

  #noted(now: Date): Map<Handle, readonly number[]> {
    const day: Instant = new Date(now.getTime() - DAY_MS).toISOString();
    const given = new Map<Handle, readonly number[]>();
    for (const { officer, at } of this.#log.since({ kind: 'check', code: COPY_CODE, at: day }))
      if (officer !== null) given.set(officer, [...(given.get(officer) ?? []), Date.parse(at)]);
    return given;
  }
}

/** When another may be taken: the earliest of those that count is a day old then. */
export class TooManyCopies extends GatewayError {
  /** Seconds. */
  readonly retryAfter: number;
  constructor(again: Date, now: Date) {
    super('TOO_MANY_COPIES', `again from ${again.toISOString()} on`);
    this.retryAfter = Math.max(1, Math.ceil((again.getTime() - now.getTime()) / 1000));
  }
}
