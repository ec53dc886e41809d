import 'reflect-metadata';
import { request } from 'node:https';
import { connect } from 'node:tls';
import { SubjectAlternativeNameExtension } from '@peculiar/x509';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Holder, issue } from '../../envelope/fixture/agency.ts';
import { type Exchange, openExchange, openGateway, type TestGateway } from '../fixture/gateway.ts';
import { createClient } from './api/client.ts';
import type { Answer, Fetch } from './api/transport.ts';
import { type Listening, listen } from './server.ts';

let exchange: Exchange;
let thai: TestGateway;
let listening: Listening;
let ca: string;

beforeAll(async () => {
  exchange = await openExchange();
  thai = await openGateway(exchange, 'th-police');
  const authority = await issue({ name: 'CN=Test TLS', ca: true });
  const san = new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]);
  const host = await issue({ name: 'CN=gateway', issuer: authority, extensions: [san] });
  ca = authority.certificate.toString('pem');
  const tls = { key: await pkcs8(host), cert: host.certificate.toString('pem'), ca };
  listening = await listen(thai.gateway, { host: '127.0.0.1', port: 0, tls });
});
afterAll(async () => {
  await listening?.close();
  await exchange?.close();
});

async function pkcs8({ keys }: Holder): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const label = ['PRIVATE', 'KEY'].join(' ');
  return `-----BEGIN ${label}-----\n${der}\n-----END ${label}-----\n`;
}

const tlsFetch: Fetch = (url, { method, headers, body, signal }) =>
  new Promise<Answer>((resolve, reject) => {
    const sent = request(url, { method, headers, ca, ...(signal === undefined ? {} : { signal }) }, (answer) => {
      const bytes = async (): Promise<ArrayBuffer> => new Uint8Array(Buffer.concat(await answer.toArray())).buffer;
      resolve({ status: answer.statusCode ?? 0, body: answer as AsyncIterable<Uint8Array>, arrayBuffer: bytes });
    });
    sent.on('error', reject);
    sent.end(body);
  });

const client = () =>
  createClient({ origin: listening.origin, officer: exchange.agency('th-police').officer.signer, fetch: tlsFetch });

test('an officer submits and hears of it over TLS', async () => {
  const stop = new AbortController();
  const events = client().events({ after: '0.0', signal: stop.signal });
  await events.next();
  const post = await exchange.draft();
  const { block } = await client().submit(post.jws, post.file);
  let last = '';
  for await (const event of events) {
    if (event.type === 'block') last = event.number;
    if (last === block) break;
  }
  stop.abort();
  expect((await client().record(post.id)).head.author).toBe('th-police');
});

test('nothing older than TLS 1.3', async () => {
  const refused = new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: listening.port, ca, maxVersion: 'TLSv1.2' }, () =>
      resolve('open'),
    );
    socket.on('error', reject);
  });
  await expect(refused).rejects.toThrow();
});

test('without a key or a certificate it does not listen', async () => {
  const tls = { key: '', cert: '' };
  await expect(listen(thai.gateway, { host: '127.0.0.1', port: 0, tls })).rejects.toThrow('nothing in clear');
});

test('a gateway that does not answer is told as such', async () => {
  const officer = exchange.agency('th-police').officer.signer;
  const nobody = createClient({ origin: 'https://127.0.0.1:1', officer, fetch: tlsFetch });
  await expect(nobody.me()).rejects.toMatchObject({ name: 'ApiError', status: 0, code: 'NOT_READY' });
  const clear = createClient({ origin: 'http://127.0.0.1:1', officer, fetch: tlsFetch });
  await expect(clear.me()).rejects.toMatchObject({ status: 0 });
});
