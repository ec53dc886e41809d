import { BlockError, type FabricBlock } from '@tocsin/fabric-block';
import { LedgerFault } from '@tocsin/record';
import { expect, onTestFinished, test } from 'vitest';
import { type BlockSource, Hub, type HubLimits } from './hub.ts';

/** A transaction, as far as a hub looks at it. */
interface Told {
  readonly kind: 'endorser';
  readonly id: string;
  readonly code: string;
  readonly at: string;
}

/** A chain of empty blocks, and streams of it that a test can break. */
class Chain implements BlockSource {
  readonly requests: [number, number | null][] = [];
  readonly #blocks: FabricBlock[] = [];
  #changed = Promise.withResolvers<void>();
  #broken = Promise.withResolvers<never>();
  /** Thrown instead of this block. */
  unreadable = -1;

  async height(): Promise<bigint> {
    return BigInt(this.#blocks.length);
  }

  grow(by: number, transactions: readonly Told[] = []): void {
    for (let i = 0; i < by; i++) {
      const number = BigInt(this.#blocks.length);
      this.#blocks.push({ number, bytes: new Uint8Array(1000), transactions: transactions as unknown } as FabricBlock);
    }
    this.#tell();
  }

  /** Breaks all streams; those that are opened afterwards run. */
  break(): void {
    this.#broken.promise.catch(() => undefined);
    this.#broken.reject(new Error('broken'));
    this.#broken = Promise.withResolvers<never>();
  }

  async *deliver(from: bigint, last: bigint | null, signal: AbortSignal): AsyncGenerator<FabricBlock> {
    this.requests.push([Number(from), last === null ? null : Number(last)]);
    const broken = this.#broken.promise;
    broken.catch(() => undefined);
    signal.addEventListener('abort', () => this.#tell());
    for (let next = Number(from); !signal.aborted; ) {
      const block = this.#blocks[next];
      if (next === this.unreadable) throw new BlockError('MALFORMED_BLOCK');
      if (block === undefined) await Promise.race([this.#changed.promise, broken]);
      else yield block;
      if (block !== undefined && BigInt(next++) === last) return;
    }
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}

async function started(blocks: number, limits: Partial<HubLimits> = {}) {
  const chain = new Chain();
  chain.grow(blocks);
  const hub = new Hub(chain, { retry: { first: 1, longest: 2 }, ...limits });
  await hub.start();
  onTestFinished(() => hub.close());
  return { chain, hub };
}

/** The numbers of blocks that a follower is given, from one number to another. */
async function followed(hub: Hub, from: number, to: number): Promise<number[]> {
  const done = new AbortController();
  const numbers: number[] = [];
  for await (const { number } of hub.follow(BigInt(from), done.signal)) {
    numbers.push(Number(number));
    if (Number(number) === to) done.abort();
  }
  return numbers;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test('a follower behind the stream catches up by one request and then joins it', async () => {
  const { chain, hub } = await started(5);
  const numbers = followed(hub, 1, 7);
  chain.grow(3);
  expect(await numbers).toEqual(range(1, 7));
  expect(chain.requests).toEqual([
    [5, null],
    [1, 4],
  ]);
});

test('many followers share one stream', async () => {
  const { chain, hub } = await started(5);
  const all = [followed(hub, 5, 9), followed(hub, 5, 9), followed(hub, 7, 9)];
  chain.grow(5);
  expect(await Promise.all(all)).toEqual([range(5, 9), range(5, 9), range(7, 9)]);
  expect(chain.requests).toEqual([[5, null]]);
});

test('a broken stream is opened again at the next block, and nothing is missed', async () => {
  const { chain, hub } = await started(2);
  const numbers = followed(hub, 2, 8);
  for (let i = 0; i < 4; i++) {
    chain.grow(1);
    chain.break();
    chain.grow(1);
  }
  expect(await numbers).toEqual(range(2, 8));
});

test.each([{ blocks: 2 }, { bytes: 2_500 }])(
  'a slow follower falls behind what is kept and catches up (%o)',
  async (kept) => {
    const { chain, hub } = await started(1, kept);
    const slow = hub.follow(1n, new AbortController().signal);
    chain.grow(1);
    expect((await slow.next()).value?.number).toBe(1n);
    chain.grow(10);
    await followed(hub, 11, 11);
    const numbers = [];
    for (let i = 0; i < 10; i++) numbers.push(Number((await slow.next()).value?.number));
    expect(numbers).toEqual(range(2, 11));
    await slow.return(undefined);
  },
);

test('a block that cannot be read ends followers at that block with a fault', async () => {
  const { chain, hub } = await started(1);
  chain.unreadable = 2;
  const reading = followed(hub, 1, 5);
  chain.grow(4);
  await expect(reading).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  chain.unreadable = -1;
  await expect.poll(() => hub.height).toBe(5n);
  expect(await followed(hub, 1, 4)).toEqual(range(1, 4));
});

test('a peer that stays away is told to followers, one that comes back is not', async () => {
  const { chain, hub } = await started(1, { patience: 40 });
  const reading = followed(hub, 1, 3);
  chain.break();
  chain.grow(3);
  expect(await reading).toEqual(range(1, 3));
  chain.height = () => Promise.reject(new Error('away'));
  chain.break();
  await expect(followed(hub, 4, 5)).rejects.toBeInstanceOf(LedgerFault);
  expect(hub.height).toBeNull();
});

test('a peer that was set back is not believed until it has won its blocks again', async () => {
  const { chain, hub } = await started(5);
  chain.height = async () => 3n;
  chain.break();
  await expect.poll(() => chain.requests.length).toBe(2);
  expect(chain.requests[1]).toEqual([5, null]);
  expect(hub.height).toBeNull();
  chain.grow(1);
  await expect.poll(() => hub.height).toBe(6n);
});

test('closing ends followers', async () => {
  const { hub } = await started(1);
  const next = hub.follow(1n, new AbortController().signal).next();
  await hub.close();
  expect((await next).done).toBe(true);
});

test('what somebody else ordered under the identifier is not taken for the transaction', async () => {
  const { chain, hub } = await started(1);
  const told = (code: string): Told => ({ kind: 'endorser', id: 'a', code, at: code });
  const { settled } = hub.expect('a');
  chain.grow(1, [told('BAD_PROPOSAL_TXID'), told('VALID')]);
  expect((await settled).transaction).toMatchObject({ code: 'VALID' });
  chain.grow(1, [told('BAD_CREATOR_SIGNATURE')]);
  await expect.poll(() => hub.height).toBe(3n);
  expect(hub.recent('a')).toMatchObject({ block: 1n, transaction: { at: 'VALID' } });
});

test('what somebody else ordered is no answer once the transaction has left memory', async () => {
  const { chain, hub } = await started(1, { blocks: 1 });
  const told = (code: string): Told => ({ kind: 'endorser', id: 'a', code, at: code });
  chain.grow(1, [told('VALID')]);
  chain.grow(1, [told('BAD_PROPOSAL_TXID')]);
  await expect.poll(() => hub.height).toBe(3n);
  expect(hub.recent('a')).toBe(undefined);
});
