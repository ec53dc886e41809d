import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ledger, LedgerFault } from '@tocsin/record';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fictitiousAlert } from '../../test/support/alert.ts';
import { type Exchange, ORIGIN, openExchange, openGateway, type TestGateway } from '../fixture/gateway.ts';
import { writtenLog } from '../fixture/written-log.ts';
import { buildGateway } from './app.ts';

let exchange: Exchange;
let thai: TestGateway;
let brokenAt = -1n;
const { sink, logged } = writtenLog();

beforeAll(async () => {
  exchange = await openExchange();
  thai = await openGateway(exchange, 'th-police', { logger: pino({ level: 'trace' }, sink) });
});
afterAll(async () => {
  await thai?.gateway.close();
  await exchange?.close();
});

const get = (url: string, gateway = thai) => gateway.gateway.app.inject({ url, headers: { host: 'gateway.test' } });

/** The agency's ledger with one method that does otherwise. */
function ledgerWith(change: Partial<Ledger>): Ledger {
  const { ledger } = exchange.agency('th-police');
  const bound = {
    agency: ledger.agency,
    submit: ledger.submit.bind(ledger),
    state: ledger.state.bind(ledger),
    sealed: ledger.sealed.bind(ledger),
    height: ledger.height.bind(ledger),
    blocks: ledger.blocks.bind(ledger),
    close: ledger.close.bind(ledger),
  };
  return { ...bound, ...change } as Ledger;
}

describe('a gateway refuses to start', () => {
  const options = () => ({ agency: 'th-police', ledger: exchange.agency('th-police').ledger, unitKeys: [] });

  test('over a folder that others may enter', async () => {
    const folder = join(exchange.folder, 'open');
    await mkdir(folder);
    await chmod(folder, 0o750);
    await expect(buildGateway({ ...options(), folder })).rejects.toThrow('set its mode to 0700');
  });

  test('on another agency’s connection', async () => {
    const folder = join(exchange.folder, 'foreign');
    await expect(buildGateway({ ...options(), agency: 'la-fiu', folder })).rejects.toThrow("another agency's");
  });
});

describe('for the operator', () => {
  test('/health, /ready and /metrics', async () => {
    expect((await get('/health')).json()).toEqual({ status: 'ok' });
    const ready = await get('/ready');
    expect(ready.statusCode).toBe(200);
    expect(ready.json()).toMatchObject({ ready: true, following: 'following', reason: null });
    const metrics = (await get('/metrics')).body;
    expect(metrics).toContain('tocsin_following 1');
    expect(metrics).not.toContain(exchange.agency('th-police').officer.handle);
  });

  test('/openapi.json names every route of the API, and /docs shows it', async () => {
    const { openapi, paths } = (await get('/openapi.json')).json<{ openapi: string; paths: object }>();
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths).filter((path) => path.startsWith('/v1'))).toHaveLength(52);
    const docs = await get('/docs/');
    expect(docs.statusCode).toBe(200);
    expect(docs.headers['content-security-policy']).not.toContain("'unsafe-eval'");
  });

  test('an unknown address is a problem, too', async () => {
    const answer = await get('/v2/me');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 404, code: 'NOT_FOUND', type: 'urn:tocsin:error:NOT_FOUND' });
  });

  test('a ledger that contradicts itself: not ready, nothing submitted', async () => {
    const { ledger } = exchange.agency('th-police');
    const gateway = await openGateway(exchange, 'th-police', {
      limits: { retryMs: { first: 1, longest: 2 } },
      ledger: ledgerWith({
        async *blocks(from, signal) {
          for await (const block of ledger.blocks(from, signal)) {
            yield block.number === brokenAt ? { ...block, previous: 'f'.repeat(64) } : block;
          }
        },
      }),
    });
    const { committed } = await exchange.post();
    brokenAt = BigInt(committed.block) + 1n;
    await exchange.post();
    const { follower } = gateway.gateway;
    for (let changed = follower.changed(); follower.following.state !== 'broken'; changed = follower.changed())
      await changed;
    const ready = await get('/ready', gateway);
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({
      ready: false,
      following: 'broken',
      reason: expect.stringContaining('predecessor'),
    });
    const post = await exchange.draft();
    await expect(gateway.client().submit(post.jws, post.file)).rejects.toMatchObject({
      status: 503,
      code: 'NOT_READY',
    });
    expect(await ledger.state(`statement/${post.id}`)).toBeUndefined();
    await gateway.gateway.close();
  });
});

describe('limits', () => {
  test('a body over the limit is refused before it is read: 413', async () => {
    const gateway = await openGateway(exchange, 'th-police', { limits: { bodyBytes: 4096 } });
    const post = await exchange.draft();
    const refused = gateway.client().submit(post.jws, new Uint8Array(8192));
    await expect(refused).rejects.toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    await gateway.gateway.close();
  });

  test('an officer who asks too often waits; a colleague does not', async () => {
    const gateway = await openGateway(exchange, 'th-police', { limits: { perOfficer: 3 } });
    const { registrar } = exchange.agency('th-police');
    for (let i = 0; i < 3; i++) await gateway.client().me();
    await expect(gateway.client().me()).rejects.toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
    expect(await gateway.client(registrar).me()).toMatchObject({ agency: 'th-police' });
    await gateway.gateway.close();
  });

  test.each([
    ['statements', { statements: 2, bytes: 2 ** 30 }],
    ['bytes', { statements: 100, bytes: 16_000 }],
  ])('an officer who fills the line with %s waits; a colleague does not', async (_name, underWayPerOfficer) => {
    const answers: (() => void)[] = [];
    const submit = () =>
      new Promise<never>((_, reject) => {
        answers.push(() => reject(new LedgerFault('LEDGER_CONFLICT')));
      });
    const options = { ledger: ledgerWith({ submit }), limits: { underWayPerOfficer } };
    const gateway = await openGateway(exchange, 'th-police', options);
    const { registrar } = exchange.agency('th-police');
    const { jws } = await exchange.draft();
    const file = new Uint8Array(4_000);
    const send = (client = gateway.client()) => client.submit(jws, file).catch(({ code }) => code);
    const waiting = [send(), send()];
    await expect.poll(() => answers.length, { timeout: 10_000 }).toBe(2);
    expect(await send()).toBe('TOO_MANY_REQUESTS');
    waiting.push(send(gateway.client(registrar)));
    await expect.poll(() => answers.length, { timeout: 10_000 }).toBe(3);
    for (const answer of answers) answer();
    expect(await Promise.all(waiting)).toEqual(Array(3).fill('LEDGER_CONFLICT'));
    const again = send();
    await expect.poll(() => answers.length, { timeout: 10_000 }).toBe(4);
    answers[3]?.();
    expect(await again).toBe('LEDGER_CONFLICT');
    await gateway.gateway.close();
  });

  test('an address that asks too often waits, signed or not, and is told how long', async () => {
    const gateway = await openGateway(exchange, 'th-police', { limits: { perAddress: 2 } });
    await get('/v1/me', gateway);
    await get('/v1/me', gateway);
    const third = await get('/v1/me', gateway);
    expect(third.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
    await gateway.gateway.close();
  });
});

describe('when the ledger cannot', () => {
  test.each([
    ['does not answer', new LedgerFault('LEDGER_UNAVAILABLE'), 503, 'LEDGER_UNAVAILABLE'],
    ['leaves it open', new LedgerFault('LEDGER_OUTCOME_UNKNOWN'), 504, 'LEDGER_OUTCOME_UNKNOWN'],
    ['is out of space', Object.assign(new Error('full'), { errcode: 13 }), 507, 'STORAGE_FULL'],
  ])('it %s: the client is told', async (_name, fault, status, code) => {
    const ledger = ledgerWith({ submit: () => Promise.reject(fault) });
    const gateway = await openGateway(exchange, 'th-police', { ledger });
    await expect(gateway.client().submit('x')).rejects.toMatchObject({ status, code });
    await gateway.gateway.close();
  });

  test('a view out of space answers 507, and the statement stands: the same bytes again are done', async () => {
    const { ledger } = exchange.agency('th-police');
    let full = false;
    const gateway = await openGateway(exchange, 'th-police', {
      limits: { viewMs: 50, retryMs: { first: 1, longest: 2 } },
      ledger: ledgerWith({
        async *blocks(from, signal) {
          for await (const block of ledger.blocks(from, signal)) {
            if (full) throw Object.assign(new Error('disk'), { code: 'ENOSPC' });
            yield block;
          }
        },
      }),
    });
    full = true;
    const post = await exchange.draft();
    await expect(gateway.client().submit(post.jws, post.file)).rejects.toMatchObject({
      status: 507,
      code: 'STORAGE_FULL',
    });
    full = false;
    expect(await gateway.client().submit(post.jws, post.file)).toMatchObject({ already: true });
    await gateway.gateway.close();
  });
});

describe('the log', () => {
  test('has routes, codes and opaque handles, and nothing that was said', async () => {
    const marker = 'Somsak-Marker-Fictitious';
    const client = thai.client();
    const post = await exchange.draft({ content: { ...fictitiousAlert, title: marker } });
    await client.submit(post.jws, post.file);
    await client.record(post.id);
    await client.records({ state: 'marker-state' });
    await client.submit(marker).catch(() => undefined);
    await get(`/v1/records/${marker}?name=${marker}`);
    await get(`/${marker}`);
    const text = logged.join('');
    expect(text).toContain('"route":"POST /v1/statements"');
    expect(text).toContain(`"handle":"${exchange.agency('th-police').officer.handle}"`);
    expect(text).toContain('"code":"UNAUTHENTICATED"');
    for (const secret of [marker, 'marker-state', post.jws, post.id, '127.0.0.1', 'gateway.test', ORIGIN]) {
      expect(text, secret).not.toContain(secret);
    }
  });
});

test('rebuild makes the same view again while the gateway stays open', async () => {
  const { gateway } = thai;
  const { checkpoint } = gateway.view;
  await gateway.follower.reached(checkpoint!.number, AbortSignal.timeout(5000));
  const before = gateway.view.contents();
  await gateway.rebuild();
  await gateway.follower.reached(checkpoint!.number, AbortSignal.timeout(5000));
  const after = gateway.view.contents();
  for (const table of Object.keys(before)) expect(after[table], table).toEqual(expect.arrayContaining(before[table]!));
});
