import { expect, test } from 'vitest';
import { ALONE_MS, AloneInChange, SILENT_MS, STUCK_MS, Standstill } from './standstill.ts';

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
function alone(count: number, seen: (second: number) => readonly [changes: boolean, peer: bigint]): number[] {
  const watched = new AloneInChange();
  const all = Array.from({ length: count }, (_, second) => second);
  return all.filter((second) => watched.observe(second * 1_000, ...seen(second)));
}

test('an orderer that changes its view while its peer gets blocks is alone, and not a second sooner', () => {
  const [found] = alone(60, (second) => [true, BigInt(second)]);
  expect(found).toBe(ALONE_MS / 1_000);
});

test('where nobody orders it is waited longer, and twice as long each time', () => {
  const first = SILENT_MS / 1_000;
  const [one, two, three] = alone(200, () => [true, 5n]);
  expect(one).toBe(first);
  expect((two as number) - first).toBeGreaterThanOrEqual(2 * first);
  expect((three as number) - (two as number)).toBeGreaterThanOrEqual(4 * first);
});

test('blocks from before the change say nothing of others', () => {
  expect(alone(SILENT_MS / 1_000, (second) => [second > 3, second > 3 ? 9n : BigInt(second)])).toEqual([]);
});

test('changes of view that end are everyday, however many', () => {
  expect(alone(600, (second) => [second % 4 !== 0, BigInt(second)])).toEqual([]);
});
