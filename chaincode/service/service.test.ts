import { randomBytes } from 'node:crypto';
import { fromUtf8, utf8 } from '@tocsin/envelope/verify';
import { networkKey, refusalIn } from '@tocsin/record';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Authority, realAuthority, type TlsSide, tlsAuthorityFile, tlsSide } from '../../test/support/tls.ts';
import { type Ended, FakePeer, type Invocation, type PeerOptions, proposed } from '../fixture/fake-peer.ts';
import { pemOf } from '../fixture/pem.ts';
import { type Scene, scene } from '../fixture/walk.ts';
import { type Chaincode, chaincode } from '../src/index.ts';
import { ClientAuthority } from './client-authority.ts';
import { type Service, serve } from './server.ts';

const packageId = `tocsin_0123456789abcdef:${'0'.repeat(64)}`;
const large = { reads: 1000, writes: 1000 };

let here: Scene;
let authority: Authority;
let side: TlsSide;
let service: Service;
const services: Service[] = [];
const peers: FakePeer[] = [];

async function served(contract: Chaincode): Promise<Service> {
  const tls = { ...side, clientAuthority: new ClientAuthority(tlsAuthorityFile(authority)) };
  const one = await serve({ packageId, address: '127.0.0.1:0', tls, contract });
  services.push(one);
  return one;
}

beforeAll(async () => {
  here = await scene();
  authority = await realAuthority();
  side = await tlsSide(authority);
  service = await served(chaincode({ agency: 'th-police', digest: 'd1', clock: () => here.exchange.now() }));
});
afterEach(() => {
  for (const peer of peers.splice(0)) peer.close();
});
afterAll(() => {
  for (const one of services) one.close();
});

/** A peer that has been registered with and has said READY. */
async function connected(options: Partial<PeerOptions> = {}, to: Service = service): Promise<FakePeer> {
  const { root } = authority;
  const usual = { address: to.address, root: root.certificate, side, announce: large, state: here.peer.state };
  const peer = new FakePeer({ ...usual, ...options });
  peers.push(peer);
  expect(await peer.ready).toBe(packageId);
  return peer;
}

let transactions = 0;
const call = (parameters: Invocation['parameters'], more: Partial<Invocation> = {}): Invocation => ({
  transaction: `t${++transactions}`,
  parameters,
  seconds: here.exchange.clock() / 1000,
  certificate: pemOf(here.exchange.agency('th-police').gateway.certificate),
  ...more,
});
const codeOf = ({ text }: Ended): string | undefined => refusalIn(text)?.code;
const typesOf = (peer: FakePeer): string[] => peer.calls.map(({ type }) => type);

describe('what a post costs', () => {
  test.each([
    ['with batches', large, ['GET_STATE_MULTIPLE', 'WRITE_BATCH_STATE']],
    ['from a peer of Fabric 2.5', null, [...Array(4).fill('GET_STATE'), ...Array(4).fill('PUT_STATE')]],
    [
      'announced without sizes',
      { reads: 0, writes: 0 },
      [...Array(4).fill('GET_STATE'), ...Array(4).fill('PUT_STATE')],
    ],
    [
      'in batches of three',
      { reads: 3, writes: 3 },
      ['GET_STATE_MULTIPLE', 'GET_STATE', 'WRITE_BATCH_STATE', 'PUT_STATE'],
    ],
  ])('%s', async (_name, announce, expected) => {
    const peer = await connected({ announce });
    const { id, jws, file } = await here.exchange.draft();
    const invocation = call(['submit', jws], { file });
    const ended = await peer.invoke(invocation);
    expect(ended).toMatchObject({ type: 'COMPLETED', status: 200, text: '' });
    const keys = [`record/${id}`, `item/${id}`, `statement/${id}`];
    expect(fromUtf8(ended.payload)).toBe(JSON.stringify([{ already: false, id, keys }]));
    expect(typesOf(peer)).toEqual(expected);
    const places = [...keys, `sealed:${id}`];
    expect(peer.changes.map(({ key }) => key)).toEqual(places);
    const [head, , applied, sealed] = peer.changes.map(({ value }) => Buffer.from(value ?? []));
    expect(JSON.parse(String(head))).toMatchObject({ id });
    expect(JSON.parse(String(applied))).toMatchObject({ id, transaction: invocation.transaction });
    expect(sealed?.equals(file)).toBe(true);
  });

  test('a retry reads once and writes nothing', async () => {
    const peer = await connected();
    const { id, jws, file } = await here.exchange.post();
    const ended = await peer.invoke(call(['submit', jws], { file }));
    expect(fromUtf8(ended.payload)).toBe(JSON.stringify([{ already: true, id, keys: [] }]));
    expect(typesOf(peer)).toEqual(['GET_STATE_MULTIPLE']);
  });
});

test('64 posts in one transaction cost what one costs: two calls', async () => {
  const peer = await connected();
  const drafts = await Promise.all(Array.from({ length: 64 }, () => here.exchange.draft()));
  const invocation = call(['submit', ...drafts.map(({ jws }) => jws)]);
  const ended = await peer.invoke({ ...invocation, files: drafts.map(({ file }) => file) });
  expect(ended).toMatchObject({ type: 'COMPLETED', status: 200 });
  expect(typesOf(peer)).toEqual(['GET_STATE_MULTIPLE', 'WRITE_BATCH_STATE']);
  expect(peer.changes).toHaveLength(4 * drafts.length);
  for (const { id, file } of drafts) {
    const sealed = peer.changes.find(({ key }) => key === `sealed:${id}`)?.value;
    expect(Buffer.from(sealed ?? []).equals(file)).toBe(true);
  }
});

test('interleaved transactions do not mix, whatever the order of the answers', async () => {
  const peer = await connected();
  const drafts = await Promise.all(Array.from({ length: 8 }, () => here.exchange.draft()));
  let kept: (() => void)[] = [];
  peer.gate = (release) => {
    kept.push(release);
    if (kept.length < drafts.length) return;
    const all = kept.reverse();
    kept = [];
    for (const one of all) one();
  };
  const calls = drafts.map(({ jws, file }) => call(['submit', jws], { file }));
  const ends = await Promise.all(calls.map((one) => peer.invoke(one)));
  for (const [index, { id, file }] of drafts.entries()) {
    expect(JSON.parse(fromUtf8(ends[index]?.payload ?? utf8('{}')))).toMatchObject([{ id, already: false }]);
    const own = peer.changes.filter(({ transaction }) => transaction === calls[index]?.transaction);
    expect(own.map(({ key }) => key.slice(-26))).toEqual([id, id, id, id]);
    expect(Buffer.from(own[3]?.value ?? []).equals(file)).toBe(true);
  }
});

test('the same transaction on two channels is two; twice on one channel is refused while it runs', async () => {
  const peer = await connected();
  const kept: (() => void)[] = [];
  peer.gate = (release) => kept.push(release);
  const transaction = 'same';
  const keys = [networkKey, 'agency/la-fiu'];
  const [one, two] = keys.map((key, index) =>
    peer.invoke(call(['state', key], { transaction, channel: `channel${index}` })),
  );
  await expect.poll(() => kept.length).toBe(2);
  const twice = [1, 2].map(() => peer.invoke(call(['state', networkKey], { transaction, channel: 'channel2' })));
  expect(await twice[0]).toMatchObject({ type: 'ERROR', text: 'this transaction is running' });
  expect(kept.length).toBe(3);
  for (const release of kept.reverse()) release();
  expect(fromUtf8((await twice[1])?.payload ?? utf8(''))).toBe(here.peer.state.get(networkKey));
  expect(fromUtf8((await two)?.payload ?? utf8(''))).toBe(here.peer.state.get('agency/la-fiu'));
  expect(fromUtf8((await one)?.payload ?? utf8(''))).toBe(here.peer.state.get(networkKey));
});

describe('refused', () => {
  test.each([
    ['a function that is not there', ['purge', 'x'], {}, 'UNKNOWN_TYPE'],
    ['no function', [], {}, 'UNKNOWN_TYPE'],
    ['no statement', ['submit', 'x'], {}, 'MALFORMED_STATEMENT'],
    ['a parameter that is not UTF-8', ['submit', Uint8Array.of(0xff, 0xfe)], {}, 'MALFORMED_STATEMENT'],
    ["another agency's question", ['state', networkKey], { mspid: 'kh-immigration' }, 'WRONG_AGENCY'],
    ["another agency's wish for a file", ['sealed', 'x'], { mspid: 'kh-immigration' }, 'WRONG_AGENCY'],
    ['a file that is too large', ['submit', 'x'], { file: new Uint8Array(8 * 2 ** 20 + 1) }, 'SEALED_FILE_TOO_LARGE'],
  ] as const)('%s', async (_name, parameters, more, code) => {
    const peer = await connected();
    const ended = await peer.invoke(call(parameters, more));
    expect(ended).toMatchObject({ type: 'COMPLETED', status: 500 });
    expect(codeOf(ended)).toBe(code);
    expect(peer.calls).toEqual([]);
  });

  test.each([60.01, -60.01, 1e15])('ledger time that the proposal claims %d seconds off', async (off) => {
    const peer = await connected();
    const { jws, file } = await here.exchange.draft();
    const seconds = here.exchange.clock() / 1000 + off;
    expect(codeOf(await peer.invoke(call(['submit', jws], { file, seconds })))).toBe('CLOCK_SKEW');
    expect(peer.changes).toEqual([]);
  });

  // Peers and readers of blocks merge both into another ledger time than this parser would judge by.
  test('ledger time that is given twice', async () => {
    const peer = await connected();
    const { jws, file } = await here.exchange.draft();
    const header = Uint8Array.of(0x1a, 5, 0x10, 0x80, 0xa8, 0xd6, 0x39);
    expect(await peer.invoke(call(['submit', jws], { file, header }))).toMatchObject({ type: 'ERROR' });
    expect(peer.changes).toEqual([]);
  });

  test.each(['GET_STATE_MULTIPLE', 'WRITE_BATCH_STATE'])(
    'nothing is told of what the peer fails with: %s',
    async (type) => {
      const peer = await connected();
      peer.refuses = (one) => one.type === type;
      const { jws, file } = await here.exchange.draft();
      expect((await peer.invoke(call(['submit', jws], { file }))).text).toBe('TOCSIN INTERNAL');
      peer.refuses = () => false;
      expect((await peer.invoke(call(['submit', jws], { file }))).status).toBe(200);
    },
  );

  test('a contract that throws', async () => {
    const throwing = await served({ invoke: () => Promise.reject(new Error('+1-555-0100')) });
    const peer = await connected({}, throwing);
    expect((await peer.invoke(call(['submit']))).text).toBe('TOCSIN INTERNAL');
  });
});

test('the own agency asks its peer, and anybody what it runs', async () => {
  const peer = await connected();
  const file = randomBytes(8 * 2 ** 20);
  peer.files.set('sealed:i1', file);
  const ask = async (...parameters: string[]) => (await peer.invoke(call(parameters))).payload;
  expect(fromUtf8(await ask('state', networkKey))).toBe(here.peer.state.get(networkKey));
  expect((await ask('state', 'officer/nobody')).length).toBe(0);
  expect(Buffer.from(await ask('sealed', 'i1')).equals(file)).toBe(true);
  expect((await ask('sealed', 'i2')).length).toBe(0);
  expect(fromUtf8((await peer.invoke(call(['digest'], { mspid: 'kh-immigration' }))).payload)).toBe('d1');
});

const changing: Chaincode = {
  async invoke(stub) {
    const file = stub.getTransient().get('0') ?? new Uint8Array();
    // Two questions at once, and a purge between two writes.
    const found = await Promise.all([stub.getStates(['a', 'b']), stub.getPrivateData('sealed', 'c')]);
    stub.putState('a', utf8('1'));
    stub.purgePrivateData('sealed', 'old');
    stub.putPrivateData('sealed', 'new', file);
    stub.putState('a', utf8('2'));
    return { ok: true, payload: utf8(String(found.flat().map(({ length }) => length))) };
  },
};

test.each([
  [large, 3],
  [null, 7],
])('a purge and a large file keep their place among the writes (%j)', async (announce, calls) => {
  const state = new Map([['b', 'bb']]);
  const peer = await connected({ announce, state }, await served(changing));
  peer.files.set('sealed:c', new Uint8Array(3));
  const file = randomBytes(8 * 2 ** 20);
  expect(fromUtf8((await peer.invoke(call(['x'], { file }))).payload)).toBe('0,2,3');
  expect(peer.calls.length).toBe(calls);
  expect(peer.changes.map(({ key, value }) => [key, value === null ? null : value.length])).toEqual([
    ['a', 1],
    ['sealed:old', null],
    ['sealed:new', file.length],
    ['a', 1],
  ]);
  expect(Buffer.from(peer.changes[2]?.value ?? []).equals(file)).toBe(true);
  expect(fromUtf8(peer.changes[3]?.value ?? utf8(''))).toBe('2');
});

describe('a malformed message ends its own stream only', () => {
  const cases: readonly (readonly [string, (peer: FakePeer) => void])[] = [
    ['bytes that are no message', (peer) => peer.sendBytes(randomBytes(64).fill(0xff))],
    ['a second registration', (peer) => peer.send('REGISTERED')],
    ['READY again', (peer) => peer.send('READY')],
    ['a message for peers', (peer) => peer.send('GET_STATE', '', 't', 'tocsin')],
    ['no type at all', (peer) => peer.send('UNDEFINED')],
    ['an answer that nobody asked for', (peer) => peer.send('RESPONSE', 'x', 't', 'tocsin')],
  ];
  test.each(cases)('%s', async (_name, offend) => {
    const [bystander, peer] = [await connected(), await connected()];
    offend(peer);
    expect(await peer.over).toMatchObject({ code: expect.any(Number) });
    expect((await bystander.invoke(call(['digest']))).status).toBe(200);
    expect((await (await connected()).invoke(call(['digest']))).status).toBe(200);
  });

  test('what cannot be read inside a transaction ends that transaction only', async () => {
    const peer = await connected();
    const good = proposed(call(['digest']));
    const odd: ((message: typeof good) => void)[] = [
      (message) => message.clearProposal(),
      (message) => message.getProposal()?.setProposalBytes(randomBytes(32).fill(0xff)),
      (message) => message.setPayload(randomBytes(32).fill(0xff)),
      (message) => message.setTxid('another'),
      (message) => message.setChannelId('another'),
    ];
    for (const spoil of odd) {
      const message = proposed(call(['digest']));
      spoil(message);
      const send = () => peer.sendBytes(message.serializeBinary());
      const ended = await peer.outcome(message.getTxid(), message.getChannelId(), send);
      expect(ended).toMatchObject({ type: 'ERROR', text: 'TOCSIN INTERNAL' });
    }
    const init = await peer.outcome('i', 'tocsin', () => peer.send('INIT', '', 'i', 'tocsin'));
    expect(init.type).toBe('ERROR');
    expect((await peer.invoke(call(['digest']))).status).toBe(200);
  });
});

test('a broken stream ends its transactions, and the next connection is served', async () => {
  const fate = Promise.withResolvers<unknown>();
  const waiting: Chaincode = {
    async invoke(stub) {
      if (stub.getFunctionAndParameters().fcn === 'wait') await stub.getStates(['x']).catch(fate.resolve);
      return { ok: true, payload: utf8('served') };
    },
  };
  const patient = await served(waiting);
  const peer = await connected({}, patient);
  const asked = Promise.withResolvers<void>();
  peer.gate = () => asked.resolve();
  const lost = peer.invoke(call(['wait']));
  await asked.promise;
  peer.close();
  expect(String(await fate.promise)).toBe('Error: the stream has ended');
  const next = await connected({}, patient);
  expect(fromUtf8((await next.invoke(call(['x']))).payload)).toBe('served');
  expect(await Promise.race([lost, Promise.resolve('no answer')])).toBe('no answer');
});

test('a keepalive comes back as it is', async () => {
  const peer = await connected();
  peer.send('KEEPALIVE', 'beat');
  await expect.poll(() => peer.echoes).toEqual(['beat']);
});
