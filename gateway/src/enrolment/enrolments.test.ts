import { expect, test } from 'vitest';
import { Enrolments } from './enrolments.ts';

const handle = (letter: string): string => letter.repeat(26);
const request = (letter: string) => ({ handle: handle(letter), csr: `request of ${letter}` });

test('a request waits under the beginning of its handle, for a day', () => {
  const waiting = new Enrolments();
  waiting.add(request('a'), 0);
  expect(waiting.of('a'.repeat(20), 1)?.csr).toBe('request of a');
  expect(waiting.of('b'.repeat(20), 1)).toBeUndefined();
  expect(waiting.of('a'.repeat(20), 24 * 3_600_000)).toBeUndefined();
});

test('the first request of a handle stays: nobody who saw it later puts another in its place', () => {
  const waiting = new Enrolments();
  waiting.add(request('a'), 0);
  waiting.add({ ...request('a'), csr: 'another' }, 1);
  expect(waiting.of('a'.repeat(20), 2)?.csr).toBe('request of a');
});

test('no more than 64 wait; a day later there is room again', () => {
  const waiting = new Enrolments();
  for (let n = 0; n < 64; n++) waiting.add({ handle: `x${n}`.padEnd(26, 'z'), csr: '' }, 0);
  expect(() => waiting.add(request('b'), 1)).toThrow('too many requests');
  waiting.add(request('b'), 24 * 3_600_000);
  expect(waiting.of('b'.repeat(20), 24 * 3_600_000)).toBeDefined();
});
