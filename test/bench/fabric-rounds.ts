import { AssertionError } from 'node:assert';
import type { FabricHost } from '../fabric/host.ts';
import type { Contestant, Shared } from './fabric-contestants.ts';
import { perPost, processorTime } from './fabric-processors.ts';
import { load, timed } from './measure.ts';

export interface Crowd {
  /** Posts in flight. */
  readonly flight: number;
  readonly posts: number;
}

/** One contestant under one load, all rounds of it. */
export interface Result {
  readonly flight: number;
  /** Milliseconds of each post. */
  readonly latencies: number[];
  /** Milliseconds that each round took. */
  readonly walls: number[];
  /** Of each round. */
  readonly perSecond: number[];
  /** Posts that the client gave up, all rounds together. */
  failed: number;
  /** How many posts each transaction carried on average, of each round. */
  readonly together: number[];
  /** Milliseconds a post by kind of process, of each round. */
  readonly processor: Record<string, number[]>;
}

/** By contestant, in the order of the crowds. */
export type Results = Partial<Record<Contestant['name'], Result[]>>;

export interface Race {
  readonly contestants: readonly Contestant[];
  readonly crowds: readonly Crowd[];
  readonly rounds: number;
  /** Processes of the other chaincode by agency. */
  readonly assets: ReadonlyMap<string, number>;
  progress(text: string): void;
}

/** Lets the contestants run in turn under each load, round by round, so that a slow minute hits all of them. */
export async function compete(host: FabricHost, race: Race): Promise<Results> {
  const results: Results = {};
  for (const { name } of race.contestants) results[name] = race.crowds.map(({ flight }) => emptyResult(flight));
  for (let round = 1; round <= race.rounds; round++) {
    for (const [i, crowd] of race.crowds.entries()) {
      // Who goes first changes, since what the first one leaves to do falls to the next.
      for (const contestant of round % 2 === 0 ? race.contestants : race.contestants.toReversed()) {
        const result = results[contestant.name]?.[i];
        if (result !== undefined) await run(host, race, contestant, crowd, result);
      }
    }
    race.progress(`round ${round} of ${race.rounds}, load ${load().join(' ')}`);
  }
  return results;
}

const emptyResult = (flight: number): Result => ({
  flight,
  latencies: [],
  walls: [],
  perSecond: [],
  failed: 0,
  together: [],
  processor: {},
});

function run(host: FabricHost, race: Race, contestant: Contestant, crowd: Crowd, result: Result): Promise<void> {
  const { posts } = crowd;
  const others = { chaincode: [...race.assets.values()] };
  return contestant.during(async (post) => {
    await post();
    const before = await processorTime(host, others);
    const { samples, transactions, failed, wallMs } = await crowded(post, crowd);
    const used = perPost(before, await processorTime(host, others), posts);
    result.failed += failed;
    result.latencies.push(...samples);
    result.walls.push(wallMs);
    result.perSecond.push((samples.length * 1000) / wallMs);
    result.together.push(samples.length / transactions);
    for (const [kind, ms] of Object.entries(used)) result.processor[kind] = [...(result.processor[kind] ?? []), ms];
  });
}

/**
 * Keeps so many acts in flight until all are done. An overloaded network lets clients give up: that is counted; what
 * was written but reads otherwise ends the bench. @returns milliseconds of each that succeeded, and of the whole, and how
 * many transactions they took
 */
async function crowded(act: () => Promise<Shared>, { flight, posts }: Crowd) {
  const samples: number[] = [];
  const shared = new Set<Shared>();
  let own = 0;
  let left = posts;
  let failed = 0;
  const tried = async (): Promise<void> => {
    try {
      const { ms, value } = await timed(act);
      samples.push(ms);
      if (value === null) own++;
      else shared.add(value);
    } catch (error) {
      if (error instanceof AssertionError) throw error;
      failed++;
    }
  };
  const worker = async (): Promise<void> => {
    while (left-- > 0) await tried();
  };
  const { ms: wallMs } = await timed(() => Promise.all(Array.from({ length: flight }, worker)));
  return { samples, transactions: own + shared.size, failed, wallMs };
}
