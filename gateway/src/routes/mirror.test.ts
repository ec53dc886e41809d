import { toBase64url } from '@tocsin/envelope';
import { formatVerifierKey, originOf, verifyCheckpoint, verifyEntry } from '@tocsin/envelope/log';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Exchange, openExchange, openGateway, type TestGateway } from '../../fixture/gateway.ts';
import type { Cosigners, Quorum } from '../mirror/cosigners.ts';
import { keysOf } from '../mirror/signed-notes.ts';

const AGENCIES = ['th-police', 'kh-immigration', 'la-fiu'];
const gateways = new Map<string, TestGateway>();
let exchange: Exchange;

const mirrorOf = (agency: string) => gateways.get(agency)!.gateway.mirror;

/** The other gateways of this process. */
const cosignersOf = (from: string): Cosigners => ({
  cosign: (to, note) => mirrorOf(to).witness.cosign(from, note),
  checkpoint: (to) => mirrorOf(to).witness.checkpoint(),
});
const quorum = (): Quorum => ({
  members: [...gateways].map(([agency, { gateway }]) => ({ agency, publicKey: gateway.mirror.publicKey })),
  needed: 2,
});

beforeAll(async () => {
  exchange = await openExchange();
  for (const agency of AGENCIES) {
    const mirror = { cosigners: cosignersOf(agency), quorum };
    gateways.set(agency, await openGateway(exchange, agency, { mirror }));
  }
});
afterAll(async () => {
  for (const { gateway } of gateways.values()) await gateway.close();
  await exchange?.close();
});

async function trusted() {
  const [{ hash = '' } = {}] = await Array.fromAsync(firstBlock());
  const origin = originOf(hash);
  return { origin, keys: quorum().members.flatMap((member) => keysOf(origin, member)), cosigners: 2 };
}

async function* firstBlock() {
  const stop = new AbortController();
  for await (const block of exchange.agency('la-fiu').ledger.blocks(0n, stop.signal)) {
    yield block;
    stop.abort();
  }
}

describe('GET /v1/checkpoint', () => {
  test('the tree of the ledger, vouched for by two agencies of three', async () => {
    const { committed } = await exchange.post();
    await gateways.get('kh-immigration')!.gateway.follower.reached(BigInt(committed.block), AbortSignal.timeout(5_000));
    const answer = await gateways.get('kh-immigration')!.client().checkpoint();
    const { checkpoint, cosignatures } = await verifyCheckpoint(answer.note, await trusted());
    expect(answer).toMatchObject({ size: checkpoint.size, needed: 2, alarms: [] });
    expect(answer.cosigned.map(({ agency }) => agency)).toContain('kh-immigration');
    expect(answer.cosigned.length).toBe(cosignatures.length);
    expect(answer.cosigned.length + answer.missing.length).toBe(3);
  });
});

describe('GET /v1/proofs/:transaction', () => {
  test('a post is proved by about a kilobyte and a half, whichever agency is asked', async () => {
    const { committed } = await exchange.post();
    for (const agency of AGENCIES) {
      const { follower } = gateways.get(agency)!.gateway;
      await follower.reached(BigInt(committed.block), AbortSignal.timeout(5_000));
      const { proof } = await gateways.get(agency)!.client().proof(committed.transaction);
      const { entry } = await verifyEntry(proof, await trusted());
      expect(entry).toMatchObject({ block: committed.block, txid: committed.transaction, code: 'VALID' });
      expect(proof.length).toBeLessThan(2_000);
    }
  });

  test.each([
    ['ab'.repeat(32), 404, 'NOT_FOUND'],
    ['AB'.repeat(32), 400, 'MALFORMED_REQUEST'],
    ['1', 400, 'MALFORMED_REQUEST'],
  ])('%s: %d', async (transaction, status, code) => {
    await expect(gateways.get('la-fiu')!.client().proof(transaction)).rejects.toMatchObject({ status, code });
  });
});

test('a gateway says by which key it can be recognised', () => {
  const { publicKey } = mirrorOf('la-fiu');
  expect(toBase64url(publicKey)).toHaveLength(43);
  expect(formatVerifierKey({ name: 'x', algorithm: 'cosignature', publicKey })).toMatch(/^x\+[0-9a-f]{8}\+/);
});
