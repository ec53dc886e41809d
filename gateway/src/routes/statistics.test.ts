import { statistics, Trail } from '@tocsin/audit';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Exchange, openExchange, openGateway, TestClock, type TestGateway } from '../../fixture/gateway.ts';
import { StatisticsSchema } from '../api/statistics.ts';

const clock = new TestClock();
let exchange: Exchange;
let lao: TestGateway;
let last = '0';
beforeAll(async () => {
  exchange = await openExchange({ clock: clock.now });
  lao = await openGateway(exchange, 'la-fiu');
  for (let i = 0; i < 11; i++) last = (await exchange.post({ to: ['kh-immigration'] })).committed.block;
  last = (await exchange.post({ to: ['la-fiu'] })).committed.block;
  await lao.gateway.follower.reached(BigInt(last), AbortSignal.timeout(30_000));
});
afterAll(async () => {
  await lao?.gateway.close();
  await exchange?.close();
});

/** What somebody counts who reads the ledger's blocks. */
async function counted(current: boolean) {
  const stop = new AbortController();
  const trail = new Trail();
  for await (const block of exchange.agency('th-police').ledger.blocks(0n, stop.signal)) {
    trail.add(block);
    if (block.number === BigInt(last)) stop.abort();
  }
  return statistics(trail, { current });
}

test('the view counts what the blocks count, to the last member', async () => {
  const told = await lao.client().statistics({ current: true });
  expect(told).toEqual(await counted(true));
  expect([...Compile(StatisticsSchema).Errors(told)]).toEqual([]);
});

test('a count of one and whatever would betray it are withheld', async () => {
  const { tables, k, suppressed } = await lao.client().statistics({ current: true });
  expect([k, suppressed]).toEqual([10, true]);
  const corridors = tables.find(({ of, by }) => of === 'records' && by === 'corridor');
  expect(corridors?.headings).toEqual(['TH-KH', 'TH-LA']);
  expect(corridors?.cells.map((row) => row.map(({ count }) => count))).toEqual([
    [null, null],
    [null, null],
    [12, 12],
  ]);
});

test('a half-year that runs is not told of unless it is asked for', async () => {
  expect((await lao.client().statistics()).halfYears).toEqual([]);
});

test.each(['current=1', 'current=false', 'k=1'])('%s is refused', async (query) => {
  const bad = Object.fromEntries(new URLSearchParams(query)) as never;
  await expect(lao.client().statistics(bad)).rejects.toMatchObject({ status: 400, code: 'MALFORMED_REQUEST' });
});

test('counting reads nothing on the thread that answers, and whoever asks meanwhile shares the answer', async () => {
  clock.forward(61_000);
  const { view } = lao.gateway;
  const [rows, state] = [vi.spyOn(view, 'rows'), vi.spyOn(view, 'state')];
  try {
    const [one, another] = await Promise.all([1, 2].map(() => lao.client().statistics({ current: true })));
    expect(one).toEqual(await counted(true));
    expect(another).toEqual(one);
    const statements = rows.mock.calls.filter(([sql]) => /FROM statement\b/.test(sql));
    const records = state.mock.calls.filter(([key]) => key.startsWith('record/'));
    expect([statements, records]).toEqual([[], []]);
  } finally {
    rows.mockRestore();
    state.mockRestore();
  }
});
