import { once } from 'node:events';
import { createServer, request as httpsRequest, type Server } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, createServer as createTlsServer } from 'node:tls';
import { digest, generateSealKey, toBase64url } from '@tocsin/envelope';
import { type AgencyCode, accessKey, gatewayKey, type Ledger, networkKey } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agencyAuthority, type TestAgency } from '../../../test/support/agency.ts';
import { certifiedTls } from '../../../test/support/node.ts';
import { spkiOf } from '../../../test/support/officer.ts';
import { certifiedPeer, identityOf, peerIdentity, revokedPeer } from '../../../test/support/peer-identity.ts';
import { requestAccessOn } from '../../fixture/access.ts';
import { type Exchange, openExchange, openGateway, type TestGateway } from '../../fixture/gateway.ts';
import type { TrustedRoots } from '../api/founding.ts';
import { OwnLog } from '../own-log/own-log.ts';
import { type Listening, listenToPeers } from '../server.ts';
import { Peers } from './client.ts';
import type { PeerCredentials } from './credentials.ts';
import { listedBy } from './directory.ts';

let exchange: Exchange;
let trustee: TestGateway;
let listening: Pick<Listening, 'port' | 'close'>;
const device = generateSealKey();
/** The lists in every gateway's folder of roots. */
const lists = new Map<AgencyCode, Uint8Array[]>();
const held: TrustedRoots = { rootOf: () => undefined, crls: (agency) => lists.get(agency) ?? [] };
let asked: { access: string; item: string; epk: string; block: string };

beforeAll(async () => {
  exchange = await openExchange({ roster: true });
  const { steward, trusteeKey } = exchange.agency('la-fiu');
  const identity = await peerIdentity(exchange.agency('la-fiu'));
  trustee = await openGateway(exchange, 'la-fiu', {
    roots: held,
    witness: {
      steward,
      identity,
      trusteeKeys: [{ unit: 'duty-desk', epoch: 1, secretKey: trusteeKey.secretKey }],
      coverage: { covered: async (number) => ({ block: await blockAt(number) }) },
    },
  });
  listening = await listenToPeers(trustee.gateway, { host: '127.0.0.1', port: 0, identity });
  const post = await exchange.post();
  const access = await requestAccessOn(exchange, 'kh-immigration', post.id, device);
  const { view, follower } = trustee.gateway;
  for (let changed = follower.changed(); !view.state(accessKey(access)); changed = follower.changed()) await changed;
  const block = String(view.checkpoint?.number);
  asked = { access, item: post.id, epk: toBase64url(device.publicKey), block };
});
afterAll(async () => {
  await listening?.close();
  await trustee?.gateway.close();
  await exchange?.close();
});

async function blockAt(number: bigint) {
  const done = new AbortController();
  for await (const block of exchange.agency('la-fiu').ledger.blocks(number, done.signal)) {
    done.abort();
    return block;
  }
  throw new Error('no such block');
}

/** The asker's own ledger, in which the trustee's gateway is wherever the test wants it. */
function ledgerOf({ ledger }: TestAgency, port: number): Pick<Ledger, 'agency' | 'state'> {
  return {
    agency: ledger.agency,
    state: async (key) => {
      const found = await ledger.state(key);
      const moved = key === gatewayKey('la-fiu') ? { ...(found as object), address: `127.0.0.1:${port}` } : found;
      return moved as never;
    },
  };
}

const linesOf = (ledger: Pick<Ledger, 'agency' | 'state'>) => ({
  agency: ledger.agency,
  directory: { listed: (agency: AgencyCode) => listedBy(ledger, agency) },
  roots: held,
  clock: () => new Date(),
});

interface Line {
  readonly as?: AgencyCode;
  readonly credentials?: PeerCredentials;
  readonly port?: number;
  readonly ms?: number;
}

/** One question to the trustee of la-fiu; what came of it. */
async function ask(path: string, body: object | null, line: Line = {}): Promise<unknown> {
  const agency = exchange.agency(line.as ?? 'kh-immigration');
  const credentials = line.credentials ?? (await peerIdentity(agency));
  const ledger = ledgerOf(agency, line.port ?? listening.port);
  const peers = new Peers({ ...linesOf(ledger), credentials });
  try {
    return await peers.ask('la-fiu', path, body, AbortSignal.timeout(line.ms ?? 5000)).catch(({ code }) => code);
  } finally {
    await peers.close();
  }
}
const release = (line: Line = {}) => ask('/peer/1/releases', asked, line);

test("a trustee answers the access's own agency", async () => {
  expect(await release()).toEqual({ release: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) });
});

test('one gateway is asked over one line, again and again', async () => {
  const agency = exchange.agency('kh-immigration');
  const ledger = ledgerOf(agency, listening.port);
  const peers = new Peers({ ...linesOf(ledger), credentials: await peerIdentity(agency) });
  for (let n = 0; n < 3; n++) {
    const answer = await peers.ask('la-fiu', '/peer/1/releases', asked, AbortSignal.timeout(5000));
    expect(answer).toHaveProperty('release');
  }
  await peers.close();
});

describe('is let in by nothing but the certificate of a member’s gateway', () => {
  test('another agency gets no share, whatever it shows', async () => {
    expect(await release({ as: 'th-police' })).toBe('NOT_YOUR_ACCESS');
  });
  test("another agency's certificate, an officer's, a TLS one, one by a made-up authority, an expired one", async () => {
    const own = exchange.agency('kh-immigration');
    const { officer, authority } = own;
    const officers = await identityOf(officer.keys, officer.chain);
    const tls = await certifiedTls(authority, ['localhost']);
    const madeUp = await agencyAuthority('kh-immigration', Date.now);
    const old = Date.now() - 60 * 86_400_000;
    const wrong: PeerCredentials[] = [
      await peerIdentity(exchange.agency('th-police')),
      officers,
      { key: tls.key, cert: tls.chain },
      await certifiedPeer(madeUp, Date.now()),
      await certifiedPeer(authority, old, 30),
    ];
    for (const credentials of wrong) expect(await release({ credentials })).toBe('PEER_NOT_TRUSTED');
  });
  test('nobody without a certificate, nor under no name or one that is none', async () => {
    const identity = await peerIdentity(exchange.agency('kh-immigration'));
    expect(await raw({}, { 'tocsin-agency': 'kh-immigration' })).toMatchObject({
      status: 403,
      code: 'PEER_NOT_TRUSTED',
    });
    expect(await raw(identity, {})).toMatchObject({ status: 403, code: 'PEER_NOT_TRUSTED' });
    for (const name of ['../network', 'kh immigration', 'KH-IMMIGRATION'])
      expect(await raw(identity, { 'tocsin-agency': name })).toMatchObject({ status: 403 });
    const named = { 'tocsin-agency': 'vn-border' };
    expect(await raw(identity, named)).toMatchObject({ status: 404, code: 'UNKNOWN_AGENCY' });
  });
  test('nothing older than TLS 1.3', async () => {
    const identity = await peerIdentity(exchange.agency('kh-immigration'));
    const old = { maxVersion: 'TLSv1.2', rejectUnauthorized: false } as const;
    const socket = connect({ port: listening.port, host: '127.0.0.1', ...identity, ...old });
    const [fault] = await once(socket, 'error');
    expect(String((fault as NodeJS.ErrnoException).code)).toMatch(/PROTOCOL_VERSION|ECONNRESET/);
  });
});

test.each<[string, object, string]>([
  ['nothing', {}, 'MALFORMED_REQUEST'],
  ['a surplus member', { more: 1 }, 'MALFORMED_REQUEST'],
  ['an access that is none', { access: 'x' }, 'MALFORMED_REQUEST'],
  ['a short key', { epk: 'AAAA' }, 'MALFORMED_REQUEST'],
  ['a block that is no number', { block: '0x10' }, 'MALFORMED_REQUEST'],
  ['access and lease at once', { lease: 'a'.repeat(26) }, 'MALFORMED_REQUEST'],
  ['more than a gateway takes in', { epk: 'A'.repeat(200_000) }, 'BODY_TOO_LARGE'],
])('asked with %s it refuses', async (_, change, code) => {
  const body = Object.keys(change).length === 0 ? {} : { ...asked, ...change };
  expect(await ask('/peer/1/releases', body)).toBe(code);
});

test('is offered a checkpoint that was announced, and takes nothing else for one', async () => {
  const { block } = asked;
  expect(await ask('/peer/1/releases', { ...asked, follows: true })).toHaveProperty('release');
  expect(await ask('/peer/1/releases', { ...asked, follows: false })).toBe('MALFORMED_REQUEST');
  expect(await ask('/peer/1/checkpoints', { note: 'none', block })).toEqual({});
  for (const body of [
    { note: 'none' },
    { block },
    { note: 'none', block, more: 1 },
    { note: 'x'.repeat(100_000), block },
  ])
    expect(await ask('/peer/1/checkpoints', body)).toBe('MALFORMED_REQUEST');
});

test('a gateway that asks again and again for what it must not have makes no log grow', async () => {
  const logged = () => {
    const log = OwnLog.open(trustee.folder);
    const { size } = log;
    log.close();
    return size;
  };
  const agency = exchange.agency('th-police');
  const credentials = await peerIdentity(agency);
  const peers = new Peers({ ...linesOf(ledgerOf(agency, listening.port)), credentials });
  const before = logged();
  const made = Array.from('abcdefgh', (letter) => ({ ...asked, access: letter.repeat(26) }));
  const answers = await Promise.allSettled(
    made.map((body) => peers.ask('la-fiu', '/peer/1/releases', body, AbortSignal.timeout(5000))),
  );
  await peers.close();
  expect(answers.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(made.map(() => 'UNKNOWN_ACCESS'));
  expect(logged()).toBe(before + 1);
});

test('what it does not know it does not answer, and officers’ routes are not here', async () => {
  for (const path of ['/peer/1/none', '/v1/me', '/metrics', '/peer/2/releases'])
    expect(await ask(path, {})).toBe('NOT_FOUND');
});

describe('a gateway’s key that was stolen', () => {
  const stolen = (code: AgencyCode) => revokedPeer(exchange.agency(code).authority, exchange.clock() - 3_600_000);
  /** The registrar enters the gateway anew, with the keys that others are to accept; the trustee has seen it. */
  async function enter(code: AgencyCode, named: { tlsKeys?: string[] }): Promise<void> {
    const { ledger, registrar, steward } = exchange.agency(code);
    const entry = {
      address: 'gateway.invalid:7443',
      cosigner: toBase64url(new Uint8Array(32)),
      steward: steward.handle,
    };
    const { jws, id } = await registrar.sign('gateway.set/1', { ...entry, ...named });
    await ledger.submit(jws, null);
    const { view, follower } = trustee.gateway;
    for (let changed = follower.changed(); view.state(gatewayKey(code))?.id !== id; changed = follower.changed())
      await changed;
  }
  const keyOf = async (code: AgencyCode) => digest(await spkiOf(exchange.agency(code).gatewayKeys));

  test('opens nothing once the list that is held here names it, though it has not expired', async () => {
    const { credentials, list } = await stolen('kh-immigration');
    expect(await release({ credentials }), 'before').toHaveProperty('release');
    lists.set('kh-immigration', [list]);
    expect(await release({ credentials })).toBe('PEER_NOT_TRUSTED');
    expect(await release(), 'the other key of the agency').toHaveProperty('release');
    lists.clear();
  });

  test('opens nothing once the registrar has entered the gateway with its new key', async () => {
    const { credentials } = await stolen('kh-immigration');
    await enter('kh-immigration', { tlsKeys: [await keyOf('kh-immigration')] });
    expect(await release({ credentials })).toBe('PEER_NOT_TRUSTED');
    expect(await release()).toHaveProperty('release');
    await enter('kh-immigration', {});
    expect(await release({ credentials }), 'where no key is named').toHaveProperty('release');
  });

  test('is not spoken to either, by list or by directory', async () => {
    const { credentials, list } = await stolen('la-fiu');
    const server = createServer({ ...credentials, requestCert: true, rejectUnauthorized: false }, (_, response) => {
      response.end('{"release":"x"}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await release({ port }), 'before').toEqual({ release: 'x' });
    lists.set('la-fiu', [list]);
    expect(await release({ port })).toBe('PEER_NOT_TRUSTED');
    lists.clear();
    await enter('la-fiu', { tlsKeys: [await keyOf('la-fiu')] });
    expect(await release({ port })).toBe('PEER_NOT_TRUSTED');
    expect(await release()).toHaveProperty('release');
    server.close();
  });
});

describe('whoever asks sends nothing to', () => {
  let received = 0;
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
  });
  async function impostor(credentials: PeerCredentials, answer: string | null = '{"release":"x"}'): Promise<number> {
    const server = createServer(
      { ...credentials, requestCert: true, rejectUnauthorized: false },
      (request, response) => {
        received++;
        request.resume();
        if (answer !== null)
          response.writeHead(answer.startsWith('http') ? 307 : 200, { location: answer }).end(answer);
      },
    );
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  test("another agency's gateway where this one's should be", async () => {
    const port = await impostor(await peerIdentity(exchange.agency('th-police')));
    expect(await release({ port })).toBe('PEER_NOT_TRUSTED');
    const { authority } = exchange.agency('la-fiu');
    const tls = await certifiedTls(authority, ['127.0.0.1']);
    expect(await release({ port: await impostor({ key: tls.key, cert: tls.chain }) })).toBe('PEER_NOT_TRUSTED');
    expect(received).toBe(0);
  });

  test('and takes a redirect, too much, rubbish or silence for no answer', async () => {
    const identity = await peerIdentity(exchange.agency('la-fiu'));
    const answers = [`https://127.0.0.1:${listening.port}/peer/1/releases`, `"${'x'.repeat(300_000)}"`, '{', null];
    for (const answer of answers) {
      expect(await release({ port: await impostor(identity, answer), ms: 1000 })).toBe('PEER_UNREACHABLE');
    }
    expect(received).toBe(answers.length);
    expect(await release({ port: 1 })).toBe('PEER_UNREACHABLE');
  });

  test('and waits no longer than it wants to for a gateway that says a byte now and then', async () => {
    const stop = new AbortController();
    const slow = createTcpServer((socket) => {
      // A handshake record of 16 KiB, byte by byte.
      socket.write(Buffer.from('1603034000', 'hex'));
      const drip = setInterval(() => socket.write('x'), 500);
      socket.once('close', () => clearInterval(drip));
      socket.on('error', () => undefined);
      stop.abort();
    });
    slow.listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const agency = exchange.agency('kh-immigration');
    const ledger = ledgerOf(agency, (slow.address() as AddressInfo).port);
    const peers = new Peers({ ...linesOf(ledger), credentials: await peerIdentity(agency) });
    const asking = peers.ask('la-fiu', '/peer/1/checkpoint', null, stop.signal);
    await expect(asking).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' });
    await peers.close();
    slow.close();
  });

  test('and calls once a gateway that proves itself and hangs up', async () => {
    const identity = await peerIdentity(exchange.agency('la-fiu'));
    let lines = 0;
    const rude = createTlsServer({ ...identity, requestCert: true, rejectUnauthorized: false }, (socket) => {
      lines++;
      socket.on('error', () => undefined);
      socket.end();
    });
    rude.listen(0, '127.0.0.1');
    await once(rude, 'listening');
    const agency = exchange.agency('kh-immigration');
    const ledger = ledgerOf(agency, (rude.address() as AddressInfo).port);
    const slowly = async (code: AgencyCode) => {
      await pause(50);
      return listedBy(ledger, code);
    };
    const lookedUp = { ...linesOf(ledger), directory: { listed: slowly } };
    const peers = new Peers({ ...lookedUp, credentials: await peerIdentity(agency) });
    const asking = peers.ask('la-fiu', '/peer/1/checkpoint', null, AbortSignal.timeout(5000));
    await expect(asking).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' });
    // That it is not called again can only be waited for.
    await pause(300);
    expect(lines).toBe(1);
    await peers.close();
    rude.close();
  });

  test('releases that wait leave a line free for what they wait for', async () => {
    const identity = await peerIdentity(exchange.agency('la-fiu'));
    const waiting = createServer({ ...identity, requestCert: true, rejectUnauthorized: false }, (request, response) => {
      if (request.url === '/peer/1/checkpoint') response.end('{"checkpoint":"it"}');
    });
    waiting.listen(0, '127.0.0.1');
    await once(waiting, 'listening');
    const agency = exchange.agency('kh-immigration');
    const ledger = ledgerOf(agency, (waiting.address() as AddressInfo).port);
    const peers = new Peers({ ...linesOf(ledger), credentials: await peerIdentity(agency) });
    const given = new AbortController();
    const releases = Array.from({ length: 100 }, () => peers.ask('la-fiu', '/peer/1/releases', asked, given.signal));
    let atOnce = 0;
    for (const release of releases) release.catch(() => atOnce++);
    const answer = await peers.ask('la-fiu', '/peer/1/checkpoint', null, AbortSignal.timeout(20_000));
    expect(answer).toEqual({ checkpoint: 'it' });
    // Nor is it waited without bound: who came last was told at once.
    expect(atOnce).toBeGreaterThan(0);
    expect(atOnce).toBeLessThan(40);
    given.abort();
    for (const { status } of await Promise.allSettled(releases)) expect(status).toBe('rejected');
    await peers.close();
    waiting.closeAllConnections();
    waiting.close();
  });

  test('an agency that is no member any more, or has no gateway in the directory', async () => {
    const agency = exchange.agency('kh-immigration');
    const credentials = await peerIdentity(agency);
    const network = await agency.ledger.state(networkKey);
    const members = network?.members.map((one) => (one.code === 'la-fiu' ? { ...one, status: 'removed' } : one));
    const ledger = ledgerOf(agency, listening.port);
    const removed = {
      ...ledger,
      state: async (key: string) => (key === networkKey ? { ...network, members } : ledger.state(key)) as never,
    };
    const peers = new Peers({ ...linesOf(removed), credentials });
    const asking = peers.ask('la-fiu', '/peer/1/releases', asked, AbortSignal.timeout(5000));
    await expect(asking).rejects.toMatchObject({ code: 'AGENCY_REMOVED' });
    const unknown = peers.ask('vn-border', '/peer/1/releases', asked, AbortSignal.timeout(5000));
    await expect(unknown).rejects.toMatchObject({ code: 'UNKNOWN_GATEWAY' });
    await peers.close();
  });
});

/** A request by hand, with or without a certificate. */
async function raw(credentials: Partial<PeerCredentials>, headers: Record<string, string>) {
  const options = { host: '127.0.0.1', port: listening.port, path: '/peer/1/releases', method: 'POST' };
  const request = httpsRequest({ ...options, ...credentials, rejectUnauthorized: false, agent: false, headers });
  request.end(JSON.stringify(asked));
  const [answer] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
  const { code } = JSON.parse(Buffer.concat(await answer.toArray()).toString()) as { code: string };
  return { status: answer.statusCode, code };
}
