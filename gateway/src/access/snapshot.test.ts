import { accessKey, agreementKey, itemKey, networkKey, officerKey, recordKey, rosterKey } from '@tocsin/record';
import { expect, test } from 'vitest';
import type { Store } from '../view/store.ts';
import { Snapshot, snapshotFor } from './snapshot.ts';

const ticket = { access: 'a'.repeat(26) };
const access = { officer: 'o', record: 'r', item: 'i', agreement: 'g', granted: null as unknown };
const key = accessKey(ticket.access);
const viewWith = (state: Record<string, unknown>) => ({ state: (name: string) => state[name] }) as unknown as Store;

/** A ledger that says of the access one thing after the other, then the last for ever. */
function telling(...values: unknown[]) {
  const asked: string[] = [];
  const state = async (name: string) => {
    asked.push(name);
    const times = asked.filter((one) => one === key).length;
    return (name === key ? values[Math.min(times, values.length) - 1] : undefined) as never;
  };
  return { ledger: { state }, asked };
}

test('each key is asked for once, and those known to be needed at once', async () => {
  const { ledger, asked } = telling(access);
  const snapshot = new Snapshot(ledger, [key, networkKey]);
  expect(asked).toEqual([key, networkKey]);
  expect(await snapshot.state(key)).toBe(access);
  await snapshot.state(key);
  await snapshot.state(recordKey('r'));
  expect(asked).toEqual([key, networkKey, recordKey('r')]);
});

test('the view says what will be needed, never what it holds', async () => {
  const { ledger, asked } = telling({ ...access, officer: 'the peer’s word' });
  const view = viewWith({ [key]: access, [itemKey('i')]: { sealed: { mode: 'witnessed', roster: 3 } } });
  const snapshot = await snapshotFor(ledger, view, ticket);
  const keys = [key, networkKey, officerKey('o'), recordKey('r'), itemKey('i'), agreementKey('g'), rosterKey(3)];
  expect(asked).toEqual(keys);
  expect(await snapshot.state(key)).toMatchObject({ officer: 'the peer’s word' });
});

test('what no block has said is not waited for', async () => {
  const { ledger, asked } = telling(undefined);
  await snapshotFor(ledger, viewWith({}), ticket);
  expect(asked).toEqual([key]);
});

test('an access, and its grant, are waited for until state has them; then state’s word counts', async () => {
  const times = (asked: string[]) => asked.filter((one) => one === key).length;
  const late = telling(undefined, undefined, access);
  await snapshotFor(late.ledger, viewWith({ [key]: access }), ticket);
  expect(times(late.asked)).toBe(3);
  const granted = { ...access, granted: {} };
  const ungranted = telling(access, granted);
  const snapshot = await snapshotFor(ungranted.ledger, viewWith({ [key]: granted }), ticket);
  expect(await snapshot.state(key)).toBe(granted);
  const never = telling(undefined);
  await snapshotFor(never.ledger, viewWith({ [key]: access }), ticket);
  expect(times(never.asked)).toBe(100);
});

test('a fault is told to who asks, and to nobody else', async () => {
  const failing = { state: () => Promise.reject(new Error('no peer')) };
  const snapshot = new Snapshot(failing, [networkKey]);
  await expect(snapshot.state(networkKey)).rejects.toThrow('no peer');
});
