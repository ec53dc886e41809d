import { expect, test } from 'vitest';
import { ALONE_MS, AloneInChange, STUCK_MS, Standstill } from './standstill.ts';

/** What is said after each observation of orderer and peer, a second apart. */
function said(heights: readonly (readonly [orderer: bigint, peer: bigint])[]): boolean[] {
  const watched = new Standstill();
  return heights.map(([orderer, peer], second) => watched.observe(second * 1_000, orderer, peer));
}

const seconds = (count: number, heights: (second: number) => readonly [bigint, bigint]) =>
  Array.from({ length: count }, (_, second) => heights(second));

test('an orderer that gets no block for long while its peer has newer ones is stuck, and not a second sooner', () => {
  const answers = said(seconds(12, () => [157n, 170n]));
  expect(answers.indexOf(true)).toBe(STUCK_MS / 1_000);
});

test('one that catches up slowly is not stuck', () => {
  expect(said(seconds(60, (second) => [BigInt(Math.floor(second / 5)), 100n]))).not.toContain(true);
});

test('a quiet channel, and a peer that is behind its orderer, are no standstill', () => {
  expect(said(seconds(60, () => [157n, 157n]))).not.toContain(true);
  expect(said(seconds(60, () => [157n, 20n]))).not.toContain(true);
});

test('time counts from when it fell behind, not from its last block', () => {
  const answers = said([...seconds(60, () => [157n, 157n] as const), ...seconds(5, () => [157n, 158n] as const)]);
  expect(answers).not.toContain(true);
});

/** Seconds in which an orderer is found alone, observed once a second. */
function alone(count: number, changes: (second: number) => boolean): number[] {
  const watched = new AloneInChange();
  const all = Array.from({ length: count }, (_, second) => second);
  return all.filter((second) => watched.observe(second * 1_000, changes(second)));
}

test('an orderer whose change of view finds no end is alone, and is given twice as long each time', () => {
  const first = ALONE_MS / 1_000;
  const [one, two, three] = alone(200, () => true);
  expect(one).toBe(first);
  expect((two as number) - first).toBeGreaterThanOrEqual(2 * first);
  expect((three as number) - (two as number)).toBeGreaterThanOrEqual(4 * first);
});

test('changes of view that end are everyday, however many', () => {
  expect(alone(600, (second) => second % 10 !== 0)).toEqual([]);
});
