import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, type ServedExchange, serveExchange } from '../support/served.ts';
import { signedBy, wireTo } from './wire.ts';

let exchange: ServedExchange;
beforeAll(async () => {
  exchange = await serveExchange({ limits: { streamsPerOfficer: 3 } });
});
afterAll(() => exchange.close());

test('an officer holds so many event streams and no more; others are not kept out', async () => {
  const open = new AbortController();
  const started = Array.from({ length: 3 }, () => opened('th-police', open.signal));
  const { id } = await exchange.post();
  for (const events of started) expect(await events).toBe(id);
  // Our own client would wait and ask again.
  const served = exchange.served.get('th-police') as Served;
  const wire = wireTo(exchange, served);
  const { officer } = exchange.agency('th-police');
  const sent = await signedBy(officer, served.origin, { method: 'GET', path: '/v1/events' }, exchange.clock());
  const refused = await wire.send(sent);
  expect([refused.status, JSON.parse(refused.body).code]).toEqual([429, 'TOO_MANY_REQUESTS']);
  wire.close();
  open.abort();
  // What is closed counts no more, and not only at its next sign of life.
  const again = new AbortController();
  await expect.poll(() => opened('th-police', again.signal).catch(() => null), { timeout: 10_000 }).toBe(id);
  again.abort();
});

/** The record of the first event of its kind; the stream stays open. */
async function opened(code: string, signal: AbortSignal): Promise<string | null> {
  const events = exchange.desk(code).events({ after: '0.0', signal });
  for (let next = await events.next(); !next.done; next = await events.next())
    if (next.value.type === 'record') return next.value.record;
  return null;
}

test('a HEAD of the event stream leaves no stream behind', async () => {
  const served = exchange.served.get('kh-immigration') as Served;
  const wire = wireTo(exchange, served);
  const { officer } = exchange.agency('kh-immigration');
  for (let i = 0; i < 5; i++) {
    const sent = await signedBy(officer, served.origin, { method: 'HEAD', path: '/v1/events' }, exchange.clock());
    expect((await wire.send(sent)).status).toBe(404);
  }
  wire.close();
});
