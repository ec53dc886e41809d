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

async function bytesOf(exchange: Exchange, number: bigint): Promise<number> {
  for await (const block of exchange.agency('th-police').ledger.blocks(number, AbortSignal.timeout(5_000))) {
    assert.equal(block.transactions.length, 1);
    return Buffer.from(block.raw, 'base64').length;
  }
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
