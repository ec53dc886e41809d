import { assetClient } from './fabric-asset-client.ts';
import { deployAssets, untilDone } from './fabric-assets.ts';
import { assets, type Contestant, ours, privateAssets } from './fabric-contestants.ts';
import { type BatchCounts, countBatch, countPost, type PostCounts } from './fabric-counts.ts';
import { type Journey, journeys } from './fabric-journey.ts';
import { type FabricExchange, openFabricExchange } from './fabric-network.ts';
import { type Crowd, compete, type Results } from './fabric-rounds.ts';
import { type Bench, type BenchOptions, figure, load, type Outcome, ratio, rounded, spread } from './measure.ts';

/** Our posts against the asset chaincode of Fabric's documentation with its stock client, on one network of peers. */
export const fabric: Bench = {
  name: 'fabric',
  about: 'sealed posts on real Fabric, sharing transactions under load, against asset-transfer with the stock client',
  async run(options) {
    const before = load();
    const calls: string[] = [];
    options.progress('starting a network from nothing');
    const network = await openFabricExchange((call) => calls.push(call));
    try {
      const counts = await countPost(network.exchange, network.host, calls);
      const batch = await countBatch(network.exchange, network.host, calls);
      options.progress('alerts from one agency to another and back');
      const lives = await journeys(network.exchange, options.quick ? 15 : 10 * options.rounds);
      const results = await raced(network, options);
      return outcome({ rounds: options.rounds, before, startMs: network.startMs, counts, batch, lives, results });
    } finally {
      await network.exchange.close();
    }
  },
};

async function raced(network: FabricExchange, options: BenchOptions): Promise<Results> {
  const { exchange, host, folder } = network;
  const profile = await network.profile(exchange.agency('th-police'));
  const { length } = (await exchange.draft()).file;
  options.progress('deploying asset-transfer beside');
  const deployed = await deployAssets(host, folder);
  try {
    const client = assetClient(profile);
    await untilDone(() => client.create(`first-${performance.now()}`, 'nobody'));
    client.close();
    // From here on only who is measured reads blocks in this process.
    for (const { ledger } of exchange.agencies) await ledger.close();
    const contestants = [ours(exchange, profile), assets(profile, length)];
    if (!options.quick) contestants.push(privateAssets(profile, length));
    return await compete(host, { contestants, crowds: crowds(options), assets: deployed.services, ...options });
  } finally {
    await deployed.end();
  }
}

const crowds = ({ quick }: BenchOptions): Crowd[] =>
  quick
    ? [
        { flight: 1, posts: 10 },
        { flight: 64, posts: 192 },
        { flight: 256, posts: 384 },
      ]
    : [
        { flight: 1, posts: 20 },
        { flight: 64, posts: 384 },
        { flight: 256, posts: 768 },
      ];

interface Measured {
  readonly rounds: number;
  readonly before: number[];
  readonly startMs: number;
  readonly counts: PostCounts;
  readonly batch: BatchCounts;
  readonly lives: readonly Journey[];
  readonly results: Results;
}

function outcome({ rounds, before, startMs, counts, batch, lives, results }: Measured): Outcome {
  const all = Object.entries(results).map(([name, result]) => [name, figuresOf(result)] as const);
  const { ours: own = {}, ...peers } = Object.fromEntries(all);
  return {
    name: 'fabric',
    rounds,
    load: [...before.slice(0, 1), ...load()],
    ours: {
      'nothing to first committed alert, s (goal 20)': rounded(startMs / 1000),
      'sealing begins to own peer has committed': figure(lives.map(({ posted }) => posted)),
      'to event at the other agency (goal p50 90)': figure(lives.map(({ event }) => event)),
      'to acknowledgement seen (goal p50 180)': figure(lives.map(({ acknowledged }) => acknowledged)),
      'calls of chaincode to peer, a post (limit 3)': counts.stubCalls,
      'signatures of the gateway, a post (limit 2)': counts.signatures,
      'calls of the gateway, a post (limit 2)': counts.calls,
      'bytes of a block with one post': counts.ledgerBytes,
      'bytes kept privately, a post': counts.privateBytes,
      [`${batch.posts} at once: transactions (they share them)`]: batch.transactions,
      [`${batch.posts} at once: calls of chaincode to peer, a post`]: rounded(batch.stubCalls / batch.posts),
      [`${batch.posts} at once: signatures of the gateway, a post`]: rounded(batch.signatures / batch.posts),
      [`${batch.posts} at once: calls of the gateway, a post`]: rounded(batch.calls / batch.posts),
      [`${batch.posts} at once: bytes of blocks, a post`]: rounded(batch.ledgerBytes / batch.posts),
      ...own,
    },
    peers,
    ratio: Object.assign({}, ...Object.keys(peers).map((peer) => ratios(results, peer))),
  };
}

function figuresOf(result: Results[Contestant['name']]): Outcome['ours'] {
  const figures: Outcome['ours'] = {};
  for (const { flight, latencies, walls, perSecond, failed, together, processor } of result ?? []) {
    if (failed > 0) figures[`${flight} in flight, given up`] = failed;
    if (flight === 1) figures.alone = figure(latencies);
    else {
      figures[`${flight} in flight, posts a second`] = spread(perSecond);
      figures[`${flight} in flight, posts a transaction`] = spread(together);
      figures[`${flight} in flight, latency`] = figure(latencies, total(walls));
      for (const [kind, times] of Object.entries(processor))
        figures[`${flight} in flight, ${kind} processor ms a post`] = spread(times);
    }
  }
  return figures;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Above 1 is better for us. */
function ratios(results: Results, peer: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [i, own] of (results.ours ?? []).entries()) {
    const other = results[peer as Contestant['name']]?.[i];
    if (other === undefined) continue;
    if (own.flight === 1) found[`${peer}: alone (goal 0.83)`] = ratio(figure(own.latencies), figure(other.latencies));
    else
      found[`${peer}: a second, ${own.flight} in flight (goal 1.3)`] = rounded(
        spread(own.perSecond).median / spread(other.perSecond).median,
      );
  }
  return found;
}
