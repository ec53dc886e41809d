import { Worker } from 'node:worker_threads';
import type { Statistics } from '@tocsin/audit';
import { GatewayError } from '../error.ts';
import type { View } from '../view/view.ts';

/** What a counting thread is told: which view, and whether the half-year that runs counts too. */
export interface Count {
  readonly file: string;
  readonly agency: string;
  readonly current: boolean;
}

/**
 * Counts on a thread of its own, over a handle of its own on the view's file: a hundred thousand records take seconds, in
 * which this one goes on answering. @throws GatewayError NOT_READY when `ending` comes first
 */
export async function countedBeside(
  { file, agency }: View,
  current: boolean,
  ending: AbortSignal,
): Promise<Statistics> {
  const { promise, resolve, reject } = Promise.withResolvers<Statistics>();
  const workerData: Count = { file, agency, current };
  const thread = new Worker(new URL('./counting-thread.ts', import.meta.url), { workerData });
  const end = (): void => void thread.terminate();
  ending.addEventListener('abort', end, { once: true });
  thread.once('message', resolve);
  thread.once('error', reject);
  // Behind an answer this changes nothing.
  thread.once('exit', () => reject(new GatewayError('NOT_READY', 'counting was ended')));
  try {
    return await promise;
  } finally {
    ending.removeEventListener('abort', end);
  }
}
