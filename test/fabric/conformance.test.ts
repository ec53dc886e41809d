import { BlockError, decodeBlock, type VerifyOptions, verifyBlocks } from '@tocsin/fabric-block';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conformance } from '../conformance/ledger.ts';
import { refusesMalformed } from '../conformance/malformed.ts';
import { blocksBetween } from '../conformance/told-blocks.ts';
import { type Exchange, openExchange } from '../support/exchange.ts';
import { agenciesOf, fabricHost } from './host.ts';

/** Each gateway gives its own clock's time; the endorsers take what is at most a minute off theirs. */
const timesApart = 60_000;

describe.each([
  { topology: 'three-raft', quorum: 1, majority: 2 },
  { topology: 'mekong-four', quorum: 3, majority: 3 },
])('$topology', ({ topology, quorum, majority }) => {
  const calls: string[] = [];
  const open = () =>
    openExchange({
      agencies: agenciesOf(topology),
      open: fabricHost(topology, { onCall: (call) => calls.push(call) }),
    });
  conformance(topology, open, { timesApart });

  describe('one network', () => {
    let exchange: Exchange;
    beforeAll(async () => {
      exchange = await open();
    });
    afterAll(() => exchange?.close());

    refusesMalformed(topology, () => exchange, 60);

    test('a post costs two signatures and two calls beside the stream of blocks', async () => {
      const { jws, file } = await exchange.draft();
      calls.length = 0;
      await exchange.agency('th-police').ledger.submit(jws, file);
      expect([...calls].sort()).toEqual(['/gateway.Gateway/Endorse', '/gateway.Gateway/Submit', 'sign', 'sign']);
    });

    /** Every block so far, checked offline by what an agency publishes of itself. */
    const verified = async (options: Partial<VerifyOptions> = {}): Promise<string> => {
      const { ledger } = exchange.agency('kh-immigration');
      const told = await blocksBetween(ledger, 0n, (await ledger.height()) - 1n);
      const blocks = told.map(({ raw }) => decodeBlock(Buffer.from(raw, 'base64')));
      expect(blocks.map(({ hash }) => hash)).toEqual(told.map(({ hash }) => hash));
      const trust = new Map(exchange.agencies.map(({ code, root }) => [code, [root]]));
      const genesis = blocks[0]?.hash ?? '';
      try {
        const usual = { trust, quorum, endorsements: majority, genesis };
        const good = await Array.fromAsync(verifyBlocks(blocks, { ...usual, ...options }));
        return good.length === told.length ? 'good' : 'incomplete';
      } catch (error) {
        if (error instanceof BlockError) return error.code;
        throw error;
      }
    };

    test('its blocks are verified with nothing but the agencies’ roots', async () => {
      await exchange.post();
      expect(await verified()).toBe('good');
      expect(await verified({ quorum: exchange.agencies.length + 1 })).toBe('TOO_FEW_SIGNATURES');
      expect(await verified({ endorsements: exchange.agencies.length + 1 })).toBe('TOO_FEW_ENDORSEMENTS');
      const strangers = new Map(exchange.agencies.map(({ code, issuing }) => [`${code}-x`, [issuing]]));
      expect(await verified({ trust: strangers })).toBe('TOO_FEW_SIGNATURES');
    });
  });
});
