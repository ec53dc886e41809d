import type { ListingStanding, StatementId, StatementType } from '@tocsin/record';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fictitiousLicence } from '../../../test/support/listing.ts';
import type { Body } from '../../../test/support/officer.ts';
import { type Exchange, openExchange, openGateway, TestClock, type TestGateway } from '../../fixture/gateway.ts';
import { FoundLicencesSchema, LicencePageSchema, ListingPageSchema } from '../api/brokers.ts';
import { listListings, lookUpLicences } from '../view/brokers.ts';

const clock = new TestClock();
const day = 86_400_000;
let exchange: Exchange;
let thai: TestGateway;
let khmer: TestGateway;
let lao: TestGateway;
const listings: Partial<Record<ListingStanding | 'closed' | 'expiring', StatementId>> = {};

/** Says something through an agency's gateway; resolves when all gateways show it. */
async function say<T extends StatementType>(by: TestGateway, typ: T, body: Body<T>): Promise<StatementId> {
  const { officer } = exchange.agency(by.gateway.agency);
  const { jws, id } = await officer.sign(typ, body);
  const { block } = await by.client().submit(jws);
  await Promise.all(
    [thai, khmer, lao].map(({ gateway }) => gateway.follower.reached(BigInt(block), AbortSignal.timeout(10_000))),
  );
  return id;
}
const post = async (): Promise<StatementId> => (await exchange.post({ kind: 'listing' })).id;
const inDays = (days: number): string => new Date(clock.now() + days * day).toISOString();
const confirm = (record: StatementId, days = 90) => say(khmer, 'listing.confirm/1', { record, reviewAt: inDays(days) });

beforeAll(async () => {
  exchange = await openExchange({ clock: clock.now });
  [thai, khmer, lao] = (await Promise.all(
    ['th-police', 'kh-immigration', 'la-fiu'].map((code) => openGateway(exchange, code)),
  )) as [TestGateway, TestGateway, TestGateway];
  listings.proposed = await post();
  for (const standing of ['listed', 'contested', 'under-review', 'delisted', 'closed'] as const) {
    const record = await post();
    listings[standing] = record;
    await confirm(record, standing === 'under-review' ? 1 : 90);
  }
  const of = (standing: ListingStanding | 'closed') => ({ record: listings[standing] ?? '' });
  await say(khmer, 'listing.contest/1', { ...of('contested'), reason: 'is-a-victim' });
  await say(thai, 'listing.delist/1', { ...of('delisted'), reason: 'wrong-person' });
  await say(thai, 'record.close/1', { ...of('closed'), reason: 'superseded' });
  clock.forward(2 * day);
  const licences = Array.from({ length: 7 }, (_, i) => fictitiousLicence(`ท. ๑๒${i}/๒๕๖๖`));
  await say(thai, 'licence.set/1', { authority: 'th-doe', licences });
  const others = [
    fictitiousLicence('ท.121-2566', { status: 'revoked', statusAsWritten: 'ដកហូត' }),
    fictitiousLicence('KH-9', { until: '2026-01-01' }),
  ];
  await say(khmer, 'licence.set/1', { authority: 'kh-molvt', licences: others });
}, 30_000);
afterAll(async () => {
  await Promise.all([thai, khmer, lao].map((each) => each?.gateway.close()));
  await exchange?.close();
});

describe('GET /v1/listings', () => {
  test.each(['proposed', 'listed', 'contested', 'under-review'] as const)('those that are %s', async (standing) => {
    for (const party of [thai, khmer]) {
      const page = await party.client().listings({ standing });
      expect(page.listings.map(({ listing }) => listing.record)).toEqual([listings[standing]]);
      expect(page.listings[0]?.standing).toBe(standing);
      expect([...Compile(ListingPageSchema).Errors(page)]).toEqual([]);
    }
  });

  test('what has ended by itself or with its record', async () => {
    const { listings: ended } = await khmer.client().listings({ standing: 'delisted' });
    expect(ended.map(({ listing }) => listing.record)).toEqual([listings.delisted, listings.closed].sort());
  });

  test('pages hold each once; who is no party sees none, and may look one up as every head', async () => {
    const all: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await thai.client().listings({ limit: 4, ...(after === undefined ? {} : { after }) });
      all.push(...page.listings.map(({ listing }) => listing.record));
      after = page.next;
    }
    expect(all).toEqual(Object.values(listings).sort());
    expect((await lao.client().listings()).listings).toEqual([]);
    const record = listings.listed ?? '';
    expect(await lao.client().listing(record)).toMatchObject({ standing: 'listed', head: { id: record } });
  });

  test.each([-2, 0, 89, 179, 400])('the index tells the same standing as the law, %i days on', (days) => {
    const { view } = thai.gateway;
    const listed = (standing?: ListingStanding) => listListings(view, { standing, limit: 500 }, inDays(days)).listings;
    expect(listed()).toHaveLength(6);
    const standings = new Set(listed().map(({ standing }) => standing));
    expect(standings.size).toBeGreaterThan(0);
    for (const standing of standings) {
      expect(listed(standing).every((one) => one.standing === standing)).toBe(true);
      expect(listed(standing)).toHaveLength(listed().filter((one) => one.standing === standing).length);
    }
  });

  test.each([
    ['another', 'a'.repeat(26), 'UNKNOWN_RECORD'],
    ['an alert', null, 'NOT_A_LISTING'],
  ])('%s is refused', async (_, id, code) => {
    const record = id ?? (await exchange.post()).id;
    if (id === null) await say(thai, 'record.withdraw/1', { record, reason: 'mistaken' });
    await expect(thai.client().listing(record)).rejects.toMatchObject({ code });
  });

  test('both parties hear of each change, once', async () => {
    const seen: string[] = [];
    for await (const event of khmer.client().events({ after: '0.0' })) {
      if (event.type === 'record' && event.record === listings.delisted) seen.push(`${event.typ} ${event.state}`);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['record.post/1 open', 'listing.confirm/1 listed', 'listing.delist/1 closed']);
  });
});

describe('licences', () => {
  test('are looked up by number in every register, however it is written', async () => {
    const found = await lao.client().lookUpLicences({ numbers: ['ท 121 / 2566', 'kh9', 'KH-9', 'none-1', '☎'] });
    expect(found.map(({ licence, standing }) => [licence.agency, licence.number, standing])).toEqual([
      ['kh-immigration', 'ท.121-2566', 'revoked'],
      ['th-police', 'ท. ๑๒1/๒๕๖๖', 'valid'],
      ['kh-immigration', 'KH-9', 'expired'],
    ]);
    expect([...Compile(FoundLicencesSchema).Errors({ licences: found })]).toEqual([]);
    const one = { agency: 'th-police', authority: 'th-doe' };
    expect(await lao.client().lookUpLicences({ numbers: ['ท1212566', 'KH-9'], ...one })).toHaveLength(1);
    expect(await lao.client().lookUpLicences({ numbers: ['ท1212566'], agency: 'kh-immigration' })).toHaveLength(1);
    expect(await lao.client().lookUpLicences({ numbers: ['ท1212566'], authority: 'la-mol' })).toEqual([]);
  });

  test('are listed page by page, whole, by agency or by authority', async () => {
    const keys: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await lao.client().licences({ limit: 4, ...(after === undefined ? {} : { after }) });
      expect([...Compile(LicencePageSchema).Errors(page)]).toEqual([]);
      keys.push(...page.licences.map(({ licence, key }) => `${licence.agency} ${key}`));
      after = page.next;
    }
    expect(keys).toHaveLength(9);
    expect(new Set(keys).size).toBe(9);
    const under = async (filter: object) => (await lao.client().licences(filter)).licences.length;
    expect(await under({ agency: 'th-police' })).toBe(7);
    expect(await under({ agency: 'th-police', authority: 'th-doe' })).toBe(7);
    expect(await under({ agency: 'th-police', authority: 'kh-molvt' })).toBe(0);
    expect(await under({ authority: 'kh-molvt' })).toBe(2);
  });

  test('end with the last day of the country whose register they are in', () => {
    const at = (now: string) => lookUpLicences(lao.gateway.view, { numbers: ['KH-9'] }, now);
    expect(at('2026-01-01T16:59:59.999Z')).toMatchObject([{ standing: 'valid', day: '2026-01-01' }]);
    expect(at('2026-01-01T17:00:00.000Z')).toMatchObject([
      { standing: 'expired', day: '2026-01-02', zone: 'Asia/Phnom_Penh' },
    ]);
  });

  test.each([
    ['a place that nobody handed out', { after: 'AAAA' }],
    ['an agency that is a path', { agency: '../th-police' }],
  ])('%s is refused', async (_, filter) => {
    await expect(lao.client().licences(filter)).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
  });

  test('no more than a thousand numbers at once', async () => {
    const numbers = Array.from({ length: 1001 }, (_, i) => `N-${i}`);
    await expect(lao.client().lookUpLicences({ numbers })).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
  });
});

test('a view built again from block 0 knows the same listings and licences', async () => {
  const before = khmer.gateway.view.contents();
  const { number = 0n } = khmer.gateway.view.checkpoint ?? {};
  await khmer.gateway.rebuild();
  await khmer.gateway.follower.reached(number, AbortSignal.timeout(10_000));
  const { listing, licence } = khmer.gateway.view.contents();
  expect({ listing, licence }).toEqual({ listing: before.listing, licence: before.licence });
  expect([listing?.length, licence?.length]).toEqual([6, 9]);
});
