import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocksBetween, tellings } from '../conformance/told-blocks.ts';
import type { Post } from '../support/exchange.ts';
import { Arena, profileOf } from './nemesis/arena.ts';
import { GatewayProcess, type Outcome } from './nemesis/gateway-process.ts';

const DEATHS = Number(process.env.DEATHS ?? 12);
/** Statements at once: more than go alone, so that some share a transaction. */
const AT_ONCE = 9;
/** Milliseconds after a transaction was handed over: before the orderer has it, before the block, and after. */
const LATEST = 90;
const agency = 'th-police';

let arena: Arena;
beforeAll(async () => {
  arena = await Arena.open({ topology: 'three-raft' });
});
afterAll(() => arena?.close());

test(`a gateway that dies ${DEATHS} times between submit and commit leaves each statement to be found exactly once`, async () => {
  const sent: { post: Post; already: boolean; shared: boolean }[] = [];
  for (let death = 0; death < DEATHS; death++) {
    const posts = await Promise.all(Array.from({ length: AT_ONCE }, () => arena.exchange.draft()));
    const outcomes = await killedAfter(posts, death % 3 === 0 ? 0 : randomInt(LATEST), death);
    // Another process of the same agency looks, and sends the very same bytes again.
    const told = await Promise.all(posts.map((post) => arena.gateway(agency).submit(post)));
    const transactions = told.map(({ committed }) => committed?.transaction);
    for (const [i, post] of posts.entries()) {
      const { committed } = told[i] ?? {};
      expect(committed, JSON.stringify(told[i])).toBeDefined();
      // Some die with the block in their hands; what they still told must be what stands.
      const outcome = outcomes[i];
      if (outcome?.committed !== undefined) expect(committed).toEqual({ ...outcome.committed, already: true });
      else expect(outcome?.code).toBe('GATEWAY_ENDED');
      const shared = transactions.filter((one) => one === committed?.transaction).length > 1;
      sent.push({ post, already: committed?.already ?? false, shared });
    }
  }
  for (const { ledger } of arena.exchange.agencies) {
    const height = await arena.exchange.agency(agency).ledger.height();
    const blocks = await blocksBetween(ledger, 0n, height - 1n);
    for (const { post } of sent)
      expect(tellings(blocks, post.jws).filter(({ code }) => code === 'VALID')).toHaveLength(1);
  }
  const committed = sent.filter(({ already }) => already).length;
  const shared = sent.filter((one) => one.shared).length;
  expect(shared).toBeGreaterThan(0);
  console.log(
    `${DEATHS} gateways killed after handing over, ${AT_ONCE} statements each: ${committed} had committed, ` +
      `${sent.length - committed} had not; ${shared} stand in a transaction with others`,
  );
});

async function killedAfter(posts: readonly Post[], dieAfter: number, death: number): Promise<Outcome[]> {
  const profile = await profileOf(arena.host, arena.exchange, agency);
  const folder = join(arena.exchange.folder, `dying-${death}`);
  const gateway = new GatewayProcess({ profile, folder, dieAfter });
  const outcomes = await Promise.all(posts.map((post) => gateway.submit(post)));
  await gateway.close();
  return outcomes;
}
