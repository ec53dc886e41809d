import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocksBetween, tellings } from '../conformance/told-blocks.ts';
import type { Post } from '../support/exchange.ts';
import { Arena, profileOf } from './nemesis/arena.ts';
import { GatewayProcess } from './nemesis/gateway-process.ts';

const DEATHS = Number(process.env.DEATHS ?? 12);
/** Milliseconds after a transaction was handed over: before the orderer has it, before the block, and after. */
const LATEST = 90;
const agency = 'th-police';

let arena: Arena;
beforeAll(async () => {
  arena = await Arena.open({ topology: 'three-raft' });
});
afterAll(() => arena?.close());

test(`a gateway that dies ${DEATHS} times between submit and commit leaves each statement to be found exactly once`, async () => {
  const sent: { post: Post; already: boolean; acknowledged: boolean }[] = [];
  for (let death = 0; death < DEATHS; death++) {
    const post = await arena.exchange.draft();
    const outcome = await killedAfter(post, death % 3 === 0 ? 0 : randomInt(LATEST), death);
    // Another process of the same agency looks, and sends the very same bytes again.
    const told = await arena.gateway(agency).submit(post);
    expect(told.committed, JSON.stringify(told)).toBeDefined();
    // Some die with the block in their hands; what they still told must be what stands.
    if (outcome.committed !== undefined) expect(told.committed).toEqual({ ...outcome.committed, already: true });
    else expect(outcome.code).toBe('GATEWAY_ENDED');
    sent.push({ post, already: told.committed?.already ?? false, acknowledged: outcome.committed !== undefined });
  }
  for (const { ledger } of arena.exchange.agencies) {
    const height = await arena.exchange.agency(agency).ledger.height();
    const blocks = await blocksBetween(ledger, 0n, height - 1n);
    for (const { post } of sent)
      expect(tellings(blocks, post.jws).filter(({ code }) => code === 'VALID')).toHaveLength(1);
  }
  const committed = sent.filter(({ already }) => already).length;
  console.log(
    `${DEATHS} gateways killed after handing over: ${committed} had committed, ${DEATHS - committed} had not`,
  );
});

async function killedAfter(post: Post, dieAfter: number, death: number) {
  const profile = await profileOf(arena.host, arena.exchange, agency);
  const folder = join(arena.exchange.folder, `dying-${death}`);
  const gateway = new GatewayProcess({ profile, folder, dieAfter });
  const outcome = await gateway.submit(post);
  await gateway.close();
  return outcome;
}
