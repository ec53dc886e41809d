import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fromBase64url, sha256, toBase64url } from '@tocsin/envelope';
import {
  batchRoot,
  blindBatch,
  type Ceremony,
  combineEvaluations,
  dealKey,
  finalize,
  inputOf,
  type Kept,
  readTable,
  writeTable,
} from '@tocsin/envelope/blind';
import { type AgencyCode, type BlindKey, batchKey, blindKeyKey, rosterKey } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { act } from '../../../test/support/act.ts';
import { peerIdentity } from '../../../test/support/peer-identity.ts';
import { moveGateway } from '../../../test/support/witness.ts';
import { type Exchange, openExchange, openGateway, TestClock, type TestGateway } from '../../fixture/gateway.ts';
import type { Entry } from '../own-log/entry.ts';
import { OwnLog } from '../own-log/own-log.ts';
import { Peers } from '../peers/client.ts';
import { listedBy } from '../peers/directory.ts';
import { type Listening, listenToPeers } from '../server.ts';
import { jointOf } from './ceremony.ts';

/** Three agencies, each with its gateway and a line to the others; two of three evaluate. */
const clock = new TestClock();
const codes = ['th-police', 'kh-immigration', 'la-fiu'] as const;
const gateways = new Map<AgencyCode, TestGateway>();
const lines = new Map<AgencyCode, Pick<Listening, 'port' | 'close'>>();
let exchange: Exchange;

beforeAll(async () => {
  exchange = await openExchange({ roster: true, clock: clock.now });
  for (const code of codes) await open(code);
});
afterAll(async () => {
  for (const line of lines.values()) await line.close();
  for (const { gateway } of gateways.values()) await gateway.close();
  await exchange?.close();
});

async function open(code: AgencyCode): Promise<void> {
  const agency = exchange.agency(code);
  const { steward, trusteeKey } = agency;
  const identity = await peerIdentity(agency);
  const trusteeKeys = [{ unit: 'duty-desk', epoch: 1, secretKey: trusteeKey.secretKey }];
  const coverage = { covered: async (number: bigint) => ({ block: await blockAt(number) }) };
  const gateway = await openGateway(exchange, code, { witness: { steward, identity, trusteeKeys, coverage } });
  const line = await listenToPeers(gateway.gateway, { host: '127.0.0.1', port: 0, identity });
  await moveGateway(agency, `127.0.0.1:${line.port}`, new Uint8Array(32).fill(codes.indexOf(code as never) + 1));
  gateways.set(code, gateway);
  lines.set(code, line);
}

async function blockAt(number: bigint) {
  const done = new AbortController();
  for await (const block of exchange.agency('la-fiu').ledger.blocks(number, done.signal)) {
    done.abort();
    return block;
  }
  throw new Error('no such block');
}

const gatewayOf = (code: AgencyCode): TestGateway => gateways.get(code) as TestGateway;

/** Resolves with the key once an agency's view shows it as wanted. */
async function keyWhere(epoch: number, wanted: (key: BlindKey) => boolean, code: AgencyCode = 'kh-immigration') {
  const { view, follower } = gatewayOf(code).gateway;
  for (;;) {
    const changed = follower.changed();
    const key = view.state(blindKeyKey(epoch));
    if (key !== undefined && wanted(key)) return key;
    await changed;
  }
}

async function dealAll(epoch: number, spoilt: AgencyCode | null = null): Promise<void> {
  const { ledger } = exchange.agency('th-police');
  const roster = await ledger.state(rosterKey(1));
  const trustees = (roster?.trustees ?? []).map(({ key }) => fromBase64url(key));
  const ceremony: Ceremony = { network: exchange.network, epoch, t: roster?.t ?? 0, trustees };
  for (const [i, { agency }] of (roster?.trustees ?? []).entries()) {
    const { commitments, knowledge, shares } = dealKey(ceremony, i + 1);
    const dealt = agency === spoilt ? [...shares.slice(1), shares[0] as Uint8Array] : shares;
    const words = { commitments: commitments.map(toBase64url), knowledge: toBase64url(knowledge) };
    const body = { epoch, roster: 1, ...words, shares: dealt.map(toBase64url) };
    await act(exchange, exchange.agency(agency).keymaster, 'blind.deal/1', body);
  }
}

/** Commits to a batch by an officer of kh-immigration; the gateways of all have seen it. */
async function committed(batch: readonly Kept[], epoch = 2): Promise<string> {
  const { officer } = exchange.agency('kh-immigration');
  const purpose = 'trafficking-investigation' as const;
  const { id } = await act(exchange, officer, 'check.batch/1', {
    epoch,
    purpose,
    count: batch.length,
    root: batchRoot(batch),
  });
  for (const { gateway } of gateways.values())
    for (
      let changed = gateway.follower.changed();
      !gateway.view.state(batchKey(id));
      changed = gateway.follower.changed()
    )
      await changed;
  return id;
}

const wordsOf = (batch: readonly Kept[]) =>
  batch.map(({ element, salt }) => ({ element: toBase64url(element), salt: toBase64url(salt) }));

async function outputs(batch: readonly Kept[], id: string, epoch = 2): Promise<Uint8Array[]> {
  const { answers } = await gatewayOf('kh-immigration').client().evaluations(id, wordsOf(batch));
  const read = answers.map(({ trustee, evaluations, proof }) => {
    return { trustee, evaluations: evaluations.map(fromBase64url), proof: fromBase64url(proof) };
  });
  const joint = jointOf(gatewayOf('kh-immigration').gateway.view.state(blindKeyKey(epoch)) as BlindKey);
  const elements = batch.map(({ element }) => element);
  const whole = combineEvaluations(joint, elements, read);
  return batch.map(({ input, blind }, i) => finalize(input, blind, whole[i] as Uint8Array));
}

test('a deal that does not fit is complained of by whom it concerns, before every member', async () => {
  await dealAll(1, 'la-fiu');
  const { complaint, since } = await keyWhere(1, ({ complaint: one }) => one !== null);
  expect([complaint?.about, since]).toEqual([['la-fiu'], null]);
});

test('once all have dealt each trustee’s gateway signs the same key by itself', async () => {
  await dealAll(2);
  const key = await keyWhere(2, ({ since }) => since !== null);
  expect(key.signed.toSorted()).toEqual([...codes].sort());
});

test('who asks finds what an owner’s table says, and an owner finds the same output for the same input', async () => {
  const inputs = ['TH0000001', 'KH0000002'].map((number) => inputOf('passport', number));
  const own = blindBatch(inputs.slice(0, 1));
  const [listed] = await outputs(own, await committed(own));
  const table = readTable('th-police', writeTable('th-police', [{ output: listed as Uint8Array, text: 'listing x' }]));
  const asked = blindBatch(inputs);
  const [found, missed] = await outputs(asked, await committed(asked));
  expect(table.lookUp(found as Uint8Array)).toEqual(['listing x']);
  expect(table.lookUp(missed as Uint8Array)).toEqual([]);
});

describe('a trustee evaluates nothing', () => {
  const refused = (act: Promise<unknown>): Promise<string> =>
    act.then(
      () => 'evaluated',
      ({ code }: { code: string }) => code,
    );
  /** The trustee of la-fiu, asked by hand over mutual TLS. */
  async function ask(as: AgencyCode, body: object): Promise<string> {
    const agency = exchange.agency(as);
    const directory = { listed: (code: AgencyCode) => listedBy(agency.ledger, code) };
    const credentials = await peerIdentity(agency);
    const options = { agency: as, directory, credentials, roots: null, clock: () => new Date(clock.now()) };
    const peers = new Peers(options as ConstructorParameters<typeof Peers>[0]);
    try {
      return await refused(peers.ask('la-fiu', '/peer/1/evaluations', body, AbortSignal.timeout(5000)));
    } finally {
      await peers.close();
    }
  }

  test('that is not the whole batch which the ledger names, for its own asker', async () => {
    const batch = blindBatch([inputOf('passport', 'TH0000001')]);
    const id = await committed(batch);
    const block = String(gatewayOf('la-fiu').gateway.view.checkpoint?.number);
    const body = { batch: id, elements: wordsOf(batch), block };
    const other = wordsOf(blindBatch([inputOf('passport', 'TH0000001')]));
    expect(await ask('kh-immigration', body)).toBe('evaluated');
    expect(await ask('th-police', body), 'another agency').toBe('NOT_YOUR_BATCH');
    expect(await ask('kh-immigration', { ...body, elements: other })).toBe('BAD_BATCH');
    const [first, second, ...rest] = body.elements;
    expect(await ask('kh-immigration', { ...body, elements: [second, first, ...rest] })).toBe('BAD_BATCH');
    expect(await ask('kh-immigration', { ...body, elements: rest })).toBe('MALFORMED_REQUEST');
    expect(await ask('kh-immigration', { ...body, batch: 'a'.repeat(26) })).toBe('UNKNOWN_BATCH');
    const zero = { element: toBase64url(new Uint8Array(32)), salt: toBase64url(new Uint8Array(32)) };
    expect(await ask('kh-immigration', { ...body, elements: [zero, ...body.elements.slice(1)] })).toBe('BAD_BATCH');
  });

  test('for another officer of the agency, nor a quarter of an hour later', async () => {
    const batch = blindBatch([inputOf('passport', 'TH0000001')]);
    const id = await committed(batch);
    const client = gatewayOf('th-police').client();
    expect(await refused(client.evaluations(id, wordsOf(batch)))).toBe('NOT_YOUR_BATCH');
    const own = gatewayOf('kh-immigration').client();
    expect(await refused(own.evaluations('b'.repeat(26), wordsOf(batch)))).toBe('UNKNOWN_BATCH');
    clock.forward(15 * 60_000 + 1);
    expect(await refused(own.evaluations(id, wordsOf(batch)))).toBe('TOO_FEW_EVALUATIONS');
    clock.offset = 0;
  });
});

test('with one trustee away the others are enough; with two it is said, and nothing answers', async () => {
  const batch = blindBatch([inputOf('phone', '+66000000000')]);
  const id = await committed(batch);
  await lines.get('la-fiu')?.close();
  const { answers } = await gatewayOf('kh-immigration').client().evaluations(id, wordsOf(batch));
  expect(answers.map(({ trustee }) => trustee).sort()).toEqual([1, 2]);
  await lines.get('th-police')?.close();
  lines.clear();
  const again = blindBatch([inputOf('phone', '+66000000000')]);
  const asked = gatewayOf('kh-immigration')
    .client()
    .evaluations(await committed(again), wordsOf(again));
  await expect(asked).rejects.toMatchObject({ code: 'TOO_FEW_EVALUATIONS' });
});

test('a trustee that answers falsely does not count, and it is said that one did', async () => {
  const agency = exchange.agency('la-fiu');
  const [elements, proof] = [blindBatch([]), toBase64url(new Uint8Array(64).fill(1))];
  const lie = JSON.stringify({ evaluations: elements.map(({ element }) => toBase64url(element)), proof });
  const identity = await peerIdentity(agency);
  const server = createServer({ ...identity, requestCert: true, rejectUnauthorized: false }, (_, answer) =>
    answer.end(lie),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await moveGateway(agency, `127.0.0.1:${(server.address() as AddressInfo).port}`, new Uint8Array(32).fill(3));
  const batch = blindBatch([inputOf('phone', '+66000000000')]);
  const asked = gatewayOf('kh-immigration')
    .client()
    .evaluations(await committed(batch), wordsOf(batch));
  await expect(asked).rejects.toMatchObject({ code: 'BAD_EVALUATION' });
  server.close();
});

test('each evaluation and each refusal is in the trustee’s own log, without what was asked', () => {
  const log = OwnLog.open(gatewayOf('la-fiu').folder);
  const entries = log.page({ from: 0, limit: 500 }).map(({ entry }) => JSON.parse(entry?.body ?? '{}') as Entry);
  log.close();
  const of = (kind: string) => entries.filter((entry) => entry.kind === kind);
  expect(of('evaluate').length).toBeGreaterThan(2);
  expect(of('evaluate')[0]).toEqual({
    at: expect.any(String),
    kind: 'evaluate',
    agency: 'kh-immigration',
    officer: null,
    access: expect.stringMatching(/^[a-z2-7]{26}$/),
    item: null,
    key: 'trustee duty-desk 1',
    code: null,
  });
  const codesIn = new Set(of('refusal').map(({ code }) => code));
  expect(codesIn).toEqual(new Set(['NOT_YOUR_BATCH', 'BAD_BATCH', 'UNKNOWN_BATCH', 'BATCH_TOO_OLD']));
});

test('what reaches a trustee is of one length and of one form, whatever is asked', () => {
  const names = ['A', 'นายสมชาย ใจดีมากจริงๆ', 'မောင်မောင်', '王小明', 'Nguyễn Thị Hồng Nhung'];
  const requests = names.map((name) => JSON.stringify(wordsOf(blindBatch([inputOf('name', name)]))));
  expect(new Set(requests.map(({ length }) => length)).size).toBe(1);
  expect(new Set(requests.map((text) => toBase64url(sha256(new TextEncoder().encode(text))))).size).toBe(names.length);
});
