import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registrationOf } from '../../../test/support/founding.ts';
import { certifiedOfficer } from '../../../test/support/officer.ts';
import { type Exchange, ORIGIN, openExchange, openGateway, type TestGateway } from '../../fixture/gateway.ts';
import type { GatewayEvent } from '../api/event-stream.ts';
import { chunksOf, type Fetch, send } from '../api/transport.ts';

let exchange: Exchange;
let khmer: TestGateway;

beforeAll(async () => {
  exchange = await openExchange();
  khmer = await openGateway(exchange, 'kh-immigration', { limits: { heartbeatMs: 20 } });
});
afterAll(async () => {
  await khmer?.gateway.close();
  await exchange?.close();
});

/** The first events of a stream until one satisfies. */
async function until(
  events: AsyncIterable<GatewayEvent>,
  last: (event: GatewayEvent) => boolean,
): Promise<GatewayEvent[]> {
  const seen: GatewayEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    if (last(event)) break;
  }
  return seen;
}

const about = (record: string) => (event: GatewayEvent) => event.type === 'record' && event.record === record;

describe('GET /v1/events', () => {
  test('a post for the agency arrives as it happens, then its block', async () => {
    const stop = new AbortController();
    const connected = Promise.withResolvers<void>();
    const fetch: Fetch = async (url, init) => {
      const answer = await khmer.fetch(url, init);
      connected.resolve();
      return answer;
    };
    const events = khmer.client(undefined, { fetch }).events({ signal: stop.signal });
    const first = events.next();
    await connected.promise;
    const { id } = await exchange.post();
    const seen = [(await first).value as GatewayEvent, ...(await until(events, ({ type }) => type === 'block'))];
    expect(seen.find(about(id))).toMatchObject({
      change: 'posted',
      typ: 'record.post/1',
      by: 'th-police',
      state: 'open',
    });
    stop.abort();
  });

  test('a change by the own agency is told too; a record between others is not', async () => {
    const between = await exchange.post({ from: 'la-fiu', to: ['th-police'] });
    const ours = await exchange.post();
    const { officer } = exchange.agency('kh-immigration');
    const ack = await officer.sign('record.acknowledge/1', { record: ours.id });
    await khmer.client().submit(ack.jws);
    const isAck = (event: GatewayEvent): boolean => event.type === 'record' && event.statement === ack.id;
    const seen = await until(khmer.client().events({ after: '0.0' }), isAck);
    expect(seen.filter(about(between.id))).toEqual([]);
    expect(seen.at(-1)).toMatchObject({ change: 'changed', by: 'kh-immigration', record: ours.id });
  });

  test('a change of directory or agreements is told to every member, once for each statement', async () => {
    const lao = exchange.agency('la-fiu');
    const unit = { unit: 'night-desk', level: 'post' as const, names: { en: 'Night desk' }, desk: true, closed: false };
    const { agreement } = exchange;
    const statements = [
      await lao.registrar.sign('unit.set/1', unit),
      await lao.registrar.sign('agreement.suspend/1', { agreement }),
      await lao.registrar.sign('agreement.resume/1', { agreement }),
    ];
    for (const { jws } of statements) await lao.ledger.submit(jws, null);
    const isLast = (event: GatewayEvent): boolean => event.type === 'exchange' && event.statement === statements[2]?.id;
    const seen = await until(khmer.client().events({ after: '0.0' }), isLast);
    const told = seen.filter((event) => event.type === 'exchange').map(({ id: _, ...event }) => event);
    const by = { type: 'exchange', by: 'la-fiu' };
    expect(told.slice(-3)).toEqual([
      { ...by, part: 'directory', statement: statements[0]?.id, typ: 'unit.set/1' },
      { ...by, part: 'agreements', statement: statements[1]?.id, typ: 'agreement.suspend/1' },
      { ...by, part: 'agreements', statement: statements[2]?.id, typ: 'agreement.resume/1' },
    ]);
    expect(new Set(told.map(({ statement, part }) => `${statement} ${part}`)).size).toBe(told.length);
  });

  test('Last-Event-ID resumes: nothing missed, nothing twice, also over a gateway that was away', async () => {
    const one = await exchange.post();
    const before = await until(khmer.client().events({ after: '0.0' }), about(one.id));
    const missed = await exchange.post();
    const later = await exchange.post();
    const after = await until(khmer.client().events({ after: before.at(-1)!.id }), about(later.id));
    const all = await until(khmer.client().events({ after: '0.0' }), about(later.id));
    expect([...before, ...after]).toEqual(all);
    expect(after.filter(about(missed.id))).toHaveLength(1);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  test('an identifier that we never gave is refused', async () => {
    const events = khmer.client().events({ after: 'yesterday' });
    await expect(events.next()).rejects.toMatchObject({ status: 400, code: 'MALFORMED_REQUEST' });
  });

  test('an idle stream shows signs of life', async () => {
    const { signer } = exchange.agency('kh-immigration').officer;
    const stream = await send({ origin: ORIGIN, officer: signer, fetch: khmer.fetch }, { path: '/v1/events' });
    let text = '';
    for await (const chunk of chunksOf(stream)) {
      text += new TextDecoder().decode(chunk);
      if (text.split(': alive').length > 2) break;
    }
    expect(text.startsWith(': tocsin\n\n')).toBe(true);
  });

  test('it ends for an officer who is revoked', async () => {
    const { authority, registrar } = exchange.agency('kh-immigration');
    const leaver = await certifiedOfficer({ authority, unit: 'duty-desk', roles: ['reader'], clock: exchange.clock });
    const registration = await registrar.sign('officer.register/1', registrationOf(leaver, exchange.clock()));
    await khmer.client(registrar).submit(registration.jws);
    const events = khmer.client(leaver).events({ after: '0.0', pauseMs: 1 });
    await events.next();
    const revoke = await registrar.sign('officer.revoke/1', { officer: leaver.handle, reason: 'left-post' });
    await khmer.client(registrar).submit(revoke.jws);
    await expect(until(events, () => false)).rejects.toMatchObject({ status: 403, code: 'OFFICER_REVOKED' });
  });

  test('closing the gateway ends open streams', async () => {
    const closing = await openGateway(exchange, 'la-fiu');
    const stop = new AbortController();
    const events = closing.client().events({ after: '0.0', signal: stop.signal });
    await events.next();
    await closing.gateway.close();
    expect(closing.gateway.follower.following.state).toBe('stopped');
    stop.abort();
  });
});

describe('GET /v1/ledger/blocks', () => {
  test('all blocks, raw, in order; from a number on; none beyond the view', async () => {
    const { ledger } = exchange.agency('kh-immigration');
    const { committed } = await exchange.post();
    await khmer.gateway.follower.reached(BigInt(committed.block), AbortSignal.timeout(5000));
    const stop = new AbortController();
    const raw: string[] = [];
    for await (const block of ledger.blocks(0n, stop.signal)) {
      raw.push(block.raw);
      if (String(block.number) === committed.block) stop.abort();
    }
    expect(await Array.fromAsync(khmer.client().blocks())).toEqual(raw);
    expect(await Array.fromAsync(khmer.client().blocks(BigInt(raw.length - 2)))).toEqual(raw.slice(-2));
    expect(await Array.fromAsync(khmer.client().blocks(BigInt(raw.length)))).toEqual([]);
  });
});
