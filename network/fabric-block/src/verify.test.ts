import { beforeAll, describe, expect, test } from 'vitest';
import { type AgencyKeys, agencyKeys } from '../../../test/support/agency.ts';
import { certifiedNode, type TestNode } from '../../../test/support/node.ts';
import { block, type CallOrder, call, configuration } from '../fixture/channel.ts';
import { BlockError, decodeBlock, type FabricBlock, type Trust, type VerifyOptions, verifyBlocks } from './index.ts';

const at = Date.parse('2026-11-23T07:30:00.000Z');
const when = new Date(at);
const codes = ['th-police', 'kh-immigration', 'la-fiu', 'vn-labour'] as const;
let agencies: AgencyKeys[];
let orderers: TestNode[];
let peers: TestNode[];
let creator: TestNode;
let trust: Trust;

beforeAll(async () => {
  agencies = await Promise.all(codes.map((code) => agencyKeys({ code, class: 'police' }, () => at)));
  orderers = await Promise.all(agencies.map(({ authority }) => certifiedNode(authority, 'orderer', when)));
  peers = await Promise.all(agencies.map(({ authority }) => certifiedNode(authority, 'peer', when)));
  creator = await certifiedNode(authorityOf(0), 'client', when);
  trust = new Map(agencies.map(({ code, root }) => [code, [root]]));
});

const authorityOf = (i: number) => (agencies[i] as AgencyKeys).authority;

const intermediates = () =>
  Object.fromEntries(agencies.map(({ code, authority }) => [code, authority.issuing.certificate]));

const called = (order: Partial<CallOrder> = {}) =>
  call({ creator, endorsers: peers.slice(0, 3), statement: 'a.b.c', at, writes: { 'item/a': '{}' }, ...order })
    .envelope;

/** A chain of a configuration block and one block after it. */
function chain(consensus: 'etcdraft' | 'BFT', signers: readonly TestNode[], data = [called()]): FabricBlock[] {
  const consenters = consensus === 'BFT' ? { consenters: orderers } : {};
  const config = configuration({ consensus, ...consenters, intermediates: intermediates(), at });
  const first = decodeBlock(block({ number: 0, previous: '', data: [config] }));
  return [first, decodeBlock(block({ number: 1, previous: first.hash, data, signers, ...consenters }))];
}

async function verified(blocks: readonly FabricBlock[], options: Partial<VerifyOptions> = {}): Promise<string> {
  try {
    const good = await Array.fromAsync(verifyBlocks(blocks, { trust, quorum: 1, endorsements: 3, ...options }));
    return `${good.length} blocks`;
  } catch (error) {
    if (error instanceof BlockError) return error.code;
    throw error;
  }
}

test('a chain is good with nothing but the roots', async () => {
  expect(await verified(chain('etcdraft', orderers.slice(0, 1)))).toBe('2 blocks');
  expect(await verified(chain('BFT', orderers.slice(1)), { quorum: 3 })).toBe('2 blocks');
});

test('the first block is the expected one', async () => {
  const blocks = chain('etcdraft', orderers.slice(0, 1));
  expect(await verified(blocks, { genesis: blocks[0]?.hash ?? '' })).toBe('2 blocks');
  expect(await verified(blocks, { genesis: 'ab'.repeat(32) })).toBe('WRONG_GENESIS');
});

describe('signatures of orderers', () => {
  test('are counted by agency', async () => {
    const [first, second] = orderers as [TestNode, TestNode];
    expect(await verified(chain('BFT', [first, second]), { quorum: 3 })).toBe('TOO_FEW_SIGNATURES');
    expect(await verified(chain('BFT', [first, second, second, first]), { quorum: 3 })).toBe('TOO_FEW_SIGNATURES');
    expect(await verified(chain('etcdraft', []))).toBe('TOO_FEW_SIGNATURES');
  });

  test('of peers, gateways and strangers do not count', async () => {
    const stranger = await certifiedNode(
      (await agencyKeys({ code: 'th-police', class: 'police' }, () => at)).authority,
      'orderer',
      when,
    );
    for (const signer of [peers[0] as TestNode, creator, stranger])
      expect(await verified(chain('etcdraft', [signer]))).toBe('TOO_FEW_SIGNATURES');
    // An agency's orderer cannot speak for another agency.
    const pretender = { ...(orderers[0] as TestNode), agency: 'kh-immigration' };
    expect(await verified(chain('etcdraft', [pretender]))).toBe('TOO_FEW_SIGNATURES');
  });

  test('of a consenter that the configuration does not name do not count', async () => {
    const outside = await certifiedNode(authorityOf(0), 'orderer', when);
    expect(await verified(chain('BFT', [outside]))).toBe('TOO_FEW_SIGNATURES');
  });

  test('cover the header', async () => {
    const [first, second] = chain('etcdraft', orderers.slice(0, 1)) as [FabricBlock, FabricBlock];
    const moved = chain('etcdraft', orderers.slice(0, 1), [called(), called()])[1] as FabricBlock;
    expect(await verified([first, { ...second, header: moved.header }])).toBe('TOO_FEW_SIGNATURES');
    expect(await verified([first, { ...second, metadata: Buffer.from('other') }])).toBe('TOO_FEW_SIGNATURES');
  });
});

test('a block follows the one before it', async () => {
  const [first, second] = chain('etcdraft', orderers.slice(0, 1)) as [FabricBlock, FabricBlock];
  expect(await verified([second])).toBe('MALFORMED_CONFIG');
  expect(await verified([first, first])).toBe('BROKEN_CHAIN');
  expect(await verified([first, { ...second, number: 2n }])).toBe('BROKEN_CHAIN');
  expect(await verified([first, { ...second, previous: 'ab'.repeat(32) }])).toBe('BROKEN_CHAIN');
});

describe('a transaction', () => {
  const ordered = (order: Partial<CallOrder>) => verified(chain('etcdraft', orderers.slice(0, 1), [called(order)]));

  test('is endorsed by enough agencies', async () => {
    expect(await ordered({ endorsers: peers.slice(1) })).toBe('2 blocks');
    expect(await ordered({ endorsers: peers.slice(0, 2) })).toBe('TOO_FEW_ENDORSEMENTS');
    const [first, second] = peers as [TestNode, TestNode];
    expect(await ordered({ endorsers: [first, second, first] })).toBe('TOO_FEW_ENDORSEMENTS');
    expect(await ordered({ endorsers: [first, second, orderers[2] as TestNode] })).toBe('TOO_FEW_ENDORSEMENTS');
  });

  test('of another chaincode is endorsed by whom that chaincode asks', async () => {
    expect(await ordered({ chaincode: '_lifecycle', endorsers: peers.slice(0, 1) })).toBe('2 blocks');
    expect(await ordered({ chaincode: '_lifecycle', endorsers: [] })).toBe('TOO_FEW_ENDORSEMENTS');
  });

  test('is signed by a gateway of its agency', async () => {
    expect(await ordered({ creator: { ...creator, key: (peers[0] as TestNode).key } })).toBe('BAD_CREATOR_SIGNATURE');
    expect(await ordered({ creator: { ...creator, agency: 'la-fiu' } })).toBe('UNTRUSTED_CERTIFICATE');
    const { certificate } = authorityOf(0).issuing;
    expect(await ordered({ creator: { ...creator, certificate } })).toBe('UNTRUSTED_CERTIFICATE');
  });

  test('has the identifier and the proposal that it was endorsed with', async () => {
    expect(await ordered({ id: 'ab'.repeat(32) })).toBe('WRONG_TRANSACTION_ID');
    expect(await ordered({ proposalHash: Buffer.alloc(32, 7) })).toBe('WRONG_PROPOSAL');
  });
});
