import { randomUUID } from 'node:crypto';
import type { Block } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESK } from '../../test/support/agency.ts';
import { type Exchange, openExchange, type Post } from '../../test/support/exchange.ts';
import { accessReport, BrokenTrail, Trail } from './index.ts';

let now = Date.parse('2026-11-23T07:30:00.000Z');
let exchange: Exchange;
let post: Post;
let blocks: Block[];
beforeAll(async () => {
  exchange = await openExchange({ clock: () => now });
  post = await exchange.post({ to: ['kh-immigration', 'la-fiu'], precedence: 'IMMEDIATE' });
});
afterAll(() => exchange.close());

const digestLike = (): string => randomUUID().replaceAll('-', '').repeat(2);

async function asks(agency: string): Promise<string> {
  const { officer, ledger } = exchange.agency(agency);
  const request = await officer.sign('access.request/1', {
    record: post.id,
    item: post.id,
    purpose: 'trafficking-investigation',
    basis: digestLike(),
    case: null,
    epk: digestLike(),
  });
  await ledger.submit(request.jws, null);
  return request.id;
}

async function trail(agency = 'th-police'): Promise<Trail> {
  const stop = new AbortController();
  const { ledger } = exchange.agency(agency);
  const height = await ledger.height();
  blocks = [];
  for await (const block of ledger.blocks(0n, stop.signal)) {
    blocks.push(block);
    if (block.number + 1n >= height) stop.abort();
  }
  return Trail.of(blocks);
}

describe('who opened what', () => {
  test('an opening is told with its clause, its receipt and how long the agency took to acknowledge', async () => {
    now += 60_000;
    const access = await asks('kh-immigration');
    now += 30_000;
    const { officer, ledger } = exchange.agency('kh-immigration');
    const receipt = await officer.sign('access.receipt/1', {
      access,
      outcome: 'opened',
      reason: null,
      released: [],
      faulty: [],
    });
    await ledger.submit(receipt.jws, null);
    now += 30_000;
    await ledger.submit((await officer.sign('record.acknowledge/1', { record: post.id })).jws, null);
    const { openings, totals } = accessReport(await trail());
    expect(openings).toHaveLength(1);
    expect(openings[0]).toMatchObject({
      id: access,
      agency: 'kh-immigration',
      unit: DESK,
      officer: officer.handle,
      owner: 'th-police',
      kind: 'alert',
      released: [],
      receipt: { outcome: 'opened' },
      receiptSeconds: 30,
      acknowledged: { seconds: 120 },
      answered: null,
      remarks: [],
    });
    expect(totals).toMatchObject({ asked: 1, opened: 1, 'no-receipt': 0 });
  });

  test('what was never receipted, acknowledged or answered is said once it is overdue, not before', async () => {
    await asks('la-fiu');
    const soon = accessReport(await trail(), { agency: 'la-fiu' });
    expect(soon.openings[0]?.remarks).toEqual([]);
    now += 50 * 3_600_000;
    await exchange.post(); // ledger time passes with what happens on it
    const later = accessReport(await trail(), { agency: 'la-fiu' });
    expect(later.openings[0]?.remarks).toEqual(['no-receipt', 'never-acknowledged', 'never-answered']);
    expect(accessReport(await trail(), { agency: 'kh-immigration' }).openings[0]?.remarks).toEqual(['never-answered']);
  });

  test('every condition narrows, and all of them must hold', async () => {
    const whole = await trail();
    const count = (question: Parameters<typeof accessReport>[1]) => accessReport(whole, question).totals.asked;
    expect(count({})).toBe(2);
    expect(count({ record: post.id })).toBe(2);
    expect(count({ record: 'a'.repeat(26) })).toBe(0);
    expect(count({ kind: 'alert', purpose: 'trafficking-investigation' })).toBe(2);
    expect(count({ kind: 'alert', purpose: 'prosecution' })).toBe(0);
    expect(count({ owner: 'th-police', agency: 'la-fiu' })).toBe(1);
    const [first, second] = accessReport(whole).openings;
    expect(count({ until: second!.at })).toBe(1);
    expect(count({ since: second!.at })).toBe(1);
    expect(count({ since: first!.at, until: first!.at })).toBe(0);
  });

  test('a lease is told item by item, and until it is closed it is not accounted for', async () => {
    const { officer, ledger } = exchange.agency('la-fiu');
    const { id } = await exchange.post({ to: ['la-fiu'] });
    const lease = await officer.sign('lease.take/1', {
      items: [{ record: id, item: id }],
      until: new Date(now + 48 * 3_600_000).toISOString(),
      purpose: 'trafficking-investigation',
      basis: digestLike(),
      case: digestLike(),
      epk: digestLike(),
    });
    await ledger.submit(lease.jws, null);
    const told = async () => accessReport(await trail(), { record: id }).openings[0];
    expect(await told()).toMatchObject({ id: lease.id, leased: { opened: [], closed: false }, remarks: [] });
    now += 72 * 3_600_000;
    await exchange.post();
    expect((await told())?.remarks).toContain('not-accounted');
    const noted = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
    const opened = [60, 1].map((hours) => ({ item: id, at: noted(hours), outcome: 'opened' as const }));
    const account = await officer.sign('lease.account/1', { lease: lease.id, opened, closed: true });
    await ledger.submit(account.jws, null);
    const { leased, remarks } = (await told()) ?? { leased: null, remarks: [] };
    expect(leased).toMatchObject({ closed: true, opened: [{ outside: false }, { outside: true }] });
    expect(remarks).not.toContain('not-accounted');
    expect(remarks).toContain('opened-outside-lease');
  });

  test('two agencies read the same bytes from their own ways to the ledger', async () => {
    const [thai, lao] = [accessReport(await trail('th-police')), accessReport(await trail('la-fiu'))];
    expect(JSON.stringify(lao)).toBe(JSON.stringify(thai));
  });

  test('a trail takes neither a gap nor another past, and nothing comes of no blocks', async () => {
    await trail();
    await expect(Trail.of(blocks.filter((_, i) => i !== 3))).rejects.toThrow(BrokenTrail);
    const forged = blocks.map((block, i) => (i === 3 ? { ...block, previous: '0'.repeat(64) } : block));
    await expect(Trail.of(forged)).rejects.toThrow('another predecessor');
    expect(() => accessReport(new Trail())).toThrow(RangeError);
  });
});
