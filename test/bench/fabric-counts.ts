import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { FabricHost } from '../fabric/host.ts';
import type { Exchange } from '../support/exchange.ts';

/** What one post costs, beside the one stream of blocks that serves all. */
export interface PostCounts {
  /** Most calls of the chaincode to its peer, of any endorser. */
  readonly stubCalls: number;
  /** Signatures by the gateway. */
  readonly signatures: number;
  /** Calls of the gateway to its peer. */
  readonly calls: number;
  /** Bytes of the block that holds nothing else. */
  readonly ledgerBytes: number;
  /** Bytes in the private collection. */
  readonly privateBytes: number;
}

/** Posts once and counts. `calls` is what the network's connections were told to report to (`onCall`). */
export async function countPost(exchange: Exchange, host: FabricHost, calls: string[]): Promise<PostCounts> {
  const { ledger } = exchange.agency('th-police');
  const { id, jws, file } = await exchange.draft();
  const before = await stubCalls(host);
  calls.length = 0;
  const { block } = await ledger.submit(jws, file);
  const made = [...calls];
  const after = await stubCalls(host);
  const signatures = made.filter((call) => call === 'sign').length;
  return {
    stubCalls: Math.max(...after.map((count, i) => count - (before[i] ?? 0))),
    signatures,
    calls: made.length - signatures,
    ledgerBytes: await bytesOf(exchange, BigInt(block)),
    privateBytes: (await ledger.sealed(id))?.length ?? 0,
  };
}

/** What so many posts at once cost together. */
export interface BatchCounts {
  readonly posts: number;
  /** Transactions that carried them. */
  readonly transactions: number;
  /** Calls of the chaincode to its peer, of the endorser that had most. */
  readonly stubCalls: number;
  readonly signatures: number;
  readonly calls: number;
  /** Bytes of all blocks that hold them. */
  readonly ledgerBytes: number;
}

/** Posts many at once and counts, as `countPost` does. */
export async function countBatch(exchange: Exchange, host: FabricHost, calls: string[], posts = 64) {
  const { ledger } = exchange.agency('th-police');
  const drafts = await Promise.all(Array.from({ length: posts }, () => exchange.draft()));
  const before = await stubCalls(host);
  calls.length = 0;
  const committed = await Promise.all(drafts.map(({ jws, file }) => ledger.submit(jws, file)));
  const made = [...calls];
  const after = await stubCalls(host);
  const signatures = made.filter((call) => call === 'sign').length;
  const blocks = new Set(committed.map(({ block }) => BigInt(block)));
  const sizes = await Promise.all([...blocks].map(async (number) => (await blockAt(exchange, number)).bytes));
  return {
    posts,
    transactions: new Set(committed.map(({ transaction }) => transaction)).size,
    stubCalls: Math.max(...after.map((count, i) => count - (before[i] ?? 0))),
    signatures,
    calls: made.length - signatures,
    ledgerBytes: sizes.reduce((sum, size) => sum + size, 0),
  } satisfies BatchCounts;
}

async function bytesOf(exchange: Exchange, number: bigint): Promise<number> {
  const { bytes, told } = await blockAt(exchange, number);
  assert.equal(told, 1);
  return bytes;
}

async function blockAt(exchange: Exchange, number: bigint): Promise<{ bytes: number; told: number }> {
  for await (const block of exchange.agency('th-police').ledger.blocks(number, AbortSignal.timeout(5_000)))
    return { bytes: Buffer.from(block.raw, 'base64').length, told: block.transactions.length };
  throw new Error('the block does not come');
}

/** How often our chaincode called each agency's peer so far, as the peers themselves count. */
const stubCalls = ({ network }: FabricHost): Promise<number[]> =>
  Promise.all(
    network.admins.map(async ({ site: { agency }, tls }) => {
      const [ca, cert, key] = await Promise.all(
        [tls.authority, tls.certificate, tls.key].map((file) => readFile(file)),
      );
      const core = await readFile(join(network.folder, 'agencies', agency, 'peer', 'core.yaml'), 'utf8');
      const [, address = ''] = /^operations:\n +listenAddress: (\S+)$/m.exec(core) ?? [];
      const lines = (await metrics(`https://${address}/metrics`, { ca, cert, key })).split('\n');
      // A package is named by the chaincode's name and the digest of its sources.
      const ours = `chaincode="${network.connection(agency).chaincode}_`;
      return lines
        .filter((line) => line.startsWith('chaincode_shim_requests_received{') && line.includes(ours))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    }),
  );

/** The TLS authority is trusted alone, though it is no root. */
async function metrics(url: string, tls: Pick<RequestOptions, 'ca' | 'cert' | 'key'>): Promise<string> {
  const asked = request(url, { ...tls, allowPartialTrustChain: true, agent: false });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  assert.equal(answer.statusCode, 200);
  return text(answer);
}
