import { expect, test } from 'vitest';
import { ReplayGuard } from './replay.ts';

const taking = (guard: ReplayGuard, handle: string, nonce: string, at: number) => () => guard.take(handle, nonce, at);

test('a nonce is taken once for an officer; another officer may have the same', () => {
  const guard = new ReplayGuard(1000, 10);
  guard.take('a', 'n', 0);
  expect(taking(guard, 'a', 'n', 1000)).toThrow(expect.objectContaining({ code: 'REPLAYED_REQUEST' }));
  expect(taking(guard, 'b', 'n', 1000)).not.toThrow();
});

test('it is forgotten when its signature is too old anyway', () => {
  const guard = new ReplayGuard(1000, 10);
  guard.take('a', 'n', 0);
  expect(taking(guard, 'a', 'n', 1001)).not.toThrow();
});

test('a full memory refuses rather than forget', () => {
  const guard = new ReplayGuard(1000, 2);
  guard.take('a', '1', 0);
  guard.take('a', '2', 500);
  expect(taking(guard, 'a', '3', 600)).toThrow(expect.objectContaining({ code: 'NOT_READY' }));
  expect(taking(guard, 'a', '1', 600)).toThrow(expect.objectContaining({ code: 'REPLAYED_REQUEST' }));
  expect(taking(guard, 'a', '3', 1001)).not.toThrow();
});
