import { setTimeout as pause } from 'node:timers/promises';
import { FabricError } from './error.ts';

export interface RetryOptions {
  /** Milliseconds in all. */
  readonly within?: number;
  /** Milliseconds between the end of one attempt and the next. */
  readonly every?: number;
  readonly what?: string;
}

/** Tries until it works: nodes that have just started tell nobody when they listen. @throws the last fault */
export async function retried<T>(attempt: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { within = 30_000, every = 150, what } = options;
  const until = performance.now() + within;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > until) throw what === undefined ? error : new FabricError('NOT_READY_IN_TIME', what);
    }
    await pause(every);
  }
}
