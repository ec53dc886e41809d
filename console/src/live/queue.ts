import { effect, signal } from '@preact/signals';
import { isOpen } from '../app/session.ts';
import { ask, Told } from '../app/worker.ts';
import { line } from './live.ts';

const KEPT = 'tocsin.acknowledgements';

/** Records whose acknowledgement waits for the line: identifiers, nothing of what they say. */
export const waiting = signal<readonly string[]>(kept());

function kept(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(value) ? value.filter((each) => /^[a-z2-7]{26}$/.test(String(each))) : [];
  } catch {
    return [];
  }
}

function keep(records: readonly string[]): void {
  waiting.value = records;
  localStorage.setItem(KEPT, JSON.stringify(records));
}

/** Acknowledges now, or as soon as the gateway answers again. @throws Told for what is refused */
export async function acknowledge(record: string): Promise<void> {
  try {
    await ask('act', 'record.acknowledge/1', { record } as never);
    keep(waiting.value.filter((each) => each !== record));
  } catch (error) {
    if (!(error instanceof Told)) throw error;
    const without = waiting.value.filter((each) => each !== record);
    // It may have arrived although no answer came; the ledger says so when it is sent again.
    keep(error.status === 0 ? [...without, record] : without);
    if (error.status !== 0 && error.code !== 'ALREADY_ACKNOWLEDGED') throw error;
  }
}

/** Sends what waits whenever the line comes back. */
export function watchQueue(): void {
  effect(() => {
    if (line.value === 'down' || !isOpen.value) return;
    for (const record of waiting.peek()) acknowledge(record).catch(() => undefined);
  });
}
