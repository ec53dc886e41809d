import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agencyKey, type Block, type Ledger, networkKey } from '@tocsin/record';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Exchange, openExchange } from '../../fixture/gateway.ts';
import { Follower } from '../ledger/follower.ts';
import { View } from './view.ts';

let exchange: Exchange;
let blocks: Block[];
let folder: string;
let view: View;

beforeAll(async () => {
  exchange = await openExchange();
  const posts = await Promise.all(Array.from({ length: 8 }, () => exchange.post()));
  const { ledger, officer } = exchange.agency('kh-immigration');
  for (const { id } of posts.slice(0, 4)) {
    await ledger.submit((await officer.sign('record.acknowledge/1', { record: id })).jws, null);
  }
  const last = await ledger.submit((await officer.sign('record.acknowledge/1', { record: posts[5]!.id })).jws, null);
  blocks = await blocksUntil(ledger, BigInt(last.block));
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-view-'));
  view = View.open(folder, 'kh-immigration');
  return () => {
    view.close();
    rmSync(folder, { recursive: true });
  };
});
afterAll(() => exchange?.close());

async function blocksUntil(ledger: Ledger, last: bigint): Promise<Block[]> {
  const found: Block[] = [];
  const stop = new AbortController();
  for await (const block of ledger.blocks(0n, stop.signal)) {
    found.push(block);
    if (block.number === last) break;
  }
  stop.abort();
  return found;
}

const reopened = (): View => {
  view.close();
  view = View.open(folder, 'kh-immigration');
  return view;
};

describe('the view', () => {
  test('built again from block 0 is equal, row by row', () => {
    for (const block of blocks) view.apply(block);
    const before = view.contents();
    view.clear();
    expect(view.checkpoint).toBeNull();
    for (const block of blocks) view.apply(block);
    expect(view.contents()).toEqual(before);
    expect(before.record).toHaveLength(8);
  });

  test('goes on where it stood after being closed at any block, and blocks told twice change nothing', () => {
    for (const block of blocks) {
      view.apply(block);
      reopened().apply(block);
    }
    const stepwise = view.contents();
    view.clear();
    for (const block of blocks) view.apply(block);
    expect(view.contents()).toEqual(stepwise);
  });

  test('gives several values at once as it gives them one by one', () => {
    for (const block of blocks) view.apply(block);
    const keys = ['network/none', networkKey, 'agency/none', agencyKey('th-police'), networkKey] as never[];
    expect(view.states(...keys)).toEqual(keys.map((key) => view.state(key)));
    expect(view.states(networkKey)[0]?.members.length).toBeGreaterThan(0);
    expect(view.states()).toEqual([]);
  });

  test('holds exactly the public state of the ledger', async () => {
    for (const block of blocks) view.apply(block);
    const { ledger } = exchange.agency('kh-immigration');
    const rows = view.contents().state!;
    for (const { key, value } of rows) expect(JSON.parse(String(value))).toEqual(await ledger.state(String(key)));
    expect(rows.length).toBeGreaterThan(30);
  });

  test('a block that cannot be applied leaves no trace', () => {
    for (const block of blocks.slice(0, -1)) view.apply(block);
    const before = view.contents();
    const last = blocks.at(-1)!;
    const torn = { ...last.transactions[0]!, writes: [{ key: 'record/x', value: '{' }] };
    expect(() => view.apply({ ...last, transactions: [...last.transactions, torn] })).toThrow(SyntaxError);
    expect(view.contents()).toEqual(before);
  });

  test('transactions that are not valid change nothing', () => {
    const [first] = blocks;
    const invalid = first!.transactions.map((one) => ({ ...one, code: 'MVCC_READ_CONFLICT' as const }));
    view.apply({ ...first!, transactions: invalid });
    expect(view.contents().state).toEqual([]);
    expect(view.contents().statement).toEqual([]);
  });

  test.each([
    ['a gap', () => blocks[2]!],
    ['another predecessor', () => ({ ...blocks[1]!, previous: 'f'.repeat(64) })],
    ['another block under the last number', () => ({ ...blocks[0]!, hash: 'f'.repeat(64) })],
    [
      'a valid transaction without a statement',
      () => ({ ...blocks[1]!, transactions: [{ ...blocks[1]!.transactions[0]!, statement: 'x' }] }),
    ],
  ])('refuses %s', (_name, odd) => {
    view.apply(blocks[0]!);
    expect(() => view.apply(odd())).toThrow(expect.objectContaining({ name: 'BrokenChain' }));
    expect(view.checkpoint).toEqual({ number: 0n, hash: blocks[0]!.hash });
  });
});

describe('the follower', () => {
  const following = (told: (from: bigint) => AsyncIterable<Block>, height = async () => 1_000n): Follower =>
    new Follower({ blocks: told, height } as unknown as Ledger, view, { first: 1, longest: 4 });
  const state = async (follower: Follower, wanted: string): Promise<void> => {
    for (let changed = follower.changed(); follower.following.state !== wanted; changed = follower.changed())
      await changed;
  };

  test('comes back after faults and misses nothing', async () => {
    let calls = 0;
    const follower = following(async function* (from) {
      calls += 1;
      yield* blocks.slice(Number(from), Number(from) + 3);
      throw new Error('the line is cut');
    });
    follower.start();
    await follower.reached(blocks.at(-1)!.number, AbortSignal.timeout(5000));
    await follower.stop();
    expect(view.checkpoint?.hash).toBe(blocks.at(-1)!.hash);
    expect(calls).toBeGreaterThan(blocks.length / 3);
  });

  test('stops for good at a chain that contradicts itself, and says so to whoever waits', async () => {
    const follower = following(async function* () {
      yield blocks[0]!;
      yield { ...blocks[1]!, previous: 'f'.repeat(64) };
    });
    follower.start();
    await expect(follower.reached(1n, AbortSignal.timeout(5000))).rejects.toMatchObject({ code: 'NOT_READY' });
    expect(follower.following).toMatchObject({ state: 'broken', reason: 'the block names another predecessor' });
    await follower.stop();
    expect(follower.following.state).toBe('broken');
  });

  test('notices a ledger that was swapped while it was away', async () => {
    view.apply(blocks[0]!);
    const follower = following(async function* () {
      yield { ...blocks[0]!, hash: 'e'.repeat(64) };
    });
    follower.start();
    await state(follower, 'broken');
    await follower.stop();
  });

  test('says so while the ledger holds less than it has seen, and goes on once it has caught up', async () => {
    for (const block of blocks.slice(0, 3)) view.apply(block);
    let height = 2n;
    const follower = following(
      async function* (from) {
        yield* blocks.slice(Number(from));
      },
      async () => height,
    );
    follower.start();
    await state(follower, 'broken');
    await expect(follower.reached(3n, AbortSignal.timeout(5000))).rejects.toMatchObject({ code: 'NOT_READY' });
    height = BigInt(blocks.length);
    await state(follower, 'following');
    await follower.reached(blocks.at(-1)!.number, AbortSignal.timeout(5000));
    await follower.stop();
  });

  test('a fault that lasts is told to whoever waits too long', async () => {
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    // biome-ignore lint/correctness/useYield: a ledger that cannot even begin
    const follower = following(async function* () {
      throw full;
    });
    follower.start();
    await state(follower, 'retrying');
    await expect(follower.reached(0n, AbortSignal.timeout(20))).rejects.toBe(full);
    await follower.stop();
  });

  test('stopping ends a wait', async () => {
    const follower = following(async function* (from) {
      yield* blocks.slice(Number(from), 1);
    });
    follower.start();
    const waiting = follower.reached(99n, AbortSignal.timeout(5000));
    const refused = expect(waiting).rejects.toMatchObject({ code: 'NOT_READY' });
    await follower.stop();
    await refused;
  });
});
