import { expect, test } from 'vitest';
import { ALONE_MS, AloneInChange, CALM_MS, SILENT_MS, STUCK_MS, Standstill } from './standstill.ts';

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

test('one block that its peer has first is no standstill: the others may be agreeing on a leader just then', () => {
  expect(said(seconds(60, () => [717n, 718n]))).not.toContain(true);
});

test('time counts from when it fell behind, not from its last block', () => {
  const answers = said([...seconds(60, () => [157n, 157n] as const), ...seconds(5, () => [157n, 159n] as const)]);
  expect(answers).not.toContain(true);
});

/** Seconds in which an orderer is to start anew, observed once a second. */
function alone(count: number, seen: (second: number) => readonly [changes: boolean, peer: bigint]): number[] {
  const watched = new AloneInChange();
  const all = Array.from({ length: count }, (_, second) => second);
  return all.filter((second) => watched.observe(second * 1_000, ...seen(second)));
}

test('an orderer that stays in a change of view while its peer gets blocks starts anew, and not a second sooner', () => {
  const [found] = alone(100, (second) => [true, BigInt(second)]);
  expect(found).toBe(ALONE_MS / 1_000);
});

test('where nobody orders it is waited twice as long each time', () => {
  const first = SILENT_MS / 1_000;
  const [one, two, three] = alone(200, () => [true, 5n]);
  expect(one).toBe(first);
  expect((two as number) - first).toBeGreaterThanOrEqual(2 * first);
  expect((three as number) - (two as number)).toBeGreaterThanOrEqual(4 * first);
});

test('that it looks calm while it starts does not make the watch less patient', () => {
  const first = SILENT_MS / 1_000;
  const starting = (second: number) => second > first && second < first + 5;
  const [one, two] = alone(200, (second) => [!starting(second), 5n]);
  expect(one).toBe(first);
  expect((two as number) - first).toBeGreaterThanOrEqual(2 * first);
});

test('after a minute of calm it is as patient as at first', () => {
  const [first, calm] = [SILENT_MS / 1_000, CALM_MS / 1_000];
  const [one, two] = alone(300, (second) => [second <= first || second > first + calm + 1, 5n]);
  expect(one).toBe(first);
  expect((two as number) - (first + calm + 2)).toBe(first);
});

test('as long as the peer gets blocks now and then it is not silent', () => {
  expect(alone(ALONE_MS / 1_000, (second) => [true, BigInt(Math.floor(second / 10))])).toEqual([]);
});

test('changes of view that end are everyday, however many', () => {
  expect(alone(600, (second) => [second % 4 !== 0, BigInt(second)])).toEqual([]);
});
