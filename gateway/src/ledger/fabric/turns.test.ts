import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

const never = new AbortController().signal;

/** Acts that end when told, and how many of them have begun. */
function acts(turns: Turns, count: number, signal = never) {
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const all = Array.from({ length: count }, (_, i) =>
    turns.take(() => {
      begun.push(i);
      return new Promise<void>((resolve) => ends.push(resolve));
    }, signal),
  );
  return { begun, all, end: () => ends.shift()?.() };
}

test('no more than allowed act at once, the others in the order in which they came', async () => {
  const { begun, all, end } = acts(new Turns(2), 5);
  await expect.poll(() => begun).toEqual([0, 1]);
  end();
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  for (let i = 0; i < 4; i++) {
    await expect.poll(() => begun.length).toBe(Math.min(5, 3 + i));
    end();
  }
  await Promise.all(all);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('an act that fails gives its turn back', async () => {
  const turns = new Turns(1);
  await expect(turns.take(() => Promise.reject(new Error('failed')), never)).rejects.toThrow('failed');
  expect(await turns.take(async () => 'done', never)).toBe('done');
});

test('who is aborted waits no longer and takes nobody else’s turn', async () => {
  const turns = new Turns(1);
  const { begun, all, end } = acts(turns, 1);
  const abort = new AbortController();
  const aborted = turns.take(async () => abort.signal.aborted, abort.signal);
  const behind = acts(turns, 1);
  abort.abort();
  expect(await aborted).toBe(true);
  expect([begun, behind.begun]).toEqual([[0], []]);
  end();
  await Promise.all(all);
  await expect.poll(() => behind.begun).toEqual([0]);
  behind.end();
  await Promise.all(behind.all);
});
