import { errorWords, statusOf } from '@tocsin/gateway';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Officer } from '../support/officer.ts';
import { type Served, type ServedExchange, serveExchange } from '../support/served.ts';
import { type Heard, type Sent, signedBy, type Wire, wireTo } from './wire.ts';

const RUNS = { seed: 20261123, numRuns: 150 };
let exchange: ServedExchange;
let served: Served;
let officer: Officer;
let wire: Wire;
let before: bigint;

beforeAll(async () => {
  exchange = await serveExchange();
  served = exchange.served.get('th-police') as Served;
  officer = exchange.agency('th-police').officer;
  before = BigInt((await exchange.post()).committed.block);
  await exchange.desk('th-police').me();
  wire = wireTo(exchange, served);
});
afterAll(async () => {
  wire.close();
  // Whatever the generators found to say, the next block is the next block.
  const { committed } = await exchange.post();
  expect(BigInt(committed.block)).toBe(before + 1n);
  await exchange.close();
});

/** Answered, and if not with what was asked for, then with a problem document of the closed tables. */
function mustBeAnswered({ status, headers, body }: Heard, sent: Sent): void {
  expect(status).toBeLessThan(500);
  if (status < 400 || sent.method === 'HEAD') return;
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(body) as { code: keyof typeof errorWords; status: number; type: string };
  expect(Object.keys(errorWords)).toContain(problem.code);
  expect(problem.status).toBe(status);
  expect(status).toBe(statusOf(problem.code));
}

const methods = fc.constantFrom(
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'QUERY', 'PURGE'],
);
const segment = fc.oneof(
  fc.constantFrom('v1', 'statements', 'records', 'items', 'file', 'accesses', 'key', 'directory', 'agencies', 'docs'),
  fc.constantFrom('..', '.', '', '%2e%2e', '%2f', '%00', '%zz', '%', '%c0%af', '__proto__', 'constructor', '*', ':id'),
  fc.constantFrom('static', 'a'.repeat(120), 'a'.repeat(4000), '%F0%9F%98%80', ';', '\\..\\', 'etc%2fpasswd'),
  fc.stringMatching(/^[!-~]{1,20}$/),
);
const path = fc
  .tuple(fc.array(segment, { maxLength: 6 }), fc.option(fc.stringMatching(/^[!-~]{0,40}$/)))
  .map(([parts, query]) => `/${parts.join('/')}${query === null ? '' : `?${query}`}`);
const headers = fc.dictionary(
  fc.constantFrom(
    ...['accept', 'content-type', 'accept-version', 'x-forwarded-for', 'x-http-method-override', 'last-event-id'],
    ...['signature', 'signature-input', 'content-digest', 'origin', 'range', 'if-none-match', 'content-encoding'],
  ),
  fc.oneof(fc.stringMatching(/^[!-~][ -~]{0,60}$/), fc.constant('application/json'), fc.constant('a=();created=1')),
  { maxKeys: 4 },
);
const body = fc.option(fc.uint8Array({ maxLength: 200 }), { nil: undefined });

test('unsigned requests of any form are answered, never failed on', async () => {
  const sent = fc.record({ method: methods, path, headers, body });
  const whole = sent.map((one): Sent => {
    const { body: bytes, ...rest } = one;
    return bytes === undefined || one.method === 'HEAD' ? rest : { ...rest, body: bytes };
  });
  await fc.assert(
    fc.asyncProperty(whole, async (one) => mustBeAnswered(await wire.send(one), one)),
    RUNS,
  );
});

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const json = fc.oneof(
  fc.json({ noUnicodeString: false } as object),
  fc.constantFrom(
    ...['', 'null', '{', '{"statement":', '{"__proto__":{"statement":"a"}}', '{"constructor":{"prototype":1}}'],
    ...['{"statement":"a.b.c"}', '{"statement":"\\ud800.b.c"}', '{"statement":"a","file":"===="}', '{"statement":[]}'],
    ...['{"statement":"","file":"AB=="}', '{"statement":"..","file":"A"}', '{"statement":"a","statement":"b"}'],
    ...['\ufeff{"statement":"a"}', '{"epk":"A"}', deep(50_000), `{"statement":${deep(20_000)}}`],
    `{"statement":"${'a'.repeat(70_000)}"}`,
    `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":0`).join()}}`,
    JSON.stringify({ epk: 'A'.repeat(1622) }),
    JSON.stringify({ epk: '_'.repeat(1622) }),
  ),
  fc.string({ unit: 'binary', maxLength: 100 }).map((statement) => JSON.stringify({ statement })),
  fc
    .tuple(fc.json(), fc.json(), fc.base64String({ minLength: 86, maxLength: 88 }))
    .map((parts) => JSON.stringify({ statement: parts.map((p) => Buffer.from(p).toString('base64url')).join('.') })),
);

test('what an officer signs is answered too, however odd its body', async () => {
  const id = fc.constantFrom('a'.repeat(26), 'mzxw6ytboi4dknbvgm3dinzwha', '../../health', '%00');
  const target = fc.oneof(
    fc.constant('/v1/statements'),
    id.map((one) => `/v1/accesses/${one}/key`),
  );
  const type = fc.constantFrom('application/json', 'application/json; charset=utf-16', 'text/plain', 'a/b', '');
  await fc.assert(
    fc.asyncProperty(target, json, type, async (one, text, contentType) => {
      const named = contentType === '' ? {} : { 'content-type': contentType };
      const sent: Sent = { method: 'POST', path: one, body: Buffer.from(text), headers: named };
      const heard = await wire.send(await signedBy(officer, served.origin, sent, exchange.clock()));
      mustBeAnswered(heard, sent);
      expect(heard.status).toBeGreaterThanOrEqual(400);
    }),
    RUNS,
  );
});

test('odd questions with a good signature are answered', async () => {
  const name = fc.constantFrom(
    'limit',
    'cursor',
    'box',
    'state',
    'since',
    'from',
    'agency',
    'unit',
    '__proto__',
    'a[]',
  );
  const value = fc.oneof(
    fc.constantFrom('007', '501', '-1', 'true', 'AAAA', '9'.repeat(18)),
    fc.stringMatching(/^[!-~]{0,20}$/),
  );
  const query = fc
    .array(fc.tuple(name, value), { maxLength: 3 })
    .map((all) => all.map(([k, v]) => `${k}=${v}`).join('&'));
  const where = fc.constantFrom(
    ...['records', 'accesses', 'keys', 'agreements', 'ledger/blocks', 'me', 'directory/units', 'statements/x'],
    ...['records/%2e%2e', 'items/a/file', `items/${'a'.repeat(26)}/file`, `records/${'a'.repeat(150)}`],
  );
  await fc.assert(
    fc.asyncProperty(where, query, async (one, asked) => {
      const sent: Sent = { method: 'GET', path: `/v1/${one}?${asked.replaceAll('#', '')}` };
      mustBeAnswered(await wire.send(await signedBy(officer, served.origin, sent, exchange.clock())), sent);
    }),
    RUNS,
  );
});

test.each([
  ['no request at all', 'HELO gateway\r\n\r\n'],
  ['a request without Host', 'GET /health HTTP/1.1\r\n\r\n'],
  ['headers without end', `GET /health HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`],
  [
    'both lengths',
    'POST /v1/statements HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['an odd chunk', 'POST /v1/statements HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ['an expectation', 'GET /health HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nConnection: close\r\n\r\n'],
  ['a tunnel', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['an upgrade', 'GET /v1/me HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n'],
  ['a foreign target', 'GET https://elsewhere.example/v1/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
])('%s is refused without a word about the inside', async (_name, bytes) => {
  const heard = await wire.raw(bytes);
  expect(heard).not.toMatch(/HTTP\/1\.1 (2|5)\d\d/);
  expect(heard).not.toMatch(/at .*\.(ts|js):\d/);
});
