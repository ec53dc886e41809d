import { digest, toBase64url } from '@tocsin/envelope/verify';
import { Message } from '@tocsin/fabric-block';
import type { StatementAnswer } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findsForgeries } from '../../../test/fabric/finds-forgeries.ts';
import type { Accomplices } from '../../../test/fabric/forgeries.ts';
import { act } from '../../../test/support/act.ts';
import { type Exchange, openExchange } from '../../../test/support/exchange.ts';
import { certifiedNode } from '../../../test/support/node.ts';
import {
  collectionOf,
  type FakeChannel,
  fakeChannel,
  gatewayNode,
  type Judged,
  purgeOf,
} from '../fixture/fake-channel.ts';
import { blockOf, draftOf, field, message } from '../fixture/forged-block.ts';
import {
  type CallDraft,
  callOf,
  encodeCall,
  encodeResults,
  type NamespaceDraft,
  resultsOf,
} from '../fixture/forged-call.ts';
import { verifyFabricExport } from './verify-export.ts';
import type { Layer, Verification } from './verify-export-result.ts';

const agencies = [
  { code: 'th-police', class: 'police' },
  { code: 'kh-immigration', class: 'immigration' },
  { code: 'la-fiu', class: 'fiu' },
  { code: 'vn-labour', class: 'labour' },
] as const;

interface Stage {
  readonly exchange: Exchange;
  readonly channel: FakeChannel;
  readonly given: Accomplices;
}

/** A network with a post, two acknowledgements that meet, three posts in one transaction, and one more post. */
async function stage(consensus: 'BFT' | 'etcdraft'): Promise<Stage> {
  const channel = await fakeChannel(
    agencies.map(({ code }) => code),
    consensus,
  );
  const exchange = await openExchange({ agencies, open: async () => channel });
  const { id } = await exchange.post();
  const { officer, gateway, gatewayKeys } = exchange.agency('kh-immigration');
  const both = await Promise.all([1, 2].map(() => officer.sign('record.acknowledge/1', { record: id })));
  channel.order(
    await Promise.all(both.map(({ jws }) => channel.judged(gatewayNode(gateway, gatewayKeys), { jws, file: null }))),
  );
  const author = exchange.agency('th-police');
  const home = gatewayNode(author.gateway, author.gatewayKeys);
  const drafts = await Promise.all([1, 2, 3].map(() => exchange.draft()));
  channel.order([await channel.judged(home, ...drafts)]);
  await exchange.post();
  const given: Accomplices = {
    lines: [...channel.lines],
    refused: 1,
    roots: new Map(exchange.agencies.map(({ code, root }) => [code, toBase64url(root)])),
    ordering: channel.ordering,
    peers: channel.peers,
    gateway: home,
    outsider: await certifiedNode(author.authority, 'orderer', new Date()),
  };
  return { exchange, channel, given };
}

describe.each(['BFT', 'etcdraft'] as const)('%s', (consensus) => {
  let staged: Stage;
  beforeAll(async () => {
    staged = await stage(consensus);
  });
  afterAll(() => staged?.exchange.close());

  findsForgeries(consensus, () => staged.given);
});

test('an empty export says that it is empty', async () => {
  const verified = await verifyFabricExport([], { rootOf: () => undefined });
  expect(verified).toMatchObject({ blocks: 0, statements: 0, channel: null, chaincode: [], fault: null });
});

test('a statement that an officer handed in past the gateway is found, though Fabric takes officers for clients', async () => {
  const { exchange, channel, given } = await stage('etcdraft');
  const { gateway, officer } = exchange.agency('th-police');
  const { jws, file } = await exchange.draft();
  const past = gatewayNode({ ...gateway, certificate: officer.certificate }, officer.keys);
  channel.order([await channel.judged(past, { jws, file })]);
  const verified = await verifyFabricExport(channel.lines, { rootOf: (agency) => given.roots.get(agency) });
  expect(verified.fault).toMatchObject({ layer: 'envelope', reason: 'its creator is no gateway' });
  await exchange.close();
});

describe('several statements in one transaction', () => {
  let staged: Stage;
  let several: Judged;
  beforeAll(async () => {
    staged = await stage('etcdraft');
    const drafts = await Promise.all([1, 2, 3].map(() => staged.exchange.draft()));
    several = await staged.channel.judged(staged.given.gateway, ...drafts);
  });
  afterAll(() => staged?.exchange.close());

  const judgedAgain = ({ channel, given }: Stage, envelope: Uint8Array) => {
    const last = blockOf({ ...draftOf(given.lines.at(-1) as string), data: [envelope] }, channel.ordering);
    const lines = [...given.lines.slice(0, -1), last.line];
    return verifyFabricExport(lines, { rootOf: (agency) => given.roots.get(agency) });
  };
  const forged = (change: (call: CallDraft) => Partial<CallDraft>): Promise<Verification> => {
    const call = callOf(several.envelope);
    const by = { creator: staged.given.gateway, endorsers: staged.given.peers };
    return judgedAgain(staged, encodeCall({ ...call, ...change(call) }, by));
  };
  const answered = (change: (answers: StatementAnswer[]) => unknown) => (call: CallDraft) => {
    const answers = JSON.parse(Buffer.from(new Message(call.response).bytes(3)).toString()) as StatementAnswer[];
    return { response: message(field(1, 200), field(3, JSON.stringify(change(answers)))) };
  };
  const withArguments = (change: (statements: readonly Uint8Array[]) => readonly Uint8Array[]) => (call: CallDraft) => {
    const spec = new Message(new Message(call.proposal).bytes(1)).message(1);
    const [submit = new Uint8Array(), ...statements] = spec.message(3).list(1);
    const input = message(...[submit, ...change(statements)].map((one) => field(1, one)));
    return { proposal: field(1, message(field(1, message(field(3, input))))) };
  };
  const own = (change: (draft: NamespaceDraft) => Partial<NamespaceDraft>) => (call: CallDraft) => {
    const { tocsin } = resultsOf(call.results) as { tocsin: NamespaceDraft };
    return { results: encodeResults({ tocsin: { ...tocsin, ...change(tocsin) } }) };
  };

  test('count one by one', async () => {
    const before = await verifyFabricExport(staged.given.lines.slice(0, -1), {
      rootOf: (agency) => staged.given.roots.get(agency),
    });
    const { fault, statements } = await judgedAgain(staged, several.envelope);
    expect([fault, statements]).toEqual([null, before.statements + 3]);
  });

  const cases: readonly (readonly [string, Layer | null, (call: CallDraft) => Partial<CallDraft>])[] = [
    ['the same once more', null, () => ({})],
    ['one left out', 'writes', withArguments((all) => all.slice(0, 2))],
    ['one in the place of another', 'writes', withArguments(([first, , last]) => [first, first, last] as Uint8Array[])],
    ['one twice', 'statement', withArguments((all) => [...all, all[0] as Uint8Array])],
    ['no statement', 'writes', withArguments(() => [])],
    ['one refused', 'statement', withArguments(([first, second]) => [first, second, Buffer.from('x')] as Uint8Array[])],
    ['a write less', 'writes', own(({ writes }) => ({ writes: writes.slice(1) }))],
    ['the files of two exchanged', 'writes', own(({ collections }) => ({ collections: collections.map(exchanged) }))],
    ['writes told as those of another', 'writes', answered(([first, second, third]) => [second, first, third])],
    ['an answer that claims less', 'writes', answered((answers) => answers.slice(1))],
    ['no answer', 'writes', () => ({ response: field(1, 200) })],
  ];
  test.each(cases)('%s: %s', async (_name, layer, change) => {
    const { fault } = await forged(change);
    expect(fault?.layer ?? null).toBe(layer);
  });
});

describe('a file sealed anew, and a purge', () => {
  let staged: Stage;
  let other: string;
  beforeAll(async () => {
    staged = await stage('etcdraft');
    const { exchange, channel, given } = staged;
    const { id: record } = await exchange.post();
    other = (await exchange.post()).id;
    const { officer } = exchange.agency('th-police');
    const { file } = await exchange.draft();
    const sealed = { mode: 'direct' as const, hash: digest(file), header: digest('header'), size: file.length };
    await act(exchange, officer, 'record.rehead/1', { record, item: record, sealed }, file);
    await act(exchange, officer, 'record.purge/1', { record, reason: 'court-order' });
    staged = { ...staged, given: { ...given, lines: [...channel.lines] } };
  });
  afterAll(() => staged?.exchange.close());

  const verifiedWith = (change: (collections: readonly Uint8Array[]) => readonly Uint8Array[]) => {
    const { given, channel } = staged;
    const draft = draftOf(given.lines.at(-1) as string);
    const call = callOf(draft.data[0] as Uint8Array);
    const { tocsin } = resultsOf(call.results) as { tocsin: NamespaceDraft };
    const results = encodeResults({ tocsin: { ...tocsin, collections: change(tocsin.collections) } });
    const by = { creator: given.gateway, endorsers: given.peers };
    const last = blockOf({ ...draft, data: [encodeCall({ ...call, results }, by)] }, channel.ordering);
    return verifyFabricExport([...given.lines.slice(0, -1), last.line], { rootOf: (code) => given.roots.get(code) });
  };
  const inHashes = ([first]: readonly Uint8Array[]): readonly Uint8Array[] =>
    new Message(new Message(first as Uint8Array).bytes(2)).list(2);
  const deleted = (write: Uint8Array): Uint8Array => message(field(1, new Message(write).bytes(1)), field(2, 1));

  const cases: readonly (readonly [string, Layer | null, (all: readonly Uint8Array[]) => readonly Uint8Array[]])[] = [
    ['as the rules demand', null, (all) => all],
    ['not carried out', 'writes', () => []],
    ['of another record too', 'writes', (all) => [collectionOf(...inHashes(all), purgeOf(other))]],
    ['of another record instead', 'writes', () => [collectionOf(purgeOf(other))]],
    ['that deletes and leaves the history', 'writes', (all) => [collectionOf(...inHashes(all).map(deleted))]],
    [
      'with a file that nobody named',
      'writes',
      (all) => [collectionOf(...inHashes(all), message(field(1, new Uint8Array(32)), field(3, new Uint8Array(32))))],
    ],
  ];
  test.each(cases)('%s: %s', async (_name, layer, change) => {
    const { fault } = await verifiedWith(change);
    expect(fault?.layer ?? null).toBe(layer);
  });
});

/** The same keys with one another's values. */
function exchanged(collection: Uint8Array): Uint8Array {
  const read = new Message(collection);
  const files = new Message(read.bytes(2)).messages(2).map((one) => [one.bytes(1), one.bytes(3)] as const);
  const values = files.map(([, value]) => value);
  const turned = [...values.slice(1), values[0] as Uint8Array];
  const writes = files.map(([key], i) => field(2, message(field(1, key), field(3, turned[i] as Uint8Array))));
  return message(field(1, read.text(1)), field(2, message(...writes)));
}
