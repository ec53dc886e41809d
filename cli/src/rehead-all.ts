import { ApiError } from '@tocsin/gateway/api';
import { Refusal, type StatementId } from '@tocsin/record';
import { failureOf } from './failure.ts';
import { rehead } from './reheading.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

/** What could not be put under a new header, and why. */
export interface Failed {
  readonly item: StatementId;
  readonly code: string;
}

/**
 * Puts own files under new headers, one after the other. One that cannot be dealt with does not keep the others waiting; a
 * line that is down ends it, and the next run goes on with those that are left.
 * @throws ApiError where the gateway does not answer
 */
export async function reheadAll(
  terminal: Terminal,
  session: Session,
  own: readonly { readonly item: StatementId; readonly record: StatementId }[],
): Promise<Failed[]> {
  const failed: Failed[] = [];
  for (const [i, { item: id, record }] of own.entries()) {
    terminal.progress(`${i} of ${own.length} under new headers`);
    try {
      const { items } = await session.client.record(record);
      const item = items.find((one) => one.id === id);
      if (item === undefined) throw new Refusal('UNKNOWN_RECORD', id);
      await rehead(session, item);
    } catch (error) {
      if (error instanceof ApiError && (error.status === 0 || error.status >= 500)) throw error;
      failed.push({ item: id, code: failureOf(error).code });
    }
  }
  terminal.progress('');
  return failed;
}
