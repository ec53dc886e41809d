import { toBase64url } from '@tocsin/envelope/verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findsForgeries } from '../../../test/fabric/finds-forgeries.ts';
import type { Accomplices } from '../../../test/fabric/forgeries.ts';
import { type Exchange, openExchange } from '../../../test/support/exchange.ts';
import { certifiedNode } from '../../../test/support/node.ts';
import { type FakeChannel, fakeChannel, gatewayNode } from '../fixture/fake-channel.ts';
import { verifyFabricExport } from './verify-export.ts';

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

/** A network with a post, two acknowledgements that meet, and one more post. */
async function stage(consensus: 'BFT' | 'etcdraft'): Promise<Stage> {
  const channel = await fakeChannel(
    agencies.map(({ code }) => code),
    consensus,
  );
  const exchange = await openExchange({ agencies, open: async () => channel });
  const { id } = await exchange.post();
  const { officer, gateway, gatewayKeys } = exchange.agency('kh-immigration');
  const both = await Promise.all([1, 2].map(() => officer.sign('record.acknowledge/1', { record: id })));
  channel.order(await Promise.all(both.map(({ jws }) => channel.judged(gatewayNode(gateway, gatewayKeys), jws, null))));
  await exchange.post();
  const author = exchange.agency('th-police');
  const given: Accomplices = {
    lines: [...channel.lines],
    roots: new Map(exchange.agencies.map(({ code, root }) => [code, toBase64url(root)])),
    ordering: channel.ordering,
    peers: channel.peers,
    gateway: gatewayNode(author.gateway, author.gatewayKeys),
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
  channel.order([await channel.judged(past, jws, file)]);
  const verified = await verifyFabricExport(channel.lines, { rootOf: (agency) => given.roots.get(agency) });
  expect(verified.fault).toMatchObject({ layer: 'envelope', reason: 'its creator is no gateway' });
  await exchange.close();
});
