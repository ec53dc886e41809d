import { loadavg } from 'node:os';

/** What one bench says; ratios above 1 are better for us. */
export interface Outcome {
  readonly name: string;
  readonly rounds: number;
  readonly load: number[];
  readonly ours: Record<string, Figure | Spread | number>;
  readonly peers: Record<string, Record<string, Figure | Spread | number>>;
  readonly ratio: Record<string, number>;
}

/** Milliseconds: median of the rounds' medians, with the percentiles over all calls. */
export interface Figure {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly min: number;
  readonly max: number;
  readonly perSecond: number;
}

/** One figure for each round, in the unit that its name says. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface BenchOptions {
  readonly rounds: number;
  /** Little enough work for a check on every change; the figures say less. */
  readonly quick: boolean;
  progress(text: string): void;
}

export interface Bench {
  readonly name: string;
  readonly about: string;
  run(options: BenchOptions): Promise<Outcome>;
}

export const rounded = (value: number): number => Number(value.toPrecision(4));

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Percentiles of single calls in milliseconds; `perSecond` is for one caller unless wall time says otherwise. */
export function figure(samples: readonly number[], wallMs?: number): Figure {
  const sorted = [...samples].sort((a, b) => a - b);
  const total = wallMs ?? samples.reduce((sum, sample) => sum + sample, 0);
  return {
    p50: rounded(at(sorted, 0.5)),
    p95: rounded(at(sorted, 0.95)),
    p99: rounded(at(sorted, 0.99)),
    min: rounded(at(sorted, 0)),
    max: rounded(at(sorted, 1)),
    perSecond: rounded((samples.length * 1000) / total),
  };
}

/** Middle and ends of what the rounds gave. */
export function spread(rounds: readonly number[]): Spread {
  const sorted = [...rounds].sort((a, b) => a - b);
  const middle = (at(sorted, 0.5) + at(sorted.toReversed(), 0.5)) / 2;
  return { median: rounded(middle), min: rounded(at(sorted, 0)), max: rounded(at(sorted, 1)) };
}

/** Times one call in milliseconds. */
export async function timed<T>(act: () => Promise<T> | T): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await act();
  return { ms: performance.now() - start, value };
}

/** Runs the contestants in turn, round by round, so that a slow minute of the machine hits all of them. */
export async function interleaved(
  contestants: Record<string, () => Promise<void>>,
  { rounds, calls }: { rounds: number; calls: number },
): Promise<Record<string, number[]>> {
  const samples: Record<string, number[]> = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (const act of Object.values(contestants)) await act();
  for (let round = 0; round < rounds; round++)
    for (const [name, act] of Object.entries(contestants))
      for (let call = 0; call < calls; call++) samples[name]?.push((await timed(act)).ms);
  return samples;
}

/** How many times faster `ours` is at the median. */
export const ratio = (ours: Figure, peer: Figure): number => rounded(peer.p50 / ours.p50);

/** One-minute, five-minute and fifteen-minute load: the machine may be busy with other work. */
export const load = (): number[] => loadavg().map(rounded);
