import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, authorityBundle, makeCrls, pemToDer, revoke } from '@tocsin/crypto-config';
import { toBase64url } from '@tocsin/envelope';
import {
  freePorts,
  type Issuer,
  join as joinNetwork,
  localSites,
  publishRevocations,
  remove,
  verifyFabricExport,
} from '@tocsin/network-fabric';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gatewayNode } from '../../network/fabric/fixture/fake-channel.ts';
import { type BlockDraft, draftOf, reordered } from '../../network/fabric/fixture/forged-block.ts';
import { configEnvelope, groupIn, isConfig } from '../../network/fabric/fixture/forged-config.ts';
import { blocksBetween } from '../conformance/told-blocks.ts';
import { agencyAuthority } from '../support/agency.ts';
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
  let host: FabricHost;
  beforeAll(async () => {
    exchange = await openExchange({
      agencies: agenciesOf(topology),
      open: async (folder, clock) => {
        host = await fabricHost(topology)(folder, clock);
        return host;
      },
    });
    given = await accomplices(exchange, host, consensus);
  });
  afterAll(() => exchange?.close());

  findsForgeries(consensus, () => given);

  // Under BFT that takes eight restarts of orderers: life-bft.test.ts verifies what it has lived through.
  const guests = consensus === 'BFT' ? [] : ['mm-customs'];
  test(`verifies after ${['a revocation', ...guests.map((guest) => `${guest} as a guest`)].join(' and ')}`, async () => {
    await publishRevocations(host.network, 'la-fiu', issuerOf(revokedOne(host.authority('la-fiu'))));
    await exchange.post();
    const roots = new Map(given.roots);
    for (const guest of guests) roots.set(guest, await asGuest(guest, exchange, host));
    const rootOf = (agency: string) => roots.get(agency);
    const lines = await exportedAfter(exchange);
    const verified = await verifyFabricExport(lines, { rootOf });
    expect(verified).toMatchObject({ fault: null, blocks: lines.length });
    // One definition for the founders, one when a guest joins, one when it leaves.
    expect(verified.chaincode.map(({ sequence }) => sequence)).toEqual([1, ...guests.flatMap(() => [2, 3])]);
    expect(verified.channel?.agencies).toEqual(network(host));

    const stripped = (draft: BlockDraft) => (draft.number > 0n ? withoutUpdate(draft) : draft);
    const forged = await verifyFabricExport(reordered(lines, given.ordering, stripped), { rootOf });
    expect(forged.fault).toMatchObject({ layer: 'config', block: String(lines.findIndex(isLaterConfig)) });
  });
});

const network = (host: FabricHost): string[] => [...host.network.agencies].sort();

/** An agency joins and leaves again. @returns its root */
async function asGuest(code: string, exchange: Exchange, host: FabricHost): Promise<string> {
  const authority = await agencyAuthority(code, Date.now);
  const agency = { code, country: 'MM', name: authority.name };
  const [site] = localSites([agency], await freePorts(1)) as [ReturnType<typeof localSites>[0]];
  await joinNetwork(host.network, { agency, site }, issuerOf(authority));
  await exchange.post();
  await remove(host.network, code);
  return toBase64url(pemToDer(authority.root.certificate, 'CERTIFICATE'));
}

/** With a certificate on the list that nobody uses. */
function revokedOne(authority: Authority): Authority {
  const entry = { handle: 'lost', kind: 'node', issuer: 'issuing', notAfter: '2099-01-01T00:00:00Z' } as const;
  const serial = '7'.repeat(32);
  return revoke({ ...authority, issued: [{ ...entry, serial, revoked: null }] }, serial, 'keyCompromise');
}

const issuerOf = (authority: Authority): Issuer => ({
  bundle: authorityBundle(authority),
  issue: (make) => make(authority),
  crls: async () => (await makeCrls(authority)).crls,
});

async function exportedAfter(exchange: Exchange): Promise<string[]> {
  const { committed } = await exchange.post();
  const blocks = await blocksBetween(exchange.agency('th-police').ledger, 0n, BigInt(committed.block));
  return blocks.map(({ raw }) => raw);
}

const isLaterConfig = (line: string, number: number): boolean =>
  number > 0 && isConfig(draftOf(line).data[0] as Uint8Array);

/** The same configuration as nobody's update. */
function withoutUpdate(draft: BlockDraft): BlockDraft {
  const [envelope] = draft.data as [Uint8Array];
  return isConfig(envelope) ? { ...draft, data: [configEnvelope(groupIn(envelope), 1)] } : draft;
}

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
    ...(await exported(exchange)),
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

/** Posts that share transactions, then posts until two acknowledgements of one met in one block, then one more. */
async function exported(exchange: Exchange): Promise<Pick<Accomplices, 'lines' | 'refused'>> {
  const { officer, ledger } = exchange.agency('kh-immigration');
  const many = await Promise.all(Array.from({ length: 12 }, () => exchange.post()));
  expect(new Set(many.map(({ committed }) => committed.transaction)).size).toBeLessThan(many.length);
  for (let attempt = 0; attempt < 30; attempt++) {
    const { id } = await exchange.post();
    const both = await Promise.all([1, 2].map(() => officer.sign('record.acknowledge/1', { record: id })));
    await Promise.allSettled(both.map(({ jws }) => ledger.submit(jws, null)));
    const { committed } = await exchange.post();
    const blocks = await blocksBetween(ledger, 0n, BigInt(committed.block));
    const codes = blocks.map(({ transactions }) => transactions.map(({ code }) => code).join());
    if (!codes.includes('VALID,MVCC_READ_CONFLICT')) continue;
    const refused = blocks.flatMap(({ transactions }) => transactions.filter(({ code }) => code !== 'VALID')).length;
    return { lines: blocks.map(({ raw }) => raw), refused };
  }
  throw new Error('no two statements met in one block');
}
