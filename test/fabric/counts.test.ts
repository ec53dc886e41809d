import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BatchCounts, countBatch, countPost, type PostCounts } from '../bench/fabric-counts.ts';
import { type FabricExchange, openFabricExchange } from '../bench/fabric-network.ts';

/** What a post costs is a promise of its speed, on any machine: whoever adds a round trip is told here. */
let network: FabricExchange | undefined;
let counts: PostCounts;
let batch: BatchCounts;

beforeAll(async () => {
  const calls: string[] = [];
  network = await openFabricExchange((call) => calls.push(call));
  counts = await countPost(network.exchange, network.host, calls);
  batch = await countBatch(network.exchange, network.host, calls);
});
afterAll(() => network?.exchange.close());

test('the chaincode calls its peer at least once to read, and at most three times', () => {
  expect(counts.stubCalls).toBeGreaterThanOrEqual(2);
  expect(counts.stubCalls).toBeLessThanOrEqual(3);
});

test('the gateway signs the proposal and the transaction, and nothing else', () => {
  expect(counts.signatures).toBe(2);
});

test('the gateway calls its peer for endorsements and for ordering, and for nothing else', () => {
  expect(counts.calls).toBe(2);
});

test('the sealed file lies beside the block and not in it', () => {
  expect(counts.privateBytes).toBeGreaterThan(4_096);
  expect(counts.ledgerBytes).toBeLessThan(16_384);
});

test('64 posts at once share few transactions, and each transaction costs what one post costs', () => {
  expect(batch.posts).toBe(64);
  // Four go alone before any is under way; all others wait for the first place.
  expect(batch.transactions).toBeLessThanOrEqual(8);
  expect(batch.signatures).toBe(2 * batch.transactions);
  expect(batch.calls).toBe(2 * batch.transactions);
  expect(batch.stubCalls).toBeGreaterThanOrEqual(2);
  expect(batch.stubCalls).toBeLessThanOrEqual(3 * batch.transactions);
  expect(batch.ledgerBytes / batch.posts).toBeLessThan(counts.ledgerBytes);
});
