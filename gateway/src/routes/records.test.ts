import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Exchange, openExchange, openGateway, TestClock, type TestGateway } from '../../fixture/gateway.ts';
import { RecordDetailSchema, RecordPageSchema } from '../api/records.ts';

const clock = new TestClock();
let exchange: Exchange;
let thai: TestGateway;
let khmer: TestGateway;
const posted: string[] = [];

beforeAll(async () => {
  exchange = await openExchange({ clock: clock.now });
  thai = await openGateway(exchange, 'th-police');
  khmer = await openGateway(exchange, 'kh-immigration');
  for (let i = 0; i < 5; i++) {
    const { jws, file, id } = await exchange.draft();
    await thai.client().submit(jws, file);
    posted.unshift(id);
    clock.forward(1000);
  }
  await seen(khmer, posted[0]!);
});
afterAll(async () => {
  await Promise.all([thai?.gateway.close(), khmer?.gateway.close()]);
  await exchange?.close();
});

/** Waits until a gateway's view holds a record. */
async function seen({ gateway: { view, follower } }: TestGateway, id: string): Promise<void> {
  for (let changed = follower.changed(); view.state(`record/${id}`) === undefined; changed = follower.changed())
    await changed;
}

const ids = async (gateway: TestGateway, filter: object): Promise<string[]> =>
  (await gateway.client().records(filter)).records.map(({ head }) => head.id);

describe('GET /v1/records', () => {
  test('the addressee has them in the inbox, newest first; the author in the outbox', async () => {
    expect(await ids(khmer, { box: 'inbox' })).toEqual(posted);
    expect(await ids(thai, { box: 'outbox' })).toEqual(posted);
    expect(await ids(thai, { box: 'inbox' })).toEqual([]);
    expect(await ids(khmer, { box: 'outbox' })).toEqual([]);
  });

  test('the answer fits its schema', async () => {
    expect([...Compile(RecordPageSchema).Errors(await khmer.client().records())]).toEqual([]);
  });

  test('pages follow one another without a gap or a repetition', async () => {
    const first = await khmer.client().records({ limit: 2 });
    const second = await khmer.client().records({ limit: 2, cursor: first.next! });
    const third = await khmer.client().records({ limit: 2, cursor: second.next! });
    const all = [first, second, third].flatMap(({ records }) => records.map(({ head }) => head.id));
    expect(all).toEqual(posted);
    expect(third.next).toBeNull();
  });

  test('unacknowledged and overdue change with acknowledgement and time', async () => {
    const record = posted[2]!;
    const ack = await exchange.agency('kh-immigration').officer.sign('record.acknowledge/1', { record });
    await khmer.client().submit(ack.jws);
    expect(await ids(khmer, { unacknowledged: true })).toEqual(posted.filter((id) => id !== record));
    expect(await ids(khmer, { overdue: true })).toEqual([]);
    clock.forward(25 * 3_600_000); // PRIORITY: 24 hours to acknowledge
    expect(await ids(khmer, { overdue: true })).toEqual(posted.filter((id) => id !== record));
    const late = (await khmer.client().records()).records.map((one) => one.late.acknowledge.length);
    expect(late).toEqual([1, 1, 0, 1, 1]);
  });

  test('by state', async () => {
    const close = await exchange
      .agency('th-police')
      .officer.sign('record.close/1', { record: posted[0]!, reason: 'resolved' });
    await thai.client().submit(close.jws);
    expect(await ids(thai, { box: 'outbox', state: 'closed' })).toEqual([posted[0]]);
    expect(await ids(thai, { box: 'outbox', overdue: true })).not.toContain(posted[0]);
  });

  test.each([
    ['limit', { limit: 501 }],
    ['limit', { limit: 0 }],
    ['box', { box: 'attic' }],
    ['state', { state: "'; DROP TABLE record" }],
    ['cursor', { cursor: 'AAAA' }],
    ['a parameter we do not know', { colour: 'red' }],
  ])('%s of another form is refused', async (_name, filter) => {
    await expect(khmer.client().records(filter as never)).rejects.toMatchObject({
      status: 400,
      code: 'MALFORMED_REQUEST',
    });
  });
});

describe('GET /v1/records/:id', () => {
  test('head, items in the order of the ledger, and accesses, as the schema says', async () => {
    const { officer } = exchange.agency('kh-immigration');
    const record = posted[2]!;
    const body = {
      record,
      outcome: 'information',
      to: ['th-police'],
      handling: { tlp: 'AMBER', codes: [] },
      sealed: null,
    };
    const followUp = await officer.sign('record.follow-up/1', body as never);
    await khmer.client().submit(followUp.jws);
    const detail = await khmer.client().record(record);
    expect(detail.items.map(({ id }) => id)).toEqual([record, followUp.id]);
    expect(detail.head.progress['kh-immigration']?.state).toBe('answered');
    expect([...Compile(RecordDetailSchema).Errors(detail)]).toEqual([]);
  });

  test('unknown: 404; not an identifier: 400', async () => {
    await expect(thai.client().record('a'.repeat(26))).rejects.toMatchObject({ status: 404, code: 'UNKNOWN_RECORD' });
    await expect(thai.client().record('X')).rejects.toMatchObject({ status: 400, code: 'MALFORMED_REQUEST' });
  });
});
