import { strict as assert } from 'node:assert';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildGateway } from '@tocsin/gateway';
import { openExchange } from '../support/exchange.ts';
import { type Bench, load } from './measure.ts';

const STEPS = [200, 400, 600] as const;

/** What each further alert costs on disk, and whether a gateway's memory grows with the ledger. */
export const growth: Bench = {
  name: 'growth',
  about: 'bytes an alert adds to ledger and view, and the memory of a gateway',
  async run({ progress }) {
    const exchange = await openExchange();
    const agency = exchange.agency('kh-immigration');
    const folder = join(exchange.folder, 'gateway');
    const unitKeys = [{ unit: 'duty-desk', epoch: 1, secretKey: agency.sealKey.secretKey }];
    const gateway = await buildGateway({ agency: agency.code, ledger: agency.ledger, folder, unitKeys });
    const ours: Record<string, number> = {};
    try {
      let posted = 0;
      let before = sizes(exchange.folder, folder);
      for (const step of STEPS) {
        progress(`${step} alerts`);
        let last = { block: '0' };
        for (; posted < step; posted += 20)
          last = (await Promise.all(Array.from({ length: 20 }, () => exchange.post()))).at(-1)?.committed ?? last;
        await gateway.follower.reached(BigInt(last.block), new AbortController().signal);
        const after = sizes(exchange.folder, folder);
        ours[`${step}: ledger bytes an alert`] = Math.round((after.ledger - before.ledger) / 200);
        ours[`${step}: view bytes an alert`] = Math.round((after.view - before.view) / 200);
        ours[`${step}: resident MB of the process`] = Math.round(process.memoryUsage.rss() / 1e6);
        before = after;
      }
      assert.equal(posted, STEPS.at(-1));
    } finally {
      await gateway.close();
      await exchange.close();
    }
    return { name: 'growth', rounds: STEPS.length, load: load(), ours, peers: {}, ratio: {} };
  },
};

const sizes = (root: string, view: string) => ({ ledger: bytesIn(join(root, 'ledger')), view: bytesIn(view) });

const bytesIn = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(folder, entry.name)).size, 0);
