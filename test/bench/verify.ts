import { strict as assert } from 'node:assert';
import { toBase64url } from '@tocsin/envelope';
import { verifyEmbeddedExport } from '@tocsin/network-embedded';
import { type Exchange, openExchange } from '../support/exchange.ts';
import { type Bench, figure, load, timed } from './measure.ts';

const POSTS = 200;

/** How fast an auditor verifies a ledger offline: every block, signature and certificate, every judgement repeated. */
export const verify: Bench = {
  name: 'verify',
  about: 'verify an export of the ledger offline, every statement judged again',
  async run({ rounds, progress }) {
    const exchange = await openExchange();
    try {
      progress(`posting ${POSTS} alerts`);
      for (let post = 0; post < POSTS; post += 20) await Promise.all(Array.from({ length: 20 }, () => exchange.post()));
      return await measured(exchange, rounds, progress);
    } finally {
      await exchange.close();
    }
  },
};

async function measured(exchange: Exchange, rounds: number, progress: (text: string) => void) {
  const lines = await exported(exchange);
  const roots = new Map(exchange.agencies.map(({ code, root }) => [code, toBase64url(root)]));
  const samples: number[] = [];
  let statements = 0;
  for (let round = 0; round < rounds; round++) {
    progress(`round ${round + 1}`);
    const { ms, value } = await timed(() => verifyEmbeddedExport(lines, { rootOf: (agency) => roots.get(agency) }));
    assert.equal(value.fault, null);
    assert.ok(value.statements > POSTS);
    statements = value.statements;
    samples.push(ms / value.statements);
  }
  const ours = { 'verify one statement': figure(samples), statements, 'bytes of the export': lines.join('\n').length };
  return { name: 'verify', rounds, load: load(), ours, peers: {}, ratio: {} };
}

/** The blocks as they stand, one a line. */
export async function exported(exchange: Exchange): Promise<string[]> {
  const lines: string[] = [];
  const stop = new AbortController();
  const [{ ledger }] = exchange.agencies as [(typeof exchange.agencies)[number]];
  const { block } = (await exchange.post()).committed;
  for await (const { raw, number } of ledger.blocks(0n, stop.signal)) {
    lines.push(raw);
    if (number >= BigInt(block)) stop.abort();
  }
  return lines;
}
