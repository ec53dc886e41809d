import { expect, test } from 'vitest';
import type { Store } from '../view/store.ts';
import { settled } from './settled.ts';

const ticket = { access: 'a'.repeat(26) };
const viewWith = (value: unknown) => ({ state: () => value }) as unknown as Store;

/** State that says one thing after the other, then the last for ever. */
function telling(...values: unknown[]) {
  let asked = 0;
  const state = async () => values[Math.min(asked++, values.length - 1)] as never;
  return { ledger: { state }, asked: () => asked };
}

test('what state has already is not waited for, nor what no block has said', async () => {
  const there = telling({ granted: null });
  await settled(there.ledger, viewWith({ granted: null }), ticket);
  expect(there.asked()).toBe(1);
  const nothing = telling(undefined);
  await settled(nothing.ledger, viewWith(undefined), ticket);
  expect(nothing.asked()).toBe(0);
});

test('an access, and its grant, are waited for until state has them', async () => {
  const late = telling(undefined, undefined, { granted: null });
  await settled(late.ledger, viewWith({ granted: null }), ticket);
  expect(late.asked()).toBe(3);
  const ungranted = telling({ granted: null }, { granted: {} });
  await settled(ungranted.ledger, viewWith({ granted: {} }), ticket);
  expect(ungranted.asked()).toBe(2);
  const lease = telling(undefined, { items: [] });
  await settled(lease.ledger, viewWith({ items: [] }), { lease: 'a'.repeat(26), item: 'b'.repeat(26) });
  expect(lease.asked()).toBe(2);
});

test('but not for ever: then state’s word counts', async () => {
  const never = telling(undefined);
  await settled(never.ledger, viewWith({ granted: null }), ticket);
  expect(never.asked()).toBe(100);
});
