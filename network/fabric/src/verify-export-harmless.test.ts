import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TestNode } from '../../../test/support/node.ts';
import { called, type FakeChannel, fakeChannel, written } from '../fixture/fake-channel.ts';
import { field, message } from '../fixture/forged-block.ts';
import { encodeResults } from '../fixture/forged-call.ts';
import { verifyFabricExport } from './verify-export.ts';

const VALID = 0;
const PHANTOM_READ_CONFLICT = 12;
const readsNothing = encodeResults({ tocsin: { reads: [], writes: [], collections: [] } });
const writesSomething = encodeResults({ tocsin: { reads: [], writes: [written('x', 'y')], collections: [] } });

let channel: FakeChannel;
beforeAll(async () => {
  channel = await fakeChannel(['th-police', 'kh-immigration', 'la-fiu'], 'etcdraft');
});

const verified = async (envelopes: readonly Uint8Array[], codes: readonly number[]) => {
  const { lines } = channel;
  const before = lines.length;
  channel.cut(envelopes, codes);
  const roots = new Map(
    channel.organisations.map(({ agency, root }) => [agency, new X509Certificate(root).raw.toString('base64url')]),
  );
  const result = await verifyFabricExport(lines.slice(0, before + 1), { rootOf: (agency) => roots.get(agency) });
  return result.fault;
};

const adminOf = (code: string): TestNode => {
  const nodes = channel.nodes.get(code);
  if (nodes === undefined) throw new Error(`${code} has no nodes`);
  return nodes.admin;
};

/** Every peer endorses the question `digest` of any client, and takes it for valid when somebody has it ordered. */
const question = (creator: TestNode, results = readsNothing) =>
  called({ creator, endorsers: channel.peers, chaincode: 'tocsin', args: ['digest'], results }).envelope;

/** A query of the lifecycle that reads a range. */
const ranging = (): Uint8Array => {
  const range = message(field(1, 'namespaces/'), field(2, 'namespaces0'), field(3, 1));
  const results = message(field(2, message(field(1, '_lifecycle'), field(2, field(2, range)))));
  const order = { creator: adminOf('la-fiu'), endorsers: channel.peers, chaincode: '_lifecycle', args: ['Query'] };
  return called({ ...order, results }).envelope;
};

describe('what changes nothing spoils no export, whoever had it ordered', () => {
  test('a question by an administrator', async () => {
    expect(await verified([question(adminOf('la-fiu'))], [VALID])).toBe(null);
  });

  test('a question that read a range which has changed since', async () => {
    expect(await verified([ranging()], [PHANTOM_READ_CONFLICT])).toBe(null);
    expect(await verified([ranging()], [VALID])).toBe(null);
  });
});

test('a certificate counts as Fabric reads it, whatever its label', async () => {
  const [first, ...others] = channel.peers as [TestNode, ...TestNode[]];
  const relabelled = { ...first, certificate: first.certificate.replaceAll('CERTIFICATE', 'ANYTHING') };
  const endorsers = [relabelled, ...others.slice(0, 1)];
  const writes = [written('namespaces/fields/other/Sequence', field(1, 1))];
  const results = encodeResults({ _lifecycle: { reads: [], writes, collections: [] } });
  const order = { creator: adminOf('la-fiu'), endorsers, chaincode: '_lifecycle', args: ['Commit'], results };
  expect(await verified([called(order).envelope], [VALID])).toBe(null);
});

// Last: the channel ends here.
test('the same with a write is a fault', async () => {
  expect(await verified([question(adminOf('la-fiu'), writesSomething)], [VALID])).toMatchObject({ layer: 'envelope' });
});
