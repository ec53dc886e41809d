import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** A random wait up to a bound, milliseconds, so that those who met do not meet again; ends early when aborted. */
export async function spread(upTo: number, signal: AbortSignal): Promise<void> {
  await pause(randomInt(Math.ceil(upTo / 2), upTo + 1), undefined, { signal }).catch(() => undefined);
}

/** What `promise` gives, or undefined when the signal aborts first. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  const stop = () => resolve(undefined);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What `promise` gives, or undefined when the time (milliseconds) is over or the signal aborts first. */
export async function within<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T | undefined> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), Math.max(0, ms));
  const stop = () => over.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await unlessAborted(promise, over.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
