import { X509Certificate } from 'node:crypto';
import { makeCrls, pemToDer, revoke } from '@tocsin/crypto-config';
import { toBase64url } from '@tocsin/envelope/verify';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TestNode } from '../../../test/support/node.ts';
import { type AgencyNodes, type FakeChannel, fakeChannel } from '../fixture/fake-channel.ts';
import { draftOf } from '../fixture/forged-block.ts';
import { type ConfigOrder, channelGroup, configEnvelope, updateEnvelope } from '../fixture/forged-config.ts';
import { verifyFabricExport } from './verify-export.ts';
import type { Verification } from './verify-export-result.ts';

const codes = ['th-police', 'kh-immigration', 'la-fiu', 'vn-labour'];
let channel: FakeChannel;
let administrators: TestNode[];

beforeEach(async () => {
  channel = await fakeChannel(codes, 'BFT');
  administrators = [...channel.nodes.values()].map(({ admin }) => admin);
});

function verify(lines: readonly string[] = channel.lines): Promise<Verification> {
  const roots = new Map([...channel.nodes].map(([code, { authority }]) => [code, rootOf(authority.root.certificate)]));
  return verifyFabricExport(lines, { rootOf: (agency) => roots.get(agency) });
}

const rootOf = (pem: string): string => toBase64url(pemToDer(pem, 'CERTIFICATE'));
const order = (change: Partial<ConfigOrder> = {}): ConfigOrder => ({
  consensus: 'BFT',
  consenters: channel.ordering.orderers,
  organisations: channel.organisations,
  ...change,
});

/** Sets a configuration by an update that these administrators signed; what it reads and writes is whole. */
function update(to: Partial<ConfigOrder>, signers: readonly TestNode[], claimed: Partial<ConfigOrder> = to): void {
  const signed = updateEnvelope(channelGroup(order()), channelGroup(order(to)), signers);
  channel.configure(configEnvelope(channelGroup(order(claimed)), 1, signed));
}

const larger = { capacity: ['large', 1] as const };
const agencyOf = (i: number): AgencyNodes => channel.nodes.get(codes[i] as string) as AgencyNodes;

/** The first agency's organisation with lists of its own, one version on. */
function withLists(lists: readonly string[]): Partial<ConfigOrder> {
  const [first, ...others] = channel.organisations;
  return { organisations: [{ ...(first as (typeof channel.organisations)[0]), lists, version: 1 }, ...others] };
}

describe('a change of the configuration', () => {
  test('is good when a majority of administrators signed it', async () => {
    update(larger, administrators.slice(1));
    channel.define(2, 'fedcba9876543210');
    expect(await verify()).toMatchObject({
      fault: null,
      blocks: 4,
      chaincode: [
        { sequence: 1, version: '0123456789abcdef', block: '1' },
        { sequence: 2, version: 'fedcba9876543210', block: '3' },
      ],
    });
  });

  const wrong: readonly (readonly [string, () => void])[] = [
    ['signed by half of them', () => update(larger, administrators.slice(2))],
    [
      'signed by one of them often',
      () =>
        update(
          larger,
          [0, 0, 0].map(() => administrators[0] as TestNode),
        ),
    ],
    ['signed by their peers', () => update(larger, channel.peers)],
    ['that another update made', () => update(larger, administrators, { capacity: ['huge', 1] })],
    ['that leaves out a version', () => update({ capacity: ['large', 2] }, administrators)],
    ['that changes nothing', () => update({}, administrators)],
    ['without an update', () => channel.configure(configEnvelope(channelGroup(order(larger)), 1))],
    ['that stands still', () => channel.configure(configEnvelope(channelGroup(order()), 0))],
    ["of one agency's own by another", () => update(withLists([]), [administrators[1] as TestNode])],
    [
      'of the members by too few',
      () =>
        update({ organisations: channel.organisations.slice(0, 2), applicationVersion: 1 }, administrators.slice(0, 2)),
    ],
  ];
  test.each(wrong)('%s is found', async (_name, change) => {
    change();
    expect(await verify()).toMatchObject({ blocks: 2, fault: { layer: 'config', block: '2' } });
  });

  test("of an agency's own needs that agency alone", async () => {
    update(withLists([]), [administrators[0] as TestNode]);
    expect((await verify()).fault).toBeNull();
  });

  test('to another root is found, whoever signed it', async () => {
    const [first, second, ...others] = channel.organisations as [
      ConfigOrder['organisations'][0],
      ...ConfigOrder['organisations'],
    ];
    const root = { ...first, root: second?.root ?? '', version: 1 };
    update({ organisations: [root, second as typeof first, ...others] }, administrators);
    expect((await verify()).fault).toMatchObject({ layer: 'root', block: '2' });
  });

  test('left out is found by what the orderers sign', async () => {
    update(larger, administrators);
    channel.define(2, 'fedcba9876543210');
    const without = channel.lines.toSpliced(2, 1);
    expect((await verify(without)).fault?.layer).toBe('chain');
  });
});

describe('who is revoked', () => {
  async function revoking(serialOf: (nodes: AgencyNodes) => TestNode, signedByOwn = true): Promise<void> {
    const { authority } = agencyOf(0);
    const serial = new X509Certificate(serialOf(agencyOf(0)).certificate).serialNumber.toLowerCase();
    const entry = {
      serial,
      handle: 'node',
      kind: 'node',
      issuer: 'issuing',
      notAfter: '2099-01-01T00:00:00Z',
    } as const;
    const issued = [{ ...entry, revoked: null }];
    const revoked = revoke({ ...authority, issued }, serial, 'keyCompromise');
    const { crls } = await makeCrls(revoked);
    const other = await makeCrls({ ...agencyOf(1).authority, issued: revoked.issued });
    update(withLists(signedByOwn ? [crls.root, crls.issuing] : [other.crls.issuing]), administrators);
  }

  test('endorses no more', async () => {
    await revoking(({ peer }) => peer);
    channel.define(2, 'fedcba9876543210', channel.peers.slice(1));
    expect((await verify()).fault).toBeNull();
    channel.define(3, 'fedcba9876543210', channel.peers.slice(0, 3));
    expect((await verify()).fault).toMatchObject({ layer: 'endorsement', block: '4' });
  });

  test('orders no more', async () => {
    await revoking(({ orderer }) => orderer);
    channel.define(2, 'fedcba9876543210');
    expect((await verify()).fault).toMatchObject({ layer: 'block-signature', block: '3' });
  });

  test('is not revoked by a list of somebody else', async () => {
    await revoking(({ peer }) => peer, false);
    channel.define(2, 'fedcba9876543210', channel.peers.slice(0, 3));
    expect((await verify()).fault).toBeNull();
  });
});

test('a configuration among others is none', async () => {
  const { data } = draftOf(channel.lines[0] as string);
  channel.cut([...data, ...data], [0, 0]);
  expect((await verify()).fault).toMatchObject({ layer: 'envelope', block: '2', transaction: 0 });
  channel.lines.pop();
});
