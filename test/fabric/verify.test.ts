import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toBase64url } from '@tocsin/envelope';
import { afterAll, beforeAll, describe } from 'vitest';
import { gatewayNode } from '../../network/fabric/fixture/fake-channel.ts';
import { blocksBetween } from '../conformance/told-blocks.ts';
import { type Exchange, openExchange } from '../support/exchange.ts';
import { certifiedNode, type TestNode } from '../support/node.ts';
import { findsForgeries } from './finds-forgeries.ts';
import type { Accomplices } from './forgeries.ts';
import { agenciesOf, type FabricHost, fabricHost } from './host.ts';

describe.each([
  ['three-raft', 'etcdraft'],
  ['mekong-four', 'BFT'],
] as const)('%s', (topology, consensus) => {
  let exchange: Exchange;
  let given: Accomplices;
  beforeAll(async () => {
    let host: FabricHost | undefined;
    exchange = await openExchange({
      agencies: agenciesOf(topology),
      open: async (folder, clock) => {
        host = await fabricHost(topology)(folder, clock);
        return host;
      },
    });
    given = await accomplices(exchange, host as FabricHost, consensus);
  });
  afterAll(() => exchange?.close());

  findsForgeries(consensus, () => given);
});

/** An export with a block in which two statements met, and every node's key from its own folder. */
async function accomplices(
  exchange: Exchange,
  { network, authority }: FabricHost,
  consensus: 'BFT' | 'etcdraft',
): Promise<Accomplices> {
  const nodes = (kind: 'orderer' | 'peer') =>
    Promise.all(network.agencies.map((agency) => nodeIn(network.folder, agency, kind)));
  const { gateway, gatewayKeys, code } = exchange.agency('th-police');
  return {
    lines: await exported(exchange),
    roots: new Map(exchange.agencies.map((agency) => [agency.code, toBase64url(agency.root)])),
    ordering: { consensus, orderers: await nodes('orderer') },
    peers: await nodes('peer'),
    gateway: gatewayNode(gateway, gatewayKeys),
    outsider: await certifiedNode(authority(code), 'orderer', new Date()),
  };
}

async function nodeIn(folder: string, agency: string, kind: 'orderer' | 'peer'): Promise<TestNode> {
  const read = (path: string): Promise<string> => readFile(join(folder, 'agencies', agency, kind, 'msp', path), 'utf8');
  const key = createPrivateKey(await read('keystore/key.pem'));
  return { agency, key, certificate: await read('signcerts/certificate.pem') };
}

/** Posts until two acknowledgements of one post met in one block, then once more. */
async function exported(exchange: Exchange): Promise<string[]> {
  const { officer, ledger } = exchange.agency('kh-immigration');
  for (let attempt = 0; attempt < 10; attempt++) {
    const { id } = await exchange.post();
    const both = await Promise.all([1, 2].map(() => officer.sign('record.acknowledge/1', { record: id })));
    await Promise.allSettled(both.map(({ jws }) => ledger.submit(jws, null)));
    const { committed } = await exchange.post();
    const blocks = await blocksBetween(ledger, 0n, BigInt(committed.block));
    const codes = blocks.map(({ transactions }) => transactions.map(({ code }) => code).join());
    if (codes.includes('VALID,MVCC_READ_CONFLICT') && codes.filter((one) => one.includes('MVCC')).length === 1)
      return blocks.map(({ raw }) => raw);
    if (codes.some((one) => one.includes('MVCC'))) break;
  }
  throw new Error('no two statements met in one block');
}
