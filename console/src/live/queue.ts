import { effect, signal } from '@preact/signals';
import { isOpen } from '../app/session.ts';
import { ask, onNews } from '../app/worker.ts';
import { Acknowledgements, KEPT } from './acknowledgements.ts';
import { line } from './live.ts';

const acknowledgements = new Acknowledgements({
  shelf: localStorage,
  send: (record) => ask('act', 'record.acknowledge/1', { record } as never),
  told(records) {
    waiting.value = records;
  },
});

/** Records whose acknowledgement waits. */
export const waiting = signal<readonly string[]>(acknowledgements.waiting);

/** Acknowledges now, or as soon as the ledger answers again. @throws Told for what is refused */
export const acknowledge = (record: string): Promise<void> => acknowledgements.acknowledge(record);

/** Sends what waits when the line comes back, at the next unlocking, and when the gateway tells that the ledger goes on. */
export function watchQueue(): void {
  effect(() => {
    if (line.value === 'up' && isOpen.value) send();
  });
  onNews((news) => {
    if ('event' in news && isOpen.peek()) send();
  });
  addEventListener('storage', ({ key }) => {
    if (key === KEPT) waiting.value = acknowledgements.waiting;
  });
}

const send = (): void => void acknowledgements.sendAll();
