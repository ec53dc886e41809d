import { expect, test } from 'vitest';
import { Enrolments } from './enrolments.ts';

const HOST = '10.0.0.1';
const handle = (letter: string): string => letter.repeat(26);
const request = (letter: string) => ({ handle: handle(letter), csr: `request of ${letter}` });

test('a request waits under the beginning of its handle, for a day', () => {
  const waiting = new Enrolments(() => false);
  waiting.add(request('a'), HOST, 0);
  expect(waiting.of('a'.repeat(20), 1)?.csr).toBe('request of a');
  expect(waiting.of('b'.repeat(20), 1)).toBeUndefined();
  expect(waiting.of('a'.repeat(20), 24 * 3_600_000)).toBeUndefined();
});

test('the first request of a handle stays: nobody who saw it later puts another in its place', () => {
  const waiting = new Enrolments(() => false);
  waiting.add(request('a'), HOST, 0);
  waiting.add({ ...request('a'), csr: 'another' }, HOST, 1);
  expect(waiting.of('a'.repeat(20), 2)?.csr).toBe('request of a');
});

test('no more than 512 wait; a day later there is room again', () => {
  const waiting = new Enrolments(() => false);
  for (let n = 0; n < 512; n++) waiting.add({ handle: `x${n}`.padEnd(26, 'z'), csr: '' }, `10.0.0.${n}`, 0);
  expect(() => waiting.add(request('b'), HOST, 1)).toThrow('too many requests');
  waiting.add(request('b'), HOST, 24 * 3_600_000);
  expect(waiting.of('b'.repeat(20), 24 * 3_600_000)).toBeDefined();
});

test('one host alone keeps nobody out', () => {
  const waiting = new Enrolments(() => false);
  const crowd = () => {
    for (let n = 0; n < 600; n++) waiting.add({ handle: `x${n}`.padEnd(26, 'z'), csr: '' }, '10.6.6.6', 0);
  };
  expect(crowd).toThrow('too many requests');
  waiting.add(request('b'), HOST, 1);
  expect(waiting.of('b'.repeat(20), 1)).toBeDefined();
});

test('who is enrolled makes room', () => {
  const enrolled = new Set<string>();
  const waiting = new Enrolments((each) => enrolled.has(each));
  const handles = Array.from({ length: 32 }, (_, n) => `x${n}`.padEnd(26, 'z'));
  for (const each of handles) waiting.add({ handle: each, csr: '' }, HOST, 0);
  expect(() => waiting.add(request('b'), HOST, 1)).toThrow('too many requests');
  enrolled.add(handles[0] ?? '');
  waiting.add(request('b'), HOST, 2);
});
